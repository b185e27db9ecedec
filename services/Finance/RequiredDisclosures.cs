using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>What is required of funded units by level and fiscal year, and which tables belong to it: <c>Codes/required-disclosures.json</c>.</summary>
public sealed class RequiredDisclosures
{
    private readonly IReadOnlyList<RequiredSet> _sets = CodeFile.Load(typeof(RequiredDisclosures), "required-disclosures", RequiredJson.Default.RequiredDocument).Sets;

    /// <summary>In the order of their numbers; empty for a year that the file knows nothing of.</summary>
    public IReadOnlyList<V1.DisclosureKind> Kinds(V1.FinanceLevel level, int year) => [.. Find(level, year).Select(k => k.Kind).Order()];

    /// <summary>Layouts of the tables, in their order; empty where the rules name none.</summary>
    public IReadOnlyList<string> Layouts(V1.FinanceLevel level, int year, V1.DisclosureKind kind) => Find(level, year).FirstOrDefault(k => k.Kind == kind)?.Layouts ?? [];

    private IReadOnlyList<RequiredKind> Find(V1.FinanceLevel level, int year) => _sets.FirstOrDefault(s => s.Level == level && s.From <= year && year <= (s.Until ?? year))?.Kinds ?? [];
}

/// <param name="Sets">The first one of a level and year counts.</param>
internal sealed record RequiredDocument(string Remark, IReadOnlyList<RequiredSet> Sets);

/// <param name="Until">Last fiscal year; null for no end.</param>
/// <param name="Mark">Whether the rule was read or is from memory.</param>
internal sealed record RequiredSet(V1.FinanceLevel Level, int From, int? Until, string Mark, string Basis, IReadOnlyList<RequiredKind> Kinds);

internal sealed record RequiredKind(V1.DisclosureKind Kind, IReadOnlyList<string> Layouts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RequiredDocument))]
internal sealed partial class RequiredJson : JsonSerializerContext;
