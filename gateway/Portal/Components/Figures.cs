using System.Globalization;

namespace Sunshine.Portal.Components;

/// <summary>Figures as they are shown.</summary>
public static class Figures
{
    /// <summary>A decimal as the services tell it, its digits grouped and its places kept; anything else as it is.</summary>
    public static string Grouped(string value)
    {
        if (!decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return value;
        var point = value.IndexOf('.', StringComparison.Ordinal);
        return number.ToString("N" + (point < 0 ? 0 : value.Length - point - 1), CultureInfo.InvariantCulture);
    }
}
