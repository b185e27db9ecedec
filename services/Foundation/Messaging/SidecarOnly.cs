using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Messaging;

/// <summary>Marks an endpoint that only the sidecar beside this process may call, whoever else can reach the port.</summary>
public sealed class SidecarOnly
{
    internal static readonly SidecarOnly Mark = new();

    private SidecarOnly()
    {
    }
}

public static class SidecarEndpoints
{
    /// <summary>
    /// Lets in the sidecar alone: by the app's token (<c>APP_API_TOKEN</c>), or where none is set by its being on this host. It has no
    /// user and is not slowed down: an import brings it thousands of events at once.
    /// </summary>
    public static TBuilder RequireSidecar<TBuilder>(this TBuilder endpoints, SidecarOptions sidecar) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            endpoint.Metadata.Add(SidecarOnly.Mark);
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
            endpoint.Metadata.Add(new DisableRateLimitingAttribute());
            var inner = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => Is(http, sidecar) ? inner(http) : RefusalResponse.Write(http, Refusals.Unauthenticated.Of());
        });
        return endpoints;
    }

    private static bool Is(HttpContext http, SidecarOptions sidecar) => sidecar.AppToken is { } token
        ? CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(http.Request.Headers["dapr-api-token"].ToString()))
        : http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
}
