using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>What is required of funded units in a year, and of which fiscal year it is: <c>Codes/required-disclosures.json</c>.</summary>
public sealed class RequiredDisclosures
{
    private readonly RequiredDocument _file = CodeFile.Load(typeof(RequiredDisclosures), "required-disclosures", RequiredJson.Default.RequiredDocument);

    /// <summary>In the order of their numbers; empty for a year that the file knows nothing of.</summary>
    /// <param name="year">The year of disclosure.</param>
    public IReadOnlyList<V1.DisclosureKind> Kinds(V1.FinanceLevel level, int year) =>
        [.. (_file.Sets.FirstOrDefault(s => s.Level == level && s.From <= year && year <= (s.Until ?? year))?.Kinds ?? []).Order()];

    /// <summary>The fiscal year of what must be disclosed in a year: of final accounts the one before.</summary>
    public int FiscalYear(V1.DisclosureKind kind, int year) => year - _file.YearsBack.GetValueOrDefault(kind);
}

/// <param name="Sets">The first one of a level and year counts.</param>
internal sealed record RequiredDocument(string Remark, Dictionary<V1.DisclosureKind, int> YearsBack, IReadOnlyList<RequiredSet> Sets);

/// <param name="Until">Last year of disclosure; null for no end.</param>
/// <param name="Mark">Whether the rule was read or is from memory.</param>
internal sealed record RequiredSet(V1.FinanceLevel Level, int From, int? Until, string Mark, string Basis, IReadOnlyList<V1.DisclosureKind> Kinds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RequiredDocument))]
internal sealed partial class RequiredJson : JsonSerializerContext;
