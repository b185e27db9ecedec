using Microsoft.Extensions.Configuration;

namespace Sunshine.Foundation.Hosting;

/// <summary>Where another service is reached: at the sidecar if there is one, else at <c>Services:{app-id}</c>.</summary>
public static class ServiceAddress
{
    /// <summary>For gRPC.</summary>
    /// <exception cref="InvalidOperationException">There is no sidecar, and the address is not configured.</exception>
    public static Uri Grpc(IConfiguration configuration, SidecarOptions? sidecar, string appId) => sidecar?.Grpc ?? Configured(configuration, appId);

    /// <summary>For REST and plain endpoints.</summary>
    /// <exception cref="InvalidOperationException">There is no sidecar, and the address is not configured.</exception>
    public static Uri Http(IConfiguration configuration, SidecarOptions? sidecar, string appId) => sidecar?.Http ?? Configured(configuration, appId);

    private static Uri Configured(IConfiguration configuration, string appId) => new(configuration[$"Services:{appId}"]
        ?? throw new InvalidOperationException($"Services:{appId} must be the address of service {appId}, or a Dapr sidecar must be there."));
}
