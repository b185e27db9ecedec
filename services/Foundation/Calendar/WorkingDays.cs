using System.Collections.Frozen;

namespace Sunshine.Foundation.Calendar;

/// <summary>
/// The calendar of working days: the State Council's yearly notices for the published years, Monday to Friday for any other year.
/// Immutable. Adding and counting take the same time for any distance.
/// </summary>
/// <remarks>
/// A notice can still move a day of the year before it (31 December 2011 was worked by the notice for 2012), so the last days of
/// the last published year are certain only once the next notice is in the file.
/// </remarks>
public sealed class WorkingDays
{
    private readonly FrozenDictionary<DateOnly, (DayKind Kind, string Name)> named;

    // The published range as day numbers, both inclusive.
    private readonly int first;
    private readonly int last;

    // counted[i]: working days from `first` to `first + i`. days[k]: day number of the k-th of them, from 0.
    private readonly int[] counted;
    private readonly int[] days;

    // Weekdays from 0001-01-01 to the day before `first`: the ordinal that the published range continues from.
    private readonly int before;

    /// <summary>A calendar of whole years.</summary>
    /// <param name="firstYear">The first published year.</param>
    /// <param name="lastYear">The last one; every year between is published too.</param>
    /// <param name="named">The days off and make-up days of these years; all others follow the weekday.</param>
    internal WorkingDays(int firstYear, int lastYear, IReadOnlyDictionary<DateOnly, (DayKind Kind, string Name)> named)
    {
        FirstYear = firstYear;
        LastYear = lastYear;
        this.named = named.ToFrozenDictionary();
        first = new DateOnly(firstYear, 1, 1).DayNumber;
        last = new DateOnly(lastYear, 12, 31).DayNumber;
        before = Weekdays(first - 1);
        counted = new int[last - first + 1];
        var working = new List<int>(counted.Length);
        for (var i = 0; i < counted.Length; i++)
        {
            if (Describe(DateOnly.FromDayNumber(first + i)).IsWorking) working.Add(first + i);
            counted[i] = working.Count;
        }
        days = [.. working];
    }

    /// <summary>The first year with a known notice.</summary>
    public int FirstYear { get; }

    /// <summary>The last year with a known notice.</summary>
    public int LastYear { get; }

    /// <summary>Whether the holiday notice for a year is known. If not, its days follow the weekday alone.</summary>
    public bool IsPublished(int year) => year >= FirstYear && year <= LastYear;

    /// <summary>Whether offices work on a day.</summary>
    public bool IsWorkingDay(DateOnly day) => Ordinal(day.DayNumber) > Ordinal(day.DayNumber - 1);

    /// <summary>What a day is, and by which holiday.</summary>
    public DayInfo Describe(DateOnly day)
    {
        var published = IsPublished(day.Year);
        if (named.TryGetValue(day, out var notice)) return new DayInfo(day, notice.Kind, notice.Name, published);
        var kind = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.Working;
        return new DayInfo(day, kind, null, published);
    }

    /// <summary>
    /// The n-th working day after a day, which itself is day 0 whether worked or not: the first working day after it is day 1.
    /// With n = 0, the day itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative, or the result lies after the year 9999.</exception>
    public DateOnly Add(DateOnly from, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return n == 0 ? from : DateOnly.FromDayNumber(DayAt(Ordinal(from.DayNumber) + n));
    }

    /// <summary>
    /// How many working days there are after <paramref name="from"/> up to and with <paramref name="to"/>; so
    /// <c>Between(d, Add(d, n)) == n</c>. Negative if <paramref name="to"/> is the earlier day.
    /// </summary>
    public int Between(DateOnly from, DateOnly to) => Ordinal(to.DayNumber) - Ordinal(from.DayNumber);

    /// <summary>The day itself if it is worked, else the first working day after it.</summary>
    public DateOnly OnOrAfter(DateOnly day) => IsWorkingDay(day) ? day : Add(day, 1);

    /// <summary>
    /// The days that this calendar describes otherwise than an older one, in order: what a new notice changed. Due dates that
    /// were computed across any of them are to be computed again.
    /// </summary>
    public IEnumerable<DayInfo> ChangesSince(WorkingDays older)
    {
        var from = new DateOnly(Math.Min(FirstYear, older.FirstYear), 1, 1);
        var to = new DateOnly(Math.Max(LastYear, older.LastYear), 12, 31);
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var now = Describe(day);
            var then = older.Describe(day);
            if (now.Kind != then.Kind || now.Name != then.Name) yield return now;
        }
    }

    /// <summary>Working days from 0001-01-01 to a day, inclusive.</summary>
    private int Ordinal(int day) =>
        day < first ? Weekdays(day)
        : day <= last ? before + counted[day - first]
        : before + days.Length + Weekdays(day) - Weekdays(last);

    /// <summary>The inverse of <see cref="Ordinal"/>: the day number of the k-th working day, from 1.</summary>
    private int DayAt(int k) =>
        k <= before ? Weekday(k)
        : k - before <= days.Length ? days[k - before - 1]
        : Weekday(k - before - days.Length + Weekdays(last));

    // Day number 0 is a Monday.
    private static int Weekdays(int day) => day / 7 * 5 + Math.Min(day % 7 + 1, 5);

    private static int Weekday(int k) => (k - 1) / 5 * 7 + (k - 1) % 5;
}
