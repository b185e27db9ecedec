using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>What a sidecar is to be.</summary>
internal sealed record SidecarPlan(string AppId, int AppPort)
{
    public string? ApiToken { get; init; }

    public string? AppToken { get; init; }

    public string? Resources { get; init; }

    public string MaxBody { get; init; } = "16Mi";

    public string ReadBuffer { get; init; } = "64Ki";

    /// <summary>Flags that only the stand-in has.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}

/// <summary>
/// A sidecar: the stand-in of tests/Testing, or a real <c>daprd</c> where <c>SUNSHINE_TEST_DAPRD</c> names one. A real one needs Redis
/// (<c>SUNSHINE_TEST_REDIS</c>, host:port) to bring events from one sidecar to another.
/// </summary>
internal sealed class SidecarProcess : IDisposable
{
    private readonly SidecarPlan _plan;
    private readonly string _shared;
    private readonly int _metricsPort = Ports.Free();
    private RunningProgram? _running;

    private SidecarProcess(SidecarPlan plan, string shared) => (_plan, _shared) = (plan, shared);

    public static string? Daprd => Environment.GetEnvironmentVariable("SUNSHINE_TEST_DAPRD") is { Length: > 0 } path ? path : null;

    public static string? Redis => Environment.GetEnvironmentVariable("SUNSHINE_TEST_REDIS") is { Length: > 0 } address ? address : null;

    /// <summary>Whether events can go from one sidecar to another.</summary>
    public static bool HasBroker => Daprd is null || Redis is not null;

    public int HttpPort { get; } = Ports.Free();

    public int GrpcPort { get; } = Ports.Free();

    /// <summary>Where other sidecars reach it.</summary>
    public int InternalPort { get; } = Ports.Free();

    public string Said => _running?.Said ?? "";

    public static SidecarProcess Start(SidecarPlan plan, string shared)
    {
        var sidecar = Plan(plan, shared);
        sidecar.Start();
        return sidecar;
    }

    /// <summary>Ports for a sidecar that is started later: its app must know them first.</summary>
    public static SidecarProcess Plan(SidecarPlan plan, string shared) => new(plan, shared);

    public void Start()
    {
        string[] flags =
        [
            "--app-id", _plan.AppId,
            "--dapr-http-port", $"{HttpPort}", "--dapr-grpc-port", $"{GrpcPort}", "--dapr-internal-grpc-port", $"{InternalPort}",
            "--max-body-size", _plan.MaxBody, "--read-buffer-size", _plan.ReadBuffer, "--app-protocol", "h2c",
            .. _plan.AppPort == 0 ? (string[])[] : ["--app-port", $"{_plan.AppPort}"],
            .. Folder() is { } folder ? (string[])["--resources-path", folder] : []
        ];
        var environment = new Dictionary<string, string?> { ["DAPR_API_TOKEN"] = _plan.ApiToken, ["APP_API_TOKEN"] = _plan.AppToken };
        _running = Daprd is { } daprd
            ? RunningProgram.Start(daprd, [.. flags, "--dapr-listen-addresses", "127.0.0.1", "--metrics-port", $"{_metricsPort}", "--log-level", "warn"], environment)
            : RunningProgram.Start("dotnet", [Repository.Program("tests/Testing"), "sidecar", .. flags, "--stand-in-shared", _shared, .. _plan.Faults], environment);
    }

    /// <summary>The app's environment beside this sidecar.</summary>
    public Dictionary<string, string?> ForApp() => new()
    {
        ["DAPR_HTTP_PORT"] = $"{HttpPort}", ["DAPR_GRPC_PORT"] = $"{GrpcPort}", ["DAPR_API_TOKEN"] = _plan.ApiToken, ["APP_API_TOKEN"] = _plan.AppToken
    };

    public void Kill() => _running?.Kill();

    public void Dispose() => _running?.Dispose();

    // The shipped files name a Redis that a test has no right to; only a real daprd would go there.
    private string? Folder()
    {
        if (_plan.Resources is null || Daprd is null) return _plan.Resources;
        if (Redis is null) return null;
        var folder = Directory.CreateDirectory(Path.Combine(_shared, "resources-" + _plan.AppId)).FullName;
        File.Copy(Path.Combine(_plan.Resources, "resiliency.yaml"), Path.Combine(folder, "resiliency.yaml"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "pubsub.yaml"),
            $$"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: { name: pubsub }
            spec:
              type: pubsub.redis
              version: v1
              metadata:
                - { name: redisHost, value: "{{Redis}}" }
                - { name: consumerID, value: "{{_plan.AppId}}-{{Path.GetFileName(_shared)}}" }
            """);
        return folder;
    }
}
