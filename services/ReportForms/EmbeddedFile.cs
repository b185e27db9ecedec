using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sunshine.ReportForms;

/// <summary>Files that are part of this assembly.</summary>
internal static class EmbeddedFile
{
    /// <param name="name">Its path with dots.</param>
    public static Stream Open(string name) => Find(name) ?? throw new InvalidOperationException($"There is no embedded file {name}.");

    /// <summary>Null if there is none.</summary>
    public static Stream? Find(string name) => typeof(EmbeddedFile).Assembly.GetManifestResourceStream($"Sunshine.ReportForms.{name}");

    public static T Read<T>(string name, JsonTypeInfo<T> json)
    {
        using var file = Open(name);
        return JsonSerializer.Deserialize(file, json)!;
    }
}
