using System.Net.Http.Headers;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Portal;

/// <summary>Who reads this page: language, address, and token if signed in.</summary>
public sealed class Visitor(IHttpContextAccessor accessor)
{
    /// <summary>The cookie that a choice of language is kept in.</summary>
    public const string LanguageCookie = "lang";

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no page.");

    public Language Language => Http.Request.Cookies[LanguageCookie] switch
    {
        "zh" => Language.Chinese,
        "en" => Language.English,
        _ => Languages.Of(Http.Request.Headers.AcceptLanguage)
    };

    /// <summary>The token a signed-in officer calls with; null for the public.</summary>
    public string? Token { get; set; }

    /// <summary>Says for whom a call is made, so that limits by address are his and answers are in his language.</summary>
    public void Introduce(HttpRequestMessage call)
    {
        // In one process a page is counted where it came in, and not once more for each call it makes.
        call.Headers.Add(OwnCalls.Header, OwnCalls.Mark);
        call.Headers.AcceptLanguage.ParseAdd(Language.Tag());
        if (Http.Connection.RemoteIpAddress is { } address) call.Headers.Add("X-Forwarded-For", address.ToString());
        if (Token is { } token) call.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }
}
