using System.Text.Json;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Deployment;

/// <summary>What the programs' own files say of them: everything that deploys them must say the same.</summary>
internal static class Shipped
{
    /// <summary>The section of the settings that names the services a program looks for.</summary>
    private const string Called = "Services";

    private static readonly string[] Folders = ["services", "gateway", "deploy"];

    /// <summary>The folders of the programs by app id: what has settings of its own is one.</summary>
    public static IReadOnlyDictionary<string, string> Programs { get; } = Folders
        .SelectMany(f => Directory.GetDirectories(Repository.File(f)))
        .SelectMany(f => Directory.GetFiles(f, "settings.*.json"))
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f)["settings.".Length..], f => Path.GetDirectoryName(f)!);

    /// <summary>Those that are run each by itself, in order.</summary>
    public static IReadOnlyList<string> Each { get; } = [.. Programs.Keys.Where(p => p != "standalone").Order(StringComparer.Ordinal)];

    /// <summary>Those of them with a sidecar. The portal reads the gateway as anybody would.</summary>
    public static IReadOnlyList<string> WithSidecar { get; } = [.. Each.Where(p => p != "portal")];

    /// <summary>Those with a store of their own.</summary>
    public static IReadOnlyList<string> Services { get; } = [.. WithSidecar.Where(p => p != "gateway")];

    /// <summary>Those with keys of their own: of what is sealed (Foundation's <c>SealedData</c>), of the log, of pages.</summary>
    public static IReadOnlyList<string> WithKeys { get; } = [.. Each.Where(p => Directory.GetFiles(Programs[p], "*.cs").Select(File.ReadAllText).Any(UsesKeys))];

    public static JsonElement Settings(string program) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Programs[program], $"settings.{program}.json"))).RootElement;

    /// <summary>Who calls a program through the sidecars, in order: the shipped settings name whom each looks for.</summary>
    public static IReadOnlyList<string> CallersOf(string program) =>
        [.. WithSidecar.Where(p => Settings(p).TryGetProperty(Called, out var called) && called.TryGetProperty(program, out _)).Order(StringComparer.Ordinal)];

    /// <summary>The ports of a program's container: one that is alone in its network needs none of its own.</summary>
    public static IReadOnlyList<int> ContainerPorts(string program) => program switch
    {
        "gateway" or "standalone" => [8080, 8081],
        "portal" => [8082],
        _ => [5100]
    };

    /// <summary>Where a sidecar reaches its program: the port that speaks HTTP/2.</summary>
    public static int AppPort(string program) => ContainerPorts(program)[^1];

    private static bool UsesKeys(string code) =>
        new[] { "SealedData", "AddPageKeys", "AddCallLimit", "StorageOptions" }.Any(name => code.Contains(name, StringComparison.Ordinal));
}
