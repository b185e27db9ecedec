using System.Globalization;

namespace Sunshine.Finance;

/// <summary>Parts of a whole.</summary>
public static class Ratios
{
    /// <summary>How <see cref="Percent"/> rounds, as answers name it.</summary>
    public const string Rounding = "half-up";

    public static V1.Ratio Of(int numerator, int denominator) => new()
    {
        Numerator = numerator, Denominator = denominator, Percent = Percent(numerator, denominator), Complete = denominator > 0 && numerator == denominator
    };

    /// <summary>In the hundred, with two decimals, rounded half up; empty of nothing. In whole numbers, so that a half is one.</summary>
    public static string Percent(int numerator, int denominator)
    {
        if (denominator == 0) return "";
        var hundredths = (20_000L * numerator + denominator) / (2L * denominator);
        return (hundredths / 100m).ToString("0.00", CultureInfo.InvariantCulture);
    }
}
