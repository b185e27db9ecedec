using System.Net;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
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

    public static void UseEdgeHeaders(this IApplicationBuilder app)
    {
        var believed = app.ApplicationServices.GetRequiredService<IOptions<ForwardingOptions>>().Value.Networks.ToList();
        app.Use((HttpContext http, RequestDelegate next) =>
        {
            TakeOff(http);
            HandOn(http, believed);
            return next(http);
        });
    }

    private static void TakeOff(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<SidecarOnly>() is null)
        {
            foreach (var name in Inner) http.Request.Headers.Remove(name);
        }
    }

    /// <summary>The certificate that a caller shows, to the services behind. Who is no proxy of ours may not tell one.</summary>
    private static void HandOn(HttpContext http, List<IPNetwork> believed)
    {
        if (http.Connection.ClientCertificate is { } shown) http.Request.Headers[ClientCertificates.Header] = ClientCertificates.ToHeader(shown.RawData);
        else if (!OwnCalls.Is(http.Request) && !(http.Connection.RemoteIpAddress is { } address && believed.Any(n => n.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))))
            http.Request.Headers.Remove(ClientCertificates.Header);
    }
}
