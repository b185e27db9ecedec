using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Sunshine.Testing.Sidecar;

/// <summary>A YAML file as maps, lists and strings.</summary>
public static class YamlFile
{
    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<object?> Read(string path)
    {
        using var text = File.OpenText(path);
        // Compose files share what services have in common by merge keys.
        var parser = new MergingParser(new Parser(text));
        var deserializer = new DeserializerBuilder().WithDuplicateKeyChecking().Build();
        var documents = new List<object?>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _)) documents.Add(deserializer.Deserialize(parser));
        return documents;
    }

    /// <summary>What stands at a path of keys; null if nothing does.</summary>
    public static object? At(this object? node, params IReadOnlyList<string> path)
    {
        foreach (var key in path) node = node is IDictionary<object, object> map && map.TryGetValue(key, out var value) ? value : null;
        return node;
    }

    public static string? Text(this object? node, params IReadOnlyList<string> path) => At(node, path) as string;

    /// <summary>The elements of a list; none if there is no list.</summary>
    public static IReadOnlyList<object?> Items(this object? node, params IReadOnlyList<string> path) => At(node, path) is List<object> list ? [.. list] : [];

    /// <summary>The keys of a map; none if there is no map.</summary>
    public static IReadOnlyList<string> Keys(this object? node, params IReadOnlyList<string> path) =>
        At(node, path) is IDictionary<object, object> map ? [.. map.Keys.Cast<string>()] : [];
}
