using Sunshine.Catalogue.V1;
using Sunshine.Cli.Samples;
using Sunshine.Finance.V1;

namespace Sunshine.Cli.Tests;

/// <summary>What the sample's departments disclosed of their money.</summary>
public sealed class SampleFinanceTests
{
    private static readonly IReadOnlyList<DisclosureRecord> Records = [.. SampleFinance.Instance.Records()];

    private static IEnumerable<DisclosureRecord> InYear => Records.Where(r => r.PublishedOn.StartsWith("2016", StringComparison.Ordinal));

    [Fact]
    public void As_many_departments_and_items_as_the_report_counts()
    {
        Assert.Equal((132, 86), (InYear.Count(), InYear.Select(r => r.AgencyId).Distinct().Count()));
        Assert.Equal([(DisclosureKind.Budget, 2016, 86), (DisclosureKind.FinalAccounts, 2015, 46)], InYear.GroupBy(r => (r.Kind, r.FiscalYear)).Select(g => (g.Key.Kind, g.Key.FiscalYear, g.Count())).Order());
        Assert.Equal(86, Records.Count(r => r is { Kind: DisclosureKind.Budget, FiscalYear: 2015 }));
        var agencies = Anshan2016.Agencies.Select(a => a.Id).ToHashSet();
        Assert.All(Records, r => Assert.Contains(r.AgencyId, agencies));
    }

    [Fact]
    public void Each_is_one_item_of_the_catalogue()
    {
        var items = Anshan2016.Items().Where(i => i.KeyArea == "02").ToList();
        Assert.Equal(InYear.Select(r => (r.AgencyId, r.Content.Title, r.PublishedOn)).Order(), items.Select(i => (i.AgencyId, i.Title, i.Placements[0].On)).Order());
        Assert.All(items, i => Assert.Equal(Channel.Website, i.Placements[0].Channel));
    }

    [Fact]
    public void Every_one_has_its_eight_tables_and_an_empty_one_says_so()
    {
        Assert.All(Records, r =>
        {
            Assert.Equal(8, r.Statements.Count);
            Assert.All(r.Statements, s => Assert.True(s.Rows.Count > 0 || s.Note.Length > 0, $"{r.SourceId} {s.Layout}"));
            Assert.All(r.Statements.SelectMany(s => s.Rows).SelectMany(row => row.Cells), c => Assert.DoesNotContain('-', c.Value));
        });
        Assert.Contains(Records, r => r.Statements.Any(s => s is { Layout: "department-budget-8", Rows.Count: > 0 }));
    }
}
