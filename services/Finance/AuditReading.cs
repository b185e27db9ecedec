using System.Runtime.CompilerServices;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>Which findings are asked for. All must hold.</summary>
/// <param name="Year">0 for all.</param>
/// <param name="Agencies">Audited or responsible; null for all.</param>
/// <param name="OverdueOn">Null for those that are overdue and those that are not.</param>
public sealed record AuditFilter(string DisclosureId, int Year, IReadOnlySet<string>? Agencies, V1.FindingState State = default, string Category = "", DateOnly? OverdueOn = null)
{
    public static AuditFilter Of(string disclosureId, int year, string agencyId, AgencyCopies.Snapshot agencies) =>
        new(disclosureId, year, agencyId.Length == 0 ? null : agencies.SelfAndBelow(agencyId).ToHashSet());

    public bool Matches(AuditFinding f) =>
        (DisclosureId.Length == 0 || f.DisclosureId == DisclosureId) && (Year == 0 || f.FiscalYear == Year)
        && (Agencies is null || Agencies.Contains(f.Content.AuditedAgencyId) || Agencies.Contains(f.Content.ResponsibleAgencyId))
        && (State == 0 || f.State == State) && (Category.Length == 0 || f.Content.Category == Category) && (OverdueOn is not { } day || f.OverdueOn(day));

    /// <summary>The condition that leaves the fewest, for the store; the others are looked at one by one.</summary>
    public IReadOnlyList<Criterion<AuditFinding>> Narrowest =>
        DisclosureId.Length > 0 ? [AuditFindingCollection.Report.Is(DisclosureId)]
        : Year != 0 ? [AuditFindingCollection.FiscalYear.Is(Year)]
        : State != 0 ? [AuditFindingCollection.State.Is(State)] : [];
}

/// <summary>Reads findings that anybody may see: those of reports that are not taken back.</summary>
public sealed class AuditReading(Collections collections, AuditCollections audits)
{
    private const int Portion = 200;

    /// <summary>In the order of their places.</summary>
    /// <param name="after">The place of the last one that was seen; null for the first.</param>
    public async IAsyncEnumerable<Stored<AuditFinding>> List(AuditFilter filter, string? after, [EnumeratorCancellation] CancellationToken cancel)
    {
        var query = new ListQuery<AuditFinding>
        {
            Where = after is null ? filter.Narrowest : [.. filter.Narrowest, AuditFindingCollection.Place.AtLeast(after)], OrderBy = AuditFindingCollection.Place, Size = Portion
        };
        var reports = new Dictionary<string, bool>();
        while (true)
        {
            var page = await audits.Findings.List(query, cancel);
            var unknown = page.Documents.Select(f => f.Value.DisclosureId).Distinct().Where(id => !reports.ContainsKey(id)).ToList();
            var found = await collections.Disclosures.GetMany(unknown, cancel);
            foreach (var id in unknown) reports[id] = found.TryGetValue(id, out var report) && !report.Value.Withdrawn;
            foreach (var finding in page.Documents)
            {
                if (finding.Value.Place != after && reports[finding.Value.DisclosureId] && filter.Matches(finding.Value)) yield return finding;
            }

            if (page.Next is null) yield break;
            query = query with { After = page.Next };
        }
    }

    public async Task<V1.AuditFigures> Figures(AuditFilter filter, DateOnly today, CancellationToken cancel)
    {
        var figures = new V1.AuditFigures();
        var states = Enum.GetValues<V1.FindingState>().Where(s => s != 0).ToDictionary(s => s, _ => (Count: 0, Amount: 0m));
        decimal claimed = 0, verified = 0;
        await foreach (var stored in List(filter, null, cancel))
        {
            var finding = stored.Value;
            states[finding.State] = (states[finding.State].Count + 1, states[finding.State].Amount + (finding.Content.Amount ?? 0));
            if (finding.OverdueOn(today)) figures.OverdueCount++;
            if (finding.Content.Amount is null) figures.WithoutAmountCount++;
            if (finding.State is V1.FindingState.Rectified or V1.FindingState.Closed) claimed += finding.RectifiedAmount ?? 0;
            if (finding.State == V1.FindingState.Closed) verified += finding.RectifiedAmount ?? 0;
        }

        figures.FindingCount = states.Values.Sum(s => s.Count);
        figures.States.Add(states.OrderBy(s => s.Key).Select(s => new V1.FindingCount { State = s.Key, Count = s.Value.Count, Amount = Map.Number(s.Value.Amount) }));
        (figures.Amount, figures.ClaimedAmount, figures.VerifiedAmount) = (Map.Number(states.Values.Sum(s => s.Amount)), Map.Number(claimed), Map.Number(verified));
        return figures;
    }
}
