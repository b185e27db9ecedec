using Microsoft.Net.Http.Headers;

namespace Sunshine.Foundation.Hosting;

/// <summary>The languages of sentences for people.</summary>
public enum Language { Chinese, English }

public static class Languages
{
    /// <summary>The language an <c>Accept-Language</c> value prefers; Chinese if it says nothing we have.</summary>
    public static Language Of(string? acceptLanguage)
    {
        if (string.IsNullOrEmpty(acceptLanguage)
            || !StringWithQualityHeaderValue.TryParseList([acceptLanguage], out var accepted))
            return Language.Chinese;
        foreach (var value in accepted.Where(v => v.Quality is not 0).OrderByDescending(v => v.Quality ?? 1))
        {
            if (value.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return Language.Chinese;
            if (value.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return Language.English;
        }

        return Language.Chinese;
    }

    /// <summary>The language's BCP 47 tag.</summary>
    public static string Tag(this Language language) => language == Language.Chinese ? "zh-CN" : "en";
}
