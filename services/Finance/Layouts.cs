using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Every layout, and how tables hang together: the file <c>Codes/layouts.json</c>.</summary>
public static class Layouts
{
    private static readonly Document File = CodeFile.Load(typeof(Layouts), "layouts", LayoutJson.Default.Layouts);
    private static readonly Dictionary<string, Layout> ByCode = File.Layouts.ToDictionary(l => l.Code);

    /// <summary>In the order in which they are published.</summary>
    public static IReadOnlyList<Layout> All => File.Layouts;

    public static IReadOnlyList<Identity> Identities => File.Identities;
    public static IReadOnlyList<Comparison> Comparisons => File.Comparisons;

    /// <summary>Null if there is none.</summary>
    public static Layout? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>Those that a disclosure may have.</summary>
    public static IEnumerable<Layout> Of(V1.FinanceLevel level, V1.DisclosureKind kind, int year) => All.Where(l => l.Level == Meant(level) && l.Kinds.Contains(kind) && l.In(year));

    /// <summary>Codes of those that a disclosure must have; none where no set is known.</summary>
    public static IReadOnlyList<string> Required(V1.FinanceLevel level, V1.DisclosureKind kind, int year) =>
        File.Required.LastOrDefault(r => r.Level == Meant(level) && r.Kind == kind && !(r.ValidFrom > year) && !(r.ValidTo < year))?.Layouts ?? [];

    /// <summary>A level that is not said is the department's.</summary>
    public static V1.FinanceLevel Meant(V1.FinanceLevel level) => level == V1.FinanceLevel.Unspecified ? V1.FinanceLevel.Department : level;

    internal sealed record Document(
        string Remark, IReadOnlyList<Layout> Layouts, IReadOnlyList<Identity> Identities, IReadOnlyList<Comparison> Comparisons, IReadOnlyList<RequiredSet> Required);

    internal sealed record RequiredSet(V1.FinanceLevel Level, V1.DisclosureKind Kind, IReadOnlyList<string> Layouts, int? ValidFrom = null, int? ValidTo = null);
}

/// <summary>Cells of one or two tables of which the sums must be equal.</summary>
/// <param name="Rule">The footing rule that it is.</param>
/// <param name="Left">Cells as <c>layout!line!column</c>.</param>
/// <param name="Warning">Whether it is only worth a look.</param>
public sealed record Identity(string Rule, IReadOnlyList<string> Left, IReadOnlyList<string> Right, Relation Relation = Relation.Equal, bool Warning = false)
{
    [JsonIgnore]
    public IReadOnlyList<CellAddress> LeftCells { get; } = [.. Left.Select(CellAddress.Parse)];

    [JsonIgnore]
    public IReadOnlyList<CellAddress> RightCells { get; } = [.. Right.Select(CellAddress.Parse)];
}

/// <summary>How the left side stands to the right one.</summary>
public enum Relation { Equal, AtMost, AtLeast }

/// <summary>A column that must say, line by line, what a column of another disclosure says.</summary>
/// <param name="YearsBack">0 for a table of the same year.</param>
/// <param name="Warning">Whether also a difference of the total is only worth a look.</param>
public sealed record Comparison(string Rule, string Layout, string Column, string Other, string OtherColumn, int YearsBack, bool Warning = false);

public readonly record struct CellAddress(string Layout, string Row, string Column)
{
    public static CellAddress Parse(string text) => text.Split('!') is [var layout, var row, var column] ? new(layout, row, column) : throw new InvalidOperationException($"{text} is no cell.");
}

/// <summary>Texts that the rules on disclosure want beside the tables: the file <c>Codes/text-elements.json</c>.</summary>
public static class TextElements
{
    public static IReadOnlyList<TextElement> All { get; } = CodeFile.Load(typeof(TextElements), "text-elements", LayoutJson.Default.TextElements).Elements;

    public static IEnumerable<TextElement> Required(V1.FinanceLevel level, V1.DisclosureKind kind, int year) =>
        All.Where(e => e.Level == Layouts.Meant(level) && e.Kinds.Contains(kind) && e.RequiredFrom <= year);

    internal sealed record Document(string Remark, IReadOnlyList<TextElement> Elements);
}

/// <param name="RequiredFrom">First fiscal year whose disclosures must have it.</param>
public sealed record TextElement(string Id, string Name, V1.FinanceLevel Level, IReadOnlyList<V1.DisclosureKind> Kinds, int RequiredFrom);

// Strict: a misspelt member of a file edited by hand must not be passed over in silence.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Layouts.Document), TypeInfoPropertyName = "Layouts")]
[JsonSerializable(typeof(TextElements.Document), TypeInfoPropertyName = "TextElements")]
[JsonSerializable(typeof(Classification.Document), TypeInfoPropertyName = "Classifications")]
internal sealed partial class LayoutJson : JsonSerializerContext;
