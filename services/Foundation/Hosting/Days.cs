using System.Globalization;

namespace Sunshine.Foundation.Hosting;

/// <summary>Days as they travel: ISO 8601, <c>2016-09-26</c>.</summary>
public static class Days
{
    public static bool TryParse(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>Null for none. Only for what was checked before.</summary>
    /// <exception cref="FormatException">Not a day.</exception>
    public static DateOnly? Parse(string text) =>
        text.Length == 0 ? null : TryParse(text, out var day) ? day : throw new FormatException($"{text} is not a day.");

    /// <summary>Empty for none.</summary>
    public static string Format(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
