using System.Text.Json.Serialization;

namespace Sunshine.Requests;

// Strict: a misspelt member of a file edited by hand must not be passed over in silence.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Outcomes.Document), TypeInfoPropertyName = "OutcomesDocument")]
[JsonSerializable(typeof(FeeScales.Document), TypeInfoPropertyName = "FeeScalesDocument")]
[JsonSerializable(typeof(Remedies.Document), TypeInfoPropertyName = "RemediesDocument")]
[JsonSerializable(typeof(NationalForm))]
internal sealed partial class CodesJson : JsonSerializerContext;
