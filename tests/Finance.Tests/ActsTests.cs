using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Ledger.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Finance.Tests;

/// <summary>What the service of finance disclosure tells the ledger, and that it adds up to its own figures of a calendar year.</summary>
public sealed class ActsTests : AuditTest
{
    private DisclosureService.DisclosureServiceClient Chief => new(As("chief", Roles.Publisher));

    [Fact]
    public async Task Disclosures_count_in_the_year_of_their_first_release_and_not_while_they_are_taken_back()
    {
        await ImportAll(Budget("d01"), Budget("d02", "2016-03-10"), Budget("d03"), FinalAccounts("d01", "2016-09-20"));
        var corrected = Budget("d01", "2017-01-10");
        (corrected.Change, corrected.ChangeReason, corrected.Content.Title) = (ReleaseChange.Correction, "标题有误", "更正");
        await Import(corrected);
        await Publish((await Put((await NewDraft(change: d => d.FiscalYear = 2025)).Id, Table())).Draft);
        var id = (await Disclosures.ListDisclosuresAsync(new() { AgencyId = "d03" }, cancellationToken: Cancel)).Disclosures[0].Id;
        await Chief.WithdrawDisclosureAsync(new() { Id = id, Reason = "涉密" }, cancellationToken: Cancel);
        await Compare(await Told());
        Assert.DoesNotContain((await Told()).Lines("finance.disclosures"), l => l.Contains("agency=d03", StringComparison.Ordinal));
        await Chief.RestoreDisclosureAsync(new() { Id = id }, cancellationToken: Cancel);

        var told = await Told();

        await Compare(told);
        Assert.Contains("2016-02 agency=d03 fiscal-year=2016 kind=BUDGET level=DEPARTMENT 1", told.Lines("finance.disclosures"));
        Assert.Equal(["2016-03 agency=d02 kind=BUDGET 1", "2016-09 agency=d01 kind=FINAL_ACCOUNTS 1", "2026-01 agency=office kind=BUDGET 1"], told.Lines("finance.late"));
        var acts = told.Acts.Where(a => a.Resource == "disclosures/" + id).ToList();
        Assert.Equal([ActKind.BudgetDisclosed, ActKind.Withdrawn, ActKind.Restored], acts.Select(a => a.Kind));
        Assert.Equal([1, 2, 3], acts.Select(a => a.Revision));
        Assert.Equal(["kind=BUDGET", "level=DEPARTMENT", "fiscal-year=2016", "release=1", "release-change=FIRST", "published-on=2016-02-20", "timeliness=IN_TIME"], acts[0].Notes);
    }

    [Fact]
    public async Task What_was_said_of_an_audits_findings_is_told_and_counts_nothing()
    {
        var finding = await Close(await Claim(await Create()));

        var acts = (await Told()).Acts.Where(a => a.Resource == "audit-findings/" + finding.Id).ToList();

        Assert.Equal([ActKind.Published, ActKind.Amended, ActKind.Amended], acts.Select(a => a.Kind));
        Assert.Equal(["act=RECORDED", "act=RECTIFICATION_CLAIMED", "act=CLOSED"], acts.Select(a => a.Notes[0]));
        Assert.All(acts, a => Assert.Empty(a.Counts));
    }

    private async Task Compare(ActLog told)
    {
        foreach (var year in new[] { 2016, 2017, 2026 })
        {
            var figures = (await Coverages.GetStatisticsAsync(new() { Year = year }, cancellationToken: Cancel)).InCalendarYear;
            Assert.Equal(figures.DisclosureCount, told.Sum("finance.disclosures", $"{year}"));
            Assert.Equal(figures.DepartmentCount, told.Lines("finance.disclosures").Where(l => l.StartsWith($"{year}", StringComparison.Ordinal) && l.Contains("level=DEPARTMENT", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]).Distinct().Count());
            Assert.Equal(figures.Disclosures.Sum(d => d.LateCount), told.Sum("finance.late", $"{year}"));
            Assert.All(figures.Disclosures, d => Assert.Equal(d.Count, told.Sum("finance.disclosures", $"{year}", "kind=" + d.Kind.ShortName(), "level=" + d.Level.ShortName())));
        }
    }

    private Task<ActLog> Told() => ActLog.Of(StoreOf(Host), FinanceModule.Name, Acts.Of, Cancel);
}
