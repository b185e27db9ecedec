using Sunshine.Foundation.Hosting;

namespace Sunshine.Standalone.Accounts;

/// <summary>The language of a page: the one that was chosen, else the one the browser asks for.</summary>
internal static class Texts
{
    /// <summary>The cookie of the choice; the portal's pages have the same.</summary>
    public const string Cookie = "lang";

    public static Language Language(HttpContext http) => http.Request.Cookies[Cookie] switch
    {
        "zh" => Foundation.Hosting.Language.Chinese,
        "en" => Foundation.Hosting.Language.English,
        _ => Languages.Of(http.Request.Headers.AcceptLanguage)
    };

    public static string In(HttpContext http, (string Chinese, string English) text) => Language(http) == Foundation.Hosting.Language.Chinese ? text.Chinese : text.English;
}
