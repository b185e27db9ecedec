using System.Globalization;

namespace Sunshine.Foundation.Text;

/// <summary>Parts of a whole, as they are told to the public.</summary>
public static class Percentages
{
    /// <summary>In the hundred, with two decimals, rounded half up; empty of nothing. In whole numbers, so that a half is one.</summary>
    public static string Of(int numerator, int denominator)
    {
        if (denominator == 0) return "";
        var hundredths = (20_000L * numerator + denominator) / (2L * denominator);
        return (hundredths / 100m).ToString("0.00", CultureInfo.InvariantCulture);
    }
}
