using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>An amount that can be asked for over all tables that state it.</summary>
public sealed record Measure(string Code, string Name, V1.Classification Classification, IReadOnlyList<MeasureSource> Sources)
{
    /// <summary>Digits of the codes at each depth of its classification.</summary>
    public IReadOnlyList<int> Digits => Classification == V1.Classification.Functional ? [3, 5, 7] : Classification == V1.Classification.Economic ? [3, 5] : [];
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
