using Sunshine.Foundation.Text;

namespace Sunshine.Finance;

/// <summary>Parts of a whole.</summary>
public static class Ratios
{
    /// <summary>How percentages are rounded, as answers name it.</summary>
    public const string Rounding = "half-up";

    public static V1.Ratio Of(int numerator, int denominator) => new()
    {
        Numerator = numerator, Denominator = denominator, Percent = Percentages.Of(numerator, denominator), Complete = denominator > 0 && numerator == denominator
    };
}
