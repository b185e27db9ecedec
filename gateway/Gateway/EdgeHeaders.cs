namespace Sunshine.Gateway;

/// <summary>
/// What comes from outside may not steer what is inside: Dapr would take a caller's own target or identity for the gateway's.
/// </summary>
public static class EdgeHeaders
{
    private static readonly string[] Inner =
        ["dapr-app-id", "dapr-callee-app-id", "dapr-caller-app-id", "dapr-caller-namespace", "dapr-api-token", "dapr-stream"];

    public static void UseEdgeHeaders(this IApplicationBuilder app) => app.Use((HttpContext http, RequestDelegate next) =>
    {
        var headers = http.Request.Headers;
        foreach (var name in Inner) headers.Remove(name);
        // The cache tells answers apart by what compression was asked for; the many ways to ask mean two.
        if (headers.AcceptEncoding.Count > 0)
        {
            var asked = headers.AcceptEncoding.ToString();
            headers.AcceptEncoding = asked.Contains("br", StringComparison.Ordinal) ? "br" : asked.Contains("gzip", StringComparison.Ordinal) ? "gzip" : default;
        }

        return next(http);
    });
}
