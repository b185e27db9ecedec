using Microsoft.Extensions.Primitives;

namespace Sunshine.Gateway;

/// <summary>Headers that every answer carries. An API's answers are never pages: nothing in them may run, be framed or be sniffed.</summary>
public static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Nothing = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues NoReferrer = "no-referrer";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((HttpContext http, RequestDelegate next) =>
    {
        Set(http);
        return next(http);
    });

    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = Nothing;
        headers["Referrer-Policy"] = NoReferrer;
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }
}
