using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sunshine.Foundation.Hosting;

/// <summary>Tables of the law and of standards, as data beside a service's code: its folder <c>Codes</c>.</summary>
public static class CodeFile
{
    /// <param name="service">Any type at the root of the service that has the file.</param>
    /// <param name="name">Of the file, without <c>.json</c>.</param>
    public static T Load<T>(Type service, string name, JsonTypeInfo<T> json)
    {
        using var file = service.Assembly.GetManifestResourceStream($"{service.Namespace}.Codes.{name}.json")
            ?? throw new InvalidOperationException($"{service.Assembly.GetName().Name} has no file Codes/{name}.json.");
        return JsonSerializer.Deserialize(file, json)!;
    }
}
