using Microsoft.Extensions.Configuration.Memory;

namespace Sunshine.Standalone;

/// <summary>Where the services of this process find each other: at its own gRPC port, and its pages its REST, whichever the operator chose.</summary>
public static class OwnAddress
{
    /// <summary>Adds <c>Services:*</c> for all of them, stronger than what is shipped and weaker than the environment and the command line.</summary>
    /// <param name="shipped">How many sources of shipped settings stand before it.</param>
    public static void AddOwnAddress(this WebApplicationBuilder builder, int shipped, params IReadOnlyList<string> services)
    {
        var (grpc, rest) = (Listening("Grpc"), Listening("Rest"));
        builder.Configuration.Sources.Insert(shipped, new MemoryConfigurationSource
        {
            InitialData = [.. services.Select(s => KeyValuePair.Create($"Services:{s}", (string?)grpc)), KeyValuePair.Create("Portal:Api", (string?)rest),
                KeyValuePair.Create("Portal:Desk:SecretFile", (string?)Path.Combine(Authority.Folder(builder.Configuration), Desk.SecretName))]
        });

        string Listening(string endpoint)
        {
            var url = new UriBuilder(builder.Configuration[$"Kestrel:Endpoints:{endpoint}:Url"]!.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal));
            if (url.Host is "0.0.0.0" or "[::]") url.Host = "127.0.0.1";
            return url.Uri.ToString();
        }
    }
}
