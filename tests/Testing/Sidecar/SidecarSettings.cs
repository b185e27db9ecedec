using System.Globalization;

namespace Sunshine.Testing.Sidecar;

/// <summary>What the stand-in does wrong on purpose.</summary>
public sealed record SidecarFaults
{
    /// <summary>Every event that was handled is delivered once more.</summary>
    public bool DeliverTwice { get; init; }

    /// <summary>An unknown app is UNAVAILABLE, as under Kubernetes, and not UNKNOWN, as with the resolvers of a single host.</summary>
    public bool UnknownIsUnavailable { get; init; }

    /// <summary>Callers that access control turns away.</summary>
    public IReadOnlyList<string> Denied { get; init; } = [];
}

/// <summary>The flags of <c>daprd</c> that matter here, by the same names, and a few of the stand-in's own, which begin with <c>--stand-in-</c>.</summary>
public sealed record SidecarSettings
{
    public required string AppId { get; init; }

    /// <summary>0 without an app that could be called.</summary>
    public int AppPort { get; init; }

    public required int HttpPort { get; init; }

    public required int GrpcPort { get; init; }

    public required int InternalPort { get; init; }

    /// <summary>Folder of component and resiliency files; null for none.</summary>
    public string? Resources { get; init; }

    /// <summary>Folder in which the stand-ins of one test know each other and keep their topics.</summary>
    public required string Shared { get; init; }

    /// <summary>Largest message or body, in bytes.</summary>
    public int MaxBody { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest sum of header bytes on the HTTP port.</summary>
    public int ReadBuffer { get; init; } = 4 * 1024;

    /// <summary>What the app must show us; null for nothing.</summary>
    public string? ApiToken { get; init; }

    /// <summary>What we show the app; null for nothing.</summary>
    public string? AppToken { get; init; }

    public SidecarFaults Faults { get; init; } = new();

    /// <summary>What was taken and not acknowledged comes again after this long. The standard is longer than any retry policy of the tests.</summary>
    public TimeSpan Claim { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>File of the faults that come and go; null for none.</summary>
    public string? LiveFaults { get; init; }

    public static SidecarSettings Parse(IReadOnlyList<string> args)
    {
        var flags = new Dictionary<string, string>();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].TrimStart('-');
            flags[name] = i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : "true";
        }

        if (flags.GetValueOrDefault("app-protocol", "h2c") != "h2c") throw new ArgumentException("The stand-in speaks only --app-protocol h2c.");
        return new SidecarSettings
        {
            AppId = flags["app-id"],
            AppPort = Number("app-port", 0),
            HttpPort = Number("dapr-http-port", 3500),
            GrpcPort = Number("dapr-grpc-port", 50001),
            InternalPort = Number("dapr-internal-grpc-port", 50002),
            Resources = flags.GetValueOrDefault("resources-path"),
            Shared = flags["stand-in-shared"],
            MaxBody = Quantity("max-body-size", 4 * 1024 * 1024),
            ReadBuffer = Quantity("read-buffer-size", 4 * 1024),
            ApiToken = Token("DAPR_API_TOKEN"),
            AppToken = Token("APP_API_TOKEN"),
            Claim = TimeSpan.FromSeconds(Number("stand-in-claim", 60)),
            LiveFaults = flags.GetValueOrDefault("stand-in-faults"),
            Faults = new SidecarFaults
            {
                DeliverTwice = flags.ContainsKey("stand-in-deliver-twice"),
                UnknownIsUnavailable = flags.ContainsKey("stand-in-unknown-is-unavailable"),
                Denied = flags.GetValueOrDefault("stand-in-deny", "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            }
        };

        int Number(string flag, int standard) => flags.TryGetValue(flag, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : standard;

        int Quantity(string flag, int standard) => !flags.TryGetValue(flag, out var value) ? standard
            : value.EndsWith("Mi", StringComparison.Ordinal) ? int.Parse(value[..^2], CultureInfo.InvariantCulture) * 1024 * 1024
            : value.EndsWith("Ki", StringComparison.Ordinal) ? int.Parse(value[..^2], CultureInfo.InvariantCulture) * 1024
            : int.Parse(value, CultureInfo.InvariantCulture);

        static string? Token(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } token ? token : null;
    }
}
