using Sunshine.Foundation.Agencies;

namespace Sunshine.Finance;

/// <summary>What is asked of a coverage.</summary>
/// <param name="Year">The year in which it must be disclosed, and of the list: budgets are of that fiscal year, final accounts of the one before.</param>
/// <param name="AgencyId">This agency and all below it; empty for all.</param>
/// <param name="Kind">Unspecified for all that are required.</param>
/// <param name="AsOf">The end of this day is meant.</param>
public sealed record CoverageQuestion(int Year, V1.FinanceLevel Level, string AgencyId, V1.DisclosureKind Kind, DateOnly AsOf);

/// <summary>A unit with what it must disclose of what is asked.</summary>
/// <param name="Said">What the list said of it.</param>
/// <param name="Kinds">One cell for each kind, in the order of their numbers; at least one.</param>
/// <param name="Tables">One for each table of these kinds, in the order of kinds and layouts.</param>
public sealed record CoveredUnit(FundedUnit Unit, FundedUnitVersion Said, IReadOnlyList<Cell> Kinds, IReadOnlyList<Cell> Tables)
{
    public bool Exempt => Kinds.All(c => c.Exempt);
}

/// <summary>Funded units × what is required of them. Nothing of it is stored: it is computed from the list and the releases, as both were at the end of a day.</summary>
/// <param name="Units">By agency.</param>
/// <param name="RecordedLater">How many units the list gained, changed or lost by a record that was made only after that day.</param>
public sealed record CoverageMatrix(CoverageQuestion Question, IReadOnlyList<CoveredUnit> Units, int RecordedLater)
{
    /// <param name="units">Those of the year.</param>
    /// <param name="disclosures">Those of every fiscal year that is asked about.</param>
    public static CoverageMatrix Of(
        CoverageQuestion question, IReadOnlyList<FundedUnit> units, IReadOnlyList<Disclosure> disclosures, RequiredDisclosures required, AgencyCopies.Snapshot agencies)
    {
        var within = question.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(question.AgencyId).ToHashSet();
        var listed = units.Where(u => u.Identity.Level == question.Level && within?.Contains(u.AgencyId) != false).OrderBy(u => u.AgencyId, StringComparer.Ordinal).ToList();
        var byUnit = disclosures.Where(d => d.Identity.Level == question.Level).ToLookup(d => (d.Identity.AgencyId, d.Identity.Kind, d.Identity.FiscalYear));
        var covered = new List<CoveredUnit>();
        foreach (var unit in listed)
        {
            if (unit.CountedOn(question.AsOf) is not { } content) continue;
            var kinds = content.RequiredKinds.Where(k => question.Kind == 0 || k == question.Kind)
                .Select(k => Fulfilment.Of(unit.AgencyId, k, required.FiscalYear(k, question.Year), content, Those(k), question.AsOf)).ToList();
            if (kinds.Count == 0) continue;
            var tables = kinds.SelectMany(c => Fulfilment.Tables(c, Layouts.Required(question.Level, c.Kind, c.FiscalYear), Those(c.Kind), question.AsOf));
            covered.Add(new CoveredUnit(unit, unit.On(question.AsOf)!, kinds, [.. tables]));

            IReadOnlyList<Disclosure> Those(V1.DisclosureKind kind) => [.. byUnit[(unit.AgencyId, kind, required.FiscalYear(kind, question.Year))]];
        }

        return new CoverageMatrix(question, covered, listed.Count(u => u.On(question.AsOf)?.RecordedAfter(question.AsOf) == true));
    }
}
