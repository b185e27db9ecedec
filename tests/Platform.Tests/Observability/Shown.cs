using System.Text.Json;
using Sunshine.Testing.Hosts;
using Sunshine.Testing.Sidecar;

namespace Sunshine.Platform.Tests.Observability;

/// <summary>What deploy/observability has.</summary>
internal static class Shown
{
    public static readonly string Folder = Repository.File("deploy", "observability");

    public const string RulesFile = "sunshine.rules.yaml";
    public const string RuleTestsFile = "sunshine.rules.test.yaml";

    public static readonly string Runbook = File.ReadAllText(Path.Combine(Folder, "README.md"));

    private static readonly IReadOnlyList<object?> Rules = [.. YamlFile.Read(Path.Combine(Folder, RulesFile)).Single().Items("groups").SelectMany(g => g.Items("rules"))];

    public static IReadOnlyList<Alert> Alerts { get; } = [.. Rules.Where(r => r.Text("alert") is not null).Select(r => new Alert(
        r.Text("alert")!, r.Text("expr")!, r.Text("labels", "severity") ?? "", r.Text("annotations", "summary") ?? "", r.Text("annotations", "description") ?? "", r.Text("annotations", "runbook") ?? ""))];

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, string> Recorded { get; } = Rules.Where(r => r.Text("record") is not null).ToDictionary(r => r.Text("record")!, r => r.Text("expr")!);

    public static IReadOnlyDictionary<string, JsonElement> Dashboards { get; } =
        Directory.GetFiles(Path.Combine(Folder, "dashboards"), "*.json").ToDictionary(f => Path.GetFileName(f), f => JsonDocument.Parse(File.ReadAllText(f)).RootElement);

    /// <summary>Panels that show something, with the file they are in.</summary>
    public static IReadOnlyList<(string File, JsonElement Panel)> Panels { get; } =
        [.. Dashboards.SelectMany(d => d.Value.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row").Select(p => (d.Key, p)))];

    /// <summary>Every expression, with where it stands.</summary>
    public static IReadOnlyList<(string Where, string Text)> Expressions { get; } =
    [
        .. Alerts.Select(a => (a.Name, a.Expression)), .. Recorded.Select(r => (r.Key, r.Value)),
        .. Panels.SelectMany(p => p.Panel.GetProperty("targets").EnumerateArray().Select(t => ($"{p.File}: {p.Panel.GetProperty("title").GetString()}", t.GetProperty("expr").GetString()!)))
    ];
}

internal sealed record Alert(string Name, string Expression, string Severity, string Summary, string Description, string Runbook);
