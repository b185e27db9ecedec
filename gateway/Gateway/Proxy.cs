using Microsoft.Net.Http.Headers;
using Sunshine.Foundation.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

namespace Sunshine.Gateway;

/// <summary>
/// YARP by configuration alone. A cluster's destination is <c>Services:{app-id}</c>; with a sidecar beside the gateway it is the
/// sidecar, which is told the target by <c>dapr-app-id</c>: REST by its HTTP port, gRPC by its gRPC port (its HTTP port drops trailers).
/// </summary>
public static class Proxy
{
    private const string Service = "Service";
    private const string Protocol = "Protocol";

    public static void AddProxy(this IHostApplicationBuilder builder)
    {
        var sidecar = SidecarOptions.Find(builder.Configuration, GatewayModule.Name);
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConfigFilter<Destinations>()
            .ConfigureHttpClient((_, handler) => ServiceAddress.Prepare(handler, builder.Configuration, sidecar))
            .AddTransforms(context =>
            {
                context.AddResponseTransform(SecurityHeaders.PreferTheServices);
                context.AddResponseTransform(UnavailableForNow);
                if (sidecar is null || context.Cluster?.Metadata?.GetValueOrDefault(Service) is not { } service) return;
                foreach (var (name, value) in sidecar.HeadersTo(service)) context.AddRequestHeader(name, value, append: false);
                // A call whose length it knows a sidecar tries again by itself, whether the first attempt was carried out or not, and keeps its body for that: of a file all of it, in its memory.
                context.AddRequestTransform(WithoutLength);
                context.AddResponseTransform(SidecarAnswers.Translate);
            });
    }

    /// <summary>The app id of the service that a call is passed on to.</summary>
    internal static string ServiceOf(HttpContext http) => http.GetReverseProxyFeature().Cluster.Config.Metadata![Service];

    /// <summary>A service that lacks another one or its store says so itself; with the time to come again it is meant for the caller.</summary>
    private static ValueTask UnavailableForNow(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { StatusCode: System.Net.HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: null } && RepeatedCalls.Takes(context.HttpContext, unsent: false)) context.SuppressResponseBody = true;
        return ValueTask.CompletedTask;
    }

    private static ValueTask WithoutLength(RequestTransformContext context)
    {
        RequestTransform.RemoveHeader(context, HeaderNames.ContentLength);
        return ValueTask.CompletedTask;
    }

    /// <summary>Fills in where each cluster is.</summary>
    private sealed class Destinations(IConfiguration configuration) : IProxyConfigFilter
    {
        public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel)
        {
            var service = cluster.Metadata?.GetValueOrDefault(Service)
                ?? throw new InvalidOperationException($"Cluster {cluster.ClusterId} has no metadata {Service}.");
            var sidecar = SidecarOptions.Find(configuration, GatewayModule.Name);
            var address = cluster.Metadata.GetValueOrDefault(Protocol) == "grpc"
                ? ServiceAddress.Grpc(configuration, sidecar, service)
                : ServiceAddress.Http(configuration, sidecar, service);
            return ValueTask.FromResult(cluster with
            {
                Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = address.ToString() } }
            });
        }

        public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => ValueTask.FromResult(route);
    }
}
