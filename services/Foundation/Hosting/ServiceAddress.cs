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

    /// <summary>What a call to a service must carry: for the sidecar, or without one so that this same process knows it for its own.</summary>
    public static IEnumerable<(string Name, string Value)> Headers(SidecarOptions? sidecar, string appId) => sidecar?.HeadersTo(appId) ?? [(OwnCalls.Header, OwnCalls.Mark)];

    /// <summary>
    /// Prepares connections to services so that one that is being started anew is waited for (<see cref="CallingOptions.WaitForStart"/>), and a network which swallows everything is noticed within seconds: a
    /// connection comes about soon or not at all, and one that says nothing is asked whether it is still there. A sidecar is on this machine, comes and goes with the program, and takes too many such questions
    /// for an attack.
    /// </summary>
    public static SocketsHttpHandler Prepare(SocketsHttpHandler handler, IConfiguration configuration, SidecarOptions? sidecar)
    {
        handler.EnableMultipleHttp2Connections = true;
        if (sidecar is not null)
        {
            handler.ConnectTimeout = TimeSpan.FromSeconds(3);
            return handler;
        }

        var connections = new PatientConnections(CallingOptions.Of(configuration).WaitForStart);
        (handler.ConnectCallback, handler.ConnectTimeout) = (connections.Connect, connections.Longest);
        (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout, handler.KeepAlivePingPolicy) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), HttpKeepAlivePingPolicy.WithActiveRequests);
        return handler;
    }

    private static Uri Configured(IConfiguration configuration, string appId) => new(configuration[$"Services:{appId}"]
        ?? throw new InvalidOperationException($"Services:{appId} must be the address of service {appId}, or a Dapr sidecar must be there."));
}
