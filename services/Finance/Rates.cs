using System.Globalization;

namespace Sunshine.Finance;

/// <summary>Percentages, of two decimals, rounded half up (away from zero), each for itself: those of parts need not come to 100.</summary>
public static class Rates
{
    /// <summary>Empty if there is nothing to be a part of.</summary>
    public static string Percent(decimal part, decimal whole) => whole == 0 ? "" : decimal.Round(part / whole * 100, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture);
}
