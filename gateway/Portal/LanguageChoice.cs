namespace Sunshine.Portal;

/// <summary>The switch of languages.</summary>
internal static class LanguageChoice
{
    public static void MapLanguage(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/language/{language:regex(^(zh|en)$)}", (HttpContext http, string language, string? back) =>
        {
            http.Response.Cookies.Append(Visitor.LanguageCookie, language, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps });
            http.Response.Headers.CacheControl = "no-store";
            return Results.LocalRedirect(IsLocal(back) ? back! : "/");
        }).AllowAnonymous();

    /// <summary>Only back to where the reader was, never to another site; an address as it travels, which a header can hold.</summary>
    private static bool IsLocal(string? back) => back is ['/', ..] && !(back.Length > 1 && back[1] is '/' or '\\') && back.All(c => c is > ' ' and < '\u007f');
}
