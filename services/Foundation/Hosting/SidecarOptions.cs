using Microsoft.Extensions.Configuration;

namespace Sunshine.Foundation.Hosting;

/// <summary>The Dapr sidecar beside this process, if there is one: found by the ports Dapr puts into the environment.</summary>
/// <param name="AppId">This application's id.</param>
/// <param name="HttpPort">The sidecar's HTTP port on localhost.</param>
/// <param name="GrpcPort">The sidecar's gRPC port on localhost.</param>
/// <param name="ApiToken">What the sidecar wants to see from us (<c>DAPR_API_TOKEN</c>); null for none.</param>
/// <param name="AppToken">What the sidecar shows us (<c>APP_API_TOKEN</c>); null for none.</param>
public sealed record SidecarOptions(string AppId, int HttpPort, int GrpcPort, string? ApiToken, string? AppToken)
{
    public Uri Http => new($"http://127.0.0.1:{HttpPort}");

    public Uri Grpc => new($"http://127.0.0.1:{GrpcPort}");

    /// <summary>Null without a sidecar.</summary>
    public static SidecarOptions? Find(IConfiguration configuration, string appId) =>
        int.TryParse(configuration["DAPR_HTTP_PORT"], out var http) && int.TryParse(configuration["DAPR_GRPC_PORT"], out var grpc)
            ? new SidecarOptions(appId, http, grpc, Token(configuration, "DAPR_API_TOKEN"), Token(configuration, "APP_API_TOKEN"))
            : null;

    /// <summary>What a call must carry, by HTTP as by gRPC, so that the sidecar lets it in and brings it to a service.</summary>
    public IEnumerable<(string Name, string Value)> HeadersTo(string appId)
    {
        yield return ("dapr-app-id", appId);
        if (ApiToken is not null) yield return ("dapr-api-token", ApiToken);
    }

    // A manifest sets what it does not use to nothing; an empty token would be no secret at all.
    private static string? Token(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } token ? token : null;
}
