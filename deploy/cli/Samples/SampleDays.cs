using System.Globalization;

namespace Sunshine.Cli.Samples;

/// <summary>The days of 2016, working days far more often than others.</summary>
internal static class SampleDays
{
    private const int WorkingDayWeight = 20;

    // Holidays of 2016 that fall on weekdays, and weekend days worked instead, as the State Council set them.
    private static readonly HashSet<string> Off =
    [
        "01-01", "02-08", "02-09", "02-10", "02-11", "02-12", "04-04", "05-02", "06-09", "06-10", "09-15", "09-16", "10-03", "10-04", "10-05",
        "10-06", "10-07",
    ];

    private static readonly HashSet<string> Worked = ["02-06", "02-14", "06-12", "09-18", "10-08", "10-09"];

    public static IReadOnlyList<DateOnly> All { get; } = [.. Enumerable.Range(0, 366).Select(n => new DateOnly(2016, 1, 1).AddDays(n))];

    public static bool IsWorking(DateOnly day)
    {
        var key = day.ToString("MM-dd", CultureInfo.InvariantCulture);
        return Worked.Contains(key) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Off.Contains(key));
    }

    /// <summary>A day of the months given; on a day off with a small chance, a larger one on social media.</summary>
    public static DateOnly Pick(SplitMix64 random, int firstMonth, int lastMonth, bool social)
    {
        var first = new DateOnly(2016, firstMonth, 1);
        var count = new DateOnly(2016, lastMonth, 1).AddMonths(1).DayNumber - first.DayNumber;
        while (true)
        {
            var day = first.AddDays(random.Below(count));
            if (IsWorking(day) || random.Below(WorkingDayWeight) < (social ? 6 : 1)) return day;
        }
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
