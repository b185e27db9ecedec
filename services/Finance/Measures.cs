using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>An amount that can be asked for over all tables that state it.</summary>
public sealed record Measure(string Code, string Name, V1.Classification Classification, IReadOnlyList<MeasureSource> Sources)
{
    /// <summary>Digits of the codes at each depth of its classification.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Digits => Codes?.Levels ?? [];

    /// <summary>Null of a measure that is divided by items.</summary>
    [JsonIgnore]
    public Classification? Codes => Classification switch
    {
        V1.Classification.Functional => Finance.Classification.Find("functional"),
        V1.Classification.Economic => Finance.Classification.Find("economic"),
        _ => null
    };
}

/// <summary>Where a measure stands.</summary>
/// <param name="Line">Code of the line; empty of a measure that is divided by a classification, which stands in many.</param>
/// <param name="Item">Code of the item that stands there; empty of a classification.</param>
public sealed record MeasureSource(string Layout, string Column, string Line = "", string Item = "", string ItemName = "");

/// <summary>What can be asked for: <c>Codes/measures.json</c>.</summary>
public static class Measures
{
    public static IReadOnlyList<Measure> All { get; } = CodeFile.Load(typeof(FinanceModule), "measures", MeasuresJson.Default.MeasureArray);

    public static Measure? Find(string code) => All.FirstOrDefault(m => m.Code == code);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Measure[]))]
internal sealed partial class MeasuresJson : JsonSerializerContext;
