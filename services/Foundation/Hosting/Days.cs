using System.Globalization;

namespace Sunshine.Foundation.Hosting;

/// <summary>Days as they travel: ISO 8601, <c>2016-09-26</c>.</summary>
public static class Days
{
    public static bool TryParse(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>Empty for none.</summary>
    public static string Format(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
