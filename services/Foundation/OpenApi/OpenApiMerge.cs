using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Sunshine.Foundation.OpenApi;

/// <summary>
/// One document of the parts of all services. Merged as JSON: in the object model every reference belongs to the document it was made
/// for, and two components can be compared only by what they write.
/// </summary>
public static class OpenApiMerge
{
    /// <summary>Paths, components and tags of all parts, in their order. Servers are the caller's to add.</summary>
    /// <exception cref="InvalidOperationException">
    /// Two parts have the same path, the same operation id, or different components or tags of the same name.
    /// </exception>
    public static async Task<OpenApiDocument> Merge(IEnumerable<OpenApiDocument> parts, string title, string version)
    {
        var paths = new JsonObject();
        var components = new JsonObject();
        var tags = new JsonArray();
        var operations = new HashSet<string>();
        foreach (var part in parts)
        {
            var json = JsonNode.Parse(await OpenApiJson.Write(part))!.AsObject();
            foreach (var (path, item) in Members(json["paths"]))
            {
                if (!paths.TryAdd(path, item!.DeepClone())) throw Clash("path", path);
                foreach (var id in OperationIds(item)) if (!operations.Add(id)) throw Clash("operation id", id);
            }

            foreach (var (kind, named) in Members(json["components"]))
            {
                if (!components.ContainsKey(kind)) components[kind] = new JsonObject();
                foreach (var (name, component) in Members(named)) AddSame(components[kind]!.AsObject(), $"components/{kind}", name, component!);
            }

            foreach (var tag in json["tags"]?.AsArray() ?? []) AddTag(tags, tag!);
        }

        return OpenApiJson.Read(new JsonObject
        {
            ["openapi"] = "3.1.2",
            ["info"] = new JsonObject { ["title"] = title, ["version"] = version },
            ["paths"] = paths,
            ["components"] = components,
            ["tags"] = tags
        });
    }

    private static JsonObject Members(JsonNode? node) => node?.AsObject() ?? [];

    private static IEnumerable<string> OperationIds(JsonNode item) =>
        item.AsObject().Select(m => (m.Value as JsonObject)?["operationId"]?.GetValue<string>()).OfType<string>();

    private static void AddSame(JsonObject to, string kind, string name, JsonNode component)
    {
        if (!to.TryGetPropertyValue(name, out var known)) to[name] = component.DeepClone();
        else if (!JsonNode.DeepEquals(known, component)) throw Clash(kind, name);
    }

    private static void AddTag(JsonArray tags, JsonNode tag)
    {
        var known = tags.FirstOrDefault(t => t!["name"]!.GetValue<string>() == tag["name"]!.GetValue<string>());
        if (known is null) tags.Add(tag.DeepClone());
        else if (!JsonNode.DeepEquals(known, tag)) throw Clash("tag", tag["name"]!.GetValue<string>());
    }

    private static InvalidOperationException Clash(string kind, string name) => new($"Two parts have a {kind} `{name}`, and not the same.");
}
