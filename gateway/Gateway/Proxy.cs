using Microsoft.Net.Http.Headers;
using Sunshine.Foundation.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
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

    /// <summary>A service to which most calls fail is not called for a moment, so that nobody waits for it in vain. A sidecar does not fail; what it says of a service is an answer.</summary>
    private static readonly HealthCheckConfig GiveUp = new()
    {
        Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate, ReactivationPeriod = TimeSpan.FromSeconds(2) }
    };

    /// <summary>What a route for files says of the bytes of a body.</summary>
    private const long Unlimited = -1;

    public static void AddProxy(this IHostApplicationBuilder builder)
    {
        var sidecar = SidecarOptions.Find(builder.Configuration, GatewayModule.Name);
        // What failed before the moment has no say afterwards: a service that was started anew is called again at once.
        builder.Services.Configure<TransportFailureRateHealthPolicyOptions>(policy => (policy.DetectionWindowSize, policy.MinimalTotalCountThreshold, policy.DefaultFailureRateLimit) = (TimeSpan.FromSeconds(2), 10, 0.5));
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConfigFilter<Destinations>()
            .ConfigureHttpClient((_, handler) => ServiceAddress.Prepare(handler, sidecar))
            .AddTransforms(context =>
            {
                context.AddResponseTransform(SecurityHeaders.PreferTheServices);
                if (sidecar is null || context.Cluster?.Metadata?.GetValueOrDefault(Service) is not { } service) return;
                foreach (var (name, value) in sidecar.HeadersTo(service)) context.AddRequestHeader(name, value, append: false);
                // Of a call whose length it knows a sidecar keeps the body, to try again: of a file that would be all of it, in its memory.
                if (context.Route.MaxRequestBodySize is Unlimited) context.AddRequestTransform(WithoutLength);
                context.AddResponseTransform(SidecarAnswers.Translate);
            });
    }

    /// <summary>The app id of the service that a call is passed on to.</summary>
    internal static string ServiceOf(HttpContext http) => http.GetReverseProxyFeature().Cluster.Config.Metadata![Service];

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
                HealthCheck = sidecar is null ? GiveUp : null,
                Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = address.ToString() } }
            });
        }

        public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => ValueTask.FromResult(route);
    }
}
