using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sunshine.Powers;

/// <summary>Tables that may change without the code, as data beside it.</summary>
internal static class CodeFile
{
    public static T Load<T>(string name, JsonTypeInfo<T> json)
    {
        using var file = typeof(CodeFile).Assembly.GetManifestResourceStream($"{typeof(CodeFile).Namespace}.Codes.{name}.json")!;
        return JsonSerializer.Deserialize(file, json)!;
    }
}

// Strict: a misspelt member of a file edited by hand must not be passed over in silence.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CodeScheme.Document), TypeInfoPropertyName = "CodeSchemes")]
internal sealed partial class CodesJson : JsonSerializerContext;
