using System.Text.Json;
using System.Text.RegularExpressions;
using Sunshine.Testing.Hosts;
using YamlDotNet.RepresentationModel;

namespace Sunshine.Platform.Tests.Deployment;

/// <summary>No shipped file has a secret in it: they are files, or references to what keeps them.</summary>
public sealed partial class SecretTests
{
    private static readonly string[] Folders = ["services", "gateway", "deploy", "protos"];

    private static readonly string[] NotShipped = ["bin", "obj", "node_modules", "secrets", "data", "__pycache__"];

    private static IReadOnlyList<string> Files { get; } =
        [.. Folders.SelectMany(f => Directory.GetFiles(Repository.File(f), "*", SearchOption.AllDirectories)).Where(f => !f.Split(Path.DirectorySeparatorChar).Any(NotShipped.Contains)), Repository.File("tye.yaml")];

    [Fact]
    public void Settings_hold_no_secret() =>
        Assert.Empty(Files.Where(f => Path.GetExtension(f) == ".json").SelectMany(f => InJson(JsonDocument.Parse(File.ReadAllText(f), new() { CommentHandling = JsonCommentHandling.Skip }).RootElement).Select(p => $"{f}: {p}")));

    [Fact]
    public void Manifests_refer_to_secrets()
    {
        var manifests = Files.Where(f => Path.GetExtension(f) is ".yaml" or ".yml").ToList();
        Assert.NotEmpty(manifests);
        Assert.Empty(manifests.SelectMany(f => InYaml(f).Select(p => $"{f}: {p}")));
    }

    [Fact]
    public void Environment_files_hold_no_secret() =>
        Assert.Empty(Files.Where(f => Path.GetExtension(f) == ".env").SelectMany(f => File.ReadLines(f).Where(l => !l.StartsWith('#') && l.Split('=', 2) is [var name, var value] && IsSecret(name) && !IsReference(value)).Select(l => $"{f}: {l}")));

    /// <summary>What is secret whatever it is called.</summary>
    [Fact]
    public void No_file_holds_a_key_or_a_password_in_an_address() =>
        Assert.DoesNotContain(Files.Where(f => new FileInfo(f).Length < 5_000_000), f => Unmistakable().IsMatch(File.ReadAllText(f)));

    [Theory]
    [InlineData("mongodb://sunshine:hunter2@db:27017")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----")]
    [InlineData("PRIVATE+KEY+example.org/demo+6db269c6+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f")]
    public void What_it_looks_for_is_found(string text) => Assert.Matches(Unmistakable(), text);

    private static bool IsSecret(string name) => Named().IsMatch(name) && !name.EndsWith("File", StringComparison.OrdinalIgnoreCase);

    /// <summary>Nothing, another place's variable, a path, or whether there is one.</summary>
    private static bool IsReference(string value) => value.Length == 0 || value.StartsWith('$') || value.StartsWith('/') || value.StartsWith("./", StringComparison.Ordinal) || value is "true" or "false" or "null";

    private static IEnumerable<string> InJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p =>
            p.Value.ValueKind == JsonValueKind.String && IsSecret(p.Name) && !IsReference(p.Value.GetString()!) ? [p.Name] : InJson(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(InJson),
        _ => []
    };

    private static IEnumerable<string> InYaml(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        return yaml.Documents.SelectMany(d => InYaml(d.RootNode));
    }

    private static IEnumerable<string> InYaml(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                // A variable or a component's metadata: its name and its value stand side by side.
                if (mapping.Children.TryGetValue("name", out var name) && mapping.Children.TryGetValue("value", out var value) && IsSecret($"{name}") && !IsReference($"{value}")) yield return $"{name}";
                foreach (var (key, inner) in mapping.Children)
                {
                    if (inner is YamlScalarNode scalar && IsSecret($"{key}") && !References().IsMatch($"{key}") && !IsReference(scalar.Value ?? "")) yield return $"{key}";
                    foreach (var found in InYaml(inner)) yield return found;
                }

                break;
            case YamlSequenceNode sequence:
                foreach (var found in sequence.Children.SelectMany(InYaml)) yield return found;
                break;
        }
    }

    [GeneratedRegex("(?i)(password|passwd|secret|token|apikey|api_key|connectionstring|private_?key)")]
    private static partial Regex Named();

    /// <summary>Keys of manifests that name a secret and hold none.</summary>
    [GeneratedRegex("(?i)^(secret(Name|Store|KeyRef)|auth|.*token-secret|automountServiceAccountToken|dapr.io/.*)$")]
    private static partial Regex References();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----|PRIVATE\+KEY\+[^""\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{20,}|(mongodb(\+srv)?|rediss?|amqps?|smtps?)://[^\s/:@$<{%\\]+:[^\s/@$<{%\\]+@|eyJhbGciOi[A-Za-z0-9_-]{20,}\.")]
    private static partial Regex Unmistakable();
}
