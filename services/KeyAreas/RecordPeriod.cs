using System.Globalization;

namespace Sunshine.KeyAreas;

/// <summary>From short to long.</summary>
public enum PeriodUnit
{
    Hour,
    Day,
    Month,
    Quarter,
    Year
}

/// <summary>The time that a record is of.</summary>
/// <param name="First">Its first day, or the day of its hour; in the years 1900 to 2200, so that stepping never leaves the calendar.</param>
/// <param name="Hour">0-23; 0 for anything longer than an hour.</param>
public readonly record struct RecordPeriod(PeriodUnit Unit, DateOnly First, int Hour = 0)
{
    public DateOnly Last => Unit switch
    {
        PeriodUnit.Month => First.AddMonths(1).AddDays(-1),
        PeriodUnit.Quarter => First.AddMonths(3).AddDays(-1),
        PeriodUnit.Year => First.AddYears(1).AddDays(-1),
        _ => First
    };

    public RecordPeriod Previous => Unit switch
    {
        PeriodUnit.Hour => Hour > 0 ? this with { Hour = Hour - 1 } : new(Unit, First.AddDays(-1), 23),
        PeriodUnit.Day => this with { First = First.AddDays(-1) },
        PeriodUnit.Month => this with { First = First.AddMonths(-1) },
        PeriodUnit.Quarter => this with { First = First.AddMonths(-3) },
        _ => this with { First = First.AddYears(-1) }
    };

    public static PeriodUnit UnitOf(V1.Frequency frequency) => frequency switch
    {
        V1.Frequency.Hourly => PeriodUnit.Hour,
        V1.Frequency.Daily => PeriodUnit.Day,
        V1.Frequency.Quarterly => PeriodUnit.Quarter,
        V1.Frequency.Yearly => PeriodUnit.Year,
        _ => PeriodUnit.Month
    };

    /// <summary>The period of a unit in which an hour lies.</summary>
    public static RecordPeriod At(PeriodUnit unit, DateOnly day, int hour = 0) => unit switch
    {
        PeriodUnit.Hour => new(unit, day, hour),
        PeriodUnit.Day => new(unit, day),
        PeriodUnit.Month => new(unit, new DateOnly(day.Year, day.Month, 1)),
        PeriodUnit.Quarter => new(unit, new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1)),
        _ => new(unit, new DateOnly(day.Year, 1, 1))
    };

    /// <summary>The period of a longer unit that it lies in; itself if it is no shorter.</summary>
    public RecordPeriod Within(PeriodUnit unit) => unit <= Unit ? this : At(unit, First, Hour);

    /// <summary>2016, 201605, 2016-05, 2016Q2, 2016-05-12, 2016-05-12T08 and longer times, of which the hour counts.</summary>
    public static bool TryParse(string text, out RecordPeriod period)
    {
        period = default;
        if (text.Length < 4 || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 2200) return false;
        var rest = text.AsSpan(4);
        if (rest.Length == 0) return Is(At(PeriodUnit.Year, new DateOnly(year, 1, 1)), out period);
        if (rest is ['Q', >= '1' and <= '4']) return Is(At(PeriodUnit.Quarter, new DateOnly(year, (rest[1] - '0') * 3, 1)), out period);
        if (rest.Length is 2 or 3)
        {
            if (rest.Length == 3 && rest[0] != '-') return false;
            return int.TryParse(rest[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12 && Is(At(PeriodUnit.Month, new DateOnly(year, month, 1)), out period);
        }

        if (rest.Length < 6 || !DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return false;
        if (text.Length == 10) return Is(At(PeriodUnit.Day, day), out period);
        return text.Length is 13 or 16 or 19 && text[10] == 'T' && TimeOnly.TryParseExact(text.AsSpan(11), text.Length == 13 ? "HH" : text.Length == 16 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && Is(At(PeriodUnit.Hour, day, time.Hour), out period);

        static bool Is(RecordPeriod found, out RecordPeriod period)
        {
            period = found;
            return true;
        }
    }

    public override string ToString() => Unit switch
    {
        PeriodUnit.Hour => string.Create(CultureInfo.InvariantCulture, $"{First:yyyy-MM-dd}T{Hour:00}"),
        PeriodUnit.Day => First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        PeriodUnit.Month => First.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        PeriodUnit.Quarter => string.Create(CultureInfo.InvariantCulture, $"{First:yyyy}Q{(First.Month + 2) / 3}"),
        _ => First.ToString("yyyy", CultureInfo.InvariantCulture)
    };
}
