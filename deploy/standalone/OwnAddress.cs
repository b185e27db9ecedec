using Microsoft.Extensions.Configuration.Memory;

namespace Sunshine.Standalone;

/// <summary>Where the services of this process find each other: at its own gRPC port, whichever the operator chose.</summary>
public static class OwnAddress
{
    /// <summary>Adds <c>Services:*</c> for all of them, stronger than what is shipped and weaker than the environment and the command line.</summary>
    /// <param name="shipped">How many sources of shipped settings stand before it.</param>
    public static void AddOwnAddress(this WebApplicationBuilder builder, int shipped, params IReadOnlyList<string> services)
    {
        var listening = new UriBuilder(builder.Configuration["Kestrel:Endpoints:Grpc:Url"]!.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal));
        if (listening.Host is "0.0.0.0" or "[::]") listening.Host = "127.0.0.1";
        builder.Configuration.Sources.Insert(shipped, new MemoryConfigurationSource
        {
            InitialData = services.Select(s => KeyValuePair.Create($"Services:{s}", (string?)listening.Uri.ToString()))
        });
    }
}
