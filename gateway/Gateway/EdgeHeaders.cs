using Sunshine.Foundation.Messaging;

namespace Sunshine.Gateway;

/// <summary>
/// What comes from outside may not steer what is inside: Dapr would take a caller's own target or identity for the gateway's. What the
/// gateway's own sidecar delivers keeps the token by which it is known. Stands after routing.
/// </summary>
public static class EdgeHeaders
{
    private static readonly string[] Inner =
        ["dapr-app-id", "dapr-callee-app-id", "dapr-caller-app-id", "dapr-caller-namespace", "dapr-api-token", "dapr-stream", "destination-app-id"];

    public static void UseEdgeHeaders(this IApplicationBuilder app) => app.Use((HttpContext http, RequestDelegate next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<SidecarOnly>() is null)
        {
            foreach (var name in Inner) http.Request.Headers.Remove(name);
        }

        return next(http);
    });
}
