using Microsoft.Extensions.Primitives;
using Scalar.AspNetCore;
using Yarp.ReverseProxy.Transforms;

namespace Sunshine.Gateway;

/// <summary>
/// Headers that every answer carries. An API's answers are never pages: nothing in them may run, be framed or be sniffed. The page of the
/// API description is the exception; its scripts come from here, or are inline and bear the nonce of their answer.
/// </summary>
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
        // The page makes its nonce while it is written; its script and what else is below it are no pages.
        if (http.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal)) http.Response.OnStarting(AllowDocs, http);
        headers["Referrer-Policy"] = NoReferrer;
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }

    private static Task AllowDocs(object call)
    {
        var http = (HttpContext)call;
        if (http.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
            http.Response.Headers.ContentSecurityPolicy =
                $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
        return Task.CompletedTask;
    }

    /// <summary>Where a service sets one of these itself, its own counts, as in one process; the proxy has put it behind ours.</summary>
    public static ValueTask PreferTheServices(ResponseTransformContext context)
    {
        var headers = context.HttpContext.Response.Headers;
        if (headers.XContentTypeOptions.Count > 1) headers.XContentTypeOptions = headers.XContentTypeOptions[^1];
        if (headers.ContentSecurityPolicy.Count > 1) headers.ContentSecurityPolicy = headers.ContentSecurityPolicy[^1];
        return ValueTask.CompletedTask;
    }
}
