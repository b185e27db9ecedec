using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sunshine.Requests;

/// <summary>The law's tables, as data beside the code.</summary>
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
[JsonSerializable(typeof(Outcomes.Document), TypeInfoPropertyName = "OutcomesDocument")]
[JsonSerializable(typeof(FeeScales.Document), TypeInfoPropertyName = "FeeScalesDocument")]
[JsonSerializable(typeof(Remedies.Document), TypeInfoPropertyName = "RemediesDocument")]
[JsonSerializable(typeof(NationalForm))]
internal sealed partial class CodesJson : JsonSerializerContext;
