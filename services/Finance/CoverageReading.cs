using System.Runtime.CompilerServices;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>What coverages and statistics are computed from, read from the store portion by portion.</summary>
public sealed class CoverageReading(Collections collections, CoverageCollections coverage, RequiredDisclosures required)
{
    private const int Portion = 200;

    public async Task<CoverageMatrix> Matrix(CoverageQuestion question, AgencyCopies.Snapshot agencies, CancellationToken cancel)
    {
        var units = await Units(question.Year, cancel).Select(u => u.Value).ToListAsync(cancel);
        var disclosures = new List<Disclosure>();
        foreach (var year in Enum.GetValues<V1.DisclosureKind>().Select(k => required.FiscalYear(k, question.Year)).Distinct()) disclosures.AddRange(await OfFiscalYear(year, cancel).ToListAsync(cancel));
        return CoverageMatrix.Of(question, units, disclosures, required, agencies);
    }

    /// <summary>The funded units of a year, removed ones too.</summary>
    public IAsyncEnumerable<Stored<FundedUnit>> Units(int year, CancellationToken cancel) =>
        All(coverage.Units, new ListQuery<FundedUnit> { Where = [FundedUnitCollection.FiscalYear.Is(year)], Size = Portion }, cancel);

    /// <summary>Disclosures of a fiscal year, those that are taken back too.</summary>
    public IAsyncEnumerable<Disclosure> OfFiscalYear(int year, CancellationToken cancel) =>
        Facts(new ListQuery<Disclosure> { Where = [DisclosureCollection.FiscalYear.Is(year)], Size = Portion }, cancel);

    /// <summary>Disclosures with a first release until a day.</summary>
    public IAsyncEnumerable<Disclosure> PublishedUntil(DateOnly day, CancellationToken cancel) =>
        Facts(new ListQuery<Disclosure> { Where = [DisclosureCollection.FirstPublishedOn.AtMost(day)], OrderBy = DisclosureCollection.FirstPublishedOn, Size = Portion }, cancel);

    /// <summary>Without their texts, which may be long and are not counted.</summary>
    private IAsyncEnumerable<Disclosure> Facts(ListQuery<Disclosure> query, CancellationToken cancel) =>
        All(collections.Disclosures, query, cancel).Select(d => d.Value with { Releases = [.. d.Value.Releases.Select(r => r with { Content = r.Content with { Explanations = [] }, Findings = [] })] });

    private static async IAsyncEnumerable<Stored<T>> All<T>(IDocuments<T> documents, ListQuery<T> query, [EnumeratorCancellation] CancellationToken cancel) where T : class
    {
        while (true)
        {
            var page = await documents.List(query, cancel);
            foreach (var stored in page.Documents) yield return stored;
            if (page.Next is null) yield break;
            query = query with { After = page.Next };
        }
    }
}
