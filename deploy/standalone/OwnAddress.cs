using Microsoft.Extensions.Configuration.Memory;

namespace Sunshine.Standalone;

/// <summary>Where the parts of this process find each other, whichever ports the operator chose: services its gRPC, pages its REST, and messages its pages.</summary>
public static class OwnAddress
{
    /// <summary>Adds <c>Services:*</c> for all of them, stronger than what is shipped and weaker than the environment and the command line.</summary>
    /// <param name="shipped">How many sources of shipped settings stand before it.</param>
    public static void AddOwnAddress(this WebApplicationBuilder builder, int shipped, params IReadOnlyList<string> services)
    {
        var (grpc, rest) = (Of(builder.Configuration, "Grpc").ToString(), Of(builder.Configuration, "Rest").ToString());
        // As people reach it: where they sign in is where they read.
        var site = new Uri(builder.Configuration["Identity:Authority"]!);
        // The authority is this process and names itself with the slash at the end; a token's issuer is compared letter by letter.
        builder.Configuration["Identity:Authority"] = site.ToString();
        builder.Configuration.Sources.Insert(shipped, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>(services.Select(s => KeyValuePair.Create($"Services:{s}", (string?)grpc)))
            {
                ["Portal:Api"] = rest, ["Portal:Desk:SecretFile"] = Path.Combine(Authority.Folder(builder.Configuration), Desk.SecretName),
                ["Catalogue:ItemPage"] = $"{site}items/{{id}}", ["Following:SearchPage"] = $"{site}found",
                ["ReadingRooms:ConfirmationPage"] = $"{site}reading-rooms/confirmation?code={{code}}"
            }
        });
    }

    /// <summary>An address as it is configured to be listened on; of all of the machine's, the one that it has for itself.</summary>
    /// <param name="endpoint"><c>Rest</c> or <c>Grpc</c>.</param>
    public static Uri Of(IConfiguration configuration, string endpoint) => ForItself(configuration[$"Kestrel:Endpoints:{endpoint}:Url"]!);

    /// <summary>The same of any address that Kestrel takes, whose host may be <c>*</c>.</summary>
    public static Uri ForItself(string listened)
    {
        var url = new UriBuilder(listened.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal));
        if (url.Host is "0.0.0.0" or "[::]") url.Host = "127.0.0.1";
        return url.Uri;
    }
}
