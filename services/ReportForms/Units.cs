namespace Sunshine.ReportForms;

/// <summary>Units as they are printed.</summary>
public static class Units
{
    /// <summary>How many yuan; null of what is no money.</summary>
    public static decimal? Yuan(string unit) => unit switch { "元" => 1, "百元" => 100, "千元" => 1_000, "万元" => 10_000, "百万元" => 1_000_000, "亿元" => 100_000_000, _ => null };

    /// <summary>Percentage points (百分点) are none: they are of no whole.</summary>
    public static bool IsPercent(string unit) => unit is "%" or "百分比";

    /// <summary>Whether figures of it are whole and not negative.</summary>
    public static bool IsCount(string unit) => unit.Length > 0 && Yuan(unit) is null && !IsPercent(unit) && !unit.Contains('/') && !unit.Contains("百分", StringComparison.Ordinal)
        && unit is not ("年" or "年度" or "日期" or "文号" or "号码" or "小时" or "天" or "日" or "月");

    /// <summary>Whether figures of it can be added and compared.</summary>
    public static bool IsQuantity(string unit) => IsCount(unit) || Yuan(unit) is not null;

    /// <summary>A figure's value in the other unit; null if that cannot be said.</summary>
    public static decimal? In(decimal value, string unit, string other) => unit == other || unit.Length == 0 || other.Length == 0 ? value
        : Yuan(unit) is { } from && Yuan(other) is { } to ? WithoutZeros(value * from / to) : IsCount(unit) && IsCount(other) ? value : null;

    /// <summary>3.2万件 is 32,000件, rounded.</summary>
    public static (PrintedNumber Number, string Unit) Unscaled(PrintedNumber number, string unit)
    {
        var times = unit.Length < 2 || Yuan(unit) is not null ? 0 : unit[0] switch { '万' => 4, '亿' => 8, _ => 0 };
        if (times == 0) return (number, unit);
        return (new PrintedNumber(WithoutZeros(number.Value * PrintedNumber.Power(times)), Math.Max(0, number.Decimals - times), number.Bound == Bound.Exact ? Bound.About : number.Bound), unit[1..]);
    }

    /// <summary>How far a sum may be off because its parts and itself were rounded.</summary>
    public static decimal Rounding(IEnumerable<StatedFigure> figures) => figures.Sum(f => f.Rounding);

    /// <summary>A quotient has no zeros at its end.</summary>
    private static decimal WithoutZeros(decimal value) => value / 1.0000000000000000000000000000m;
}
