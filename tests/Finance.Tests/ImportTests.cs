using Sunshine.Finance.V1;

namespace Sunshine.Finance.Tests;

/// <summary>What was disclosed elsewhere is taken over with its days.</summary>
public sealed class ImportTests : DisclosuresTest
{
    [Fact]
    public async Task A_record_becomes_a_disclosure_and_the_same_again_changes_nothing()
    {
        var record = Record();
        var (created, again) = (await Import(record), await Import(record));
        Assert.Equal((RecordFate.Created, RecordFate.Unchanged, created.Id), (created.Fate, again.Fate, again.Id));
        var read = await Get(created.Id);
        Assert.Equal(("机关 office", 2016, DisclosureKind.Budget, FinanceLevel.Department, DisclosureState.Published, 1), (read.AgencyName, read.FiscalYear, read.Kind, read.Level, read.State, read.ReleaseCount));
        Assert.Equal(
            ("2016-02-20", "2016-02-21", Timeliness.InTime, 0, ReleaseChange.First, Phase.Approved),
            (read.Release.PublishedOn, read.Release.DueOn, read.Release.Timeliness, read.Release.DaysLate, read.Release.Change, read.Release.Content.Phase));
        Assert.Equal([("department-budget-1", 2, AmountUnit.TenThousandYuan)], read.Release.Statements.Select(s => (s.Layout, s.RowCount, s.Unit)));
        Assert.Equal(record.Content, read.Release.Content);
        Assert.Equal(record.Statements[0], await Disclosures.GetStatementAsync(new() { Id = created.Id, Layout = "department-budget-1" }, cancellationToken: Cancel));
    }
}
