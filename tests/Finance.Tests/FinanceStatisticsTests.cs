using System.Text.Json;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>A year's figures in both ways in which they may be meant.</summary>
public sealed class FinanceStatisticsTests : AuditTest
{
    [Fact]
    public async Task The_sample_year_has_132_items_of_86_departments()
    {
        Assert.All(await ImportAll([.. Departments.Select(d => Budget(d)), .. Departments.Take(46).Select(d => FinalAccounts(d, d == "d01" ? "2016-09-20" : FinalDay))]), r => Assert.Equal(RecordFate.Created, r.Fate));
        var statistics = await Of(2016);
        Assert.Equal((132, 86, 0), (statistics.InCalendarYear.DisclosureCount, statistics.InCalendarYear.DepartmentCount, statistics.InCalendarYear.WithdrawnCount));
        Assert.Equal(["Budget Department 86 86 0 0", "FinalAccounts Department 46 45 1 0"], Counts(statistics.InCalendarYear));
        // Of that year's money there are the budgets, and an audit report that came out in the next; the final accounts are of the year before.
        Assert.Equal((87, 86), (statistics.OfFiscalYear.DisclosureCount, statistics.OfFiscalYear.DepartmentCount));
        Assert.Equal(["Budget Department 86 86 0 0", "AuditReport Department 1 0 0 1"], Counts(statistics.OfFiscalYear));
        Assert.Equal(["FinalAccounts Department 46 45 1 0"], Counts((await Of(2015)).OfFiscalYear));
        Assert.Equal(["AuditReport Department 1 0 0 1"], Counts((await Of(2017)).InCalendarYear));
    }

    [Fact]
    public async Task Releases_count_in_their_own_year_and_what_is_taken_back_nowhere_else()
    {
        await ImportAll(Budget("d01"), Budget("d02", "2016-03-10"), Budget("d03"));
        var corrected = Budget("d01", "2017-01-10");
        (corrected.Change, corrected.ChangeReason, corrected.Content.Title) = (ReleaseChange.Correction, "标题有误", "更正");
        Assert.Equal(RecordFate.Updated, (await Import(corrected)).Fate);
        var withdrawn = (await Disclosures.ListDisclosuresAsync(new() { AgencyId = "d03" }, cancellationToken: Cancel)).Disclosures[0].Id;
        await new DisclosureService.DisclosureServiceClient(As("chief", Roles.Publisher)).WithdrawDisclosureAsync(new() { Id = withdrawn, Reason = "涉密" }, cancellationToken: Cancel);

        var (first, second) = (await Of(2016), await Of(2017));
        Assert.Equal(["First 3", "Amendment 0", "Correction 1"], Releases(first.OfFiscalYear));
        Assert.Equal(["First 2", "Amendment 0", "Correction 0"], Releases(first.InCalendarYear));
        Assert.Equal((2, 1), (first.InCalendarYear.DisclosureCount, first.InCalendarYear.WithdrawnCount));
        Assert.Equal(["Budget Department 2 1 1 0"], Counts(first.InCalendarYear));
        // A correction is a release of 2017 of what was disclosed in 2016; the audit report is the one item of 2017.
        Assert.Equal(["First 1", "Amendment 0", "Correction 1"], Releases(second.InCalendarYear));
        Assert.Equal((1, 0), (second.InCalendarYear.DisclosureCount, second.InCalendarYear.WithdrawnCount));
    }

    [Fact]
    public async Task Of_an_agency_and_those_below_it_with_its_audit_findings()
    {
        await ImportAll(Budget("d01"), Budget("d02"));
        await Close(await Claim(await Create()));
        var own = await Of(2016, "d01");
        Assert.Equal((1, 1, 1, "1000.50"), (own.OfFiscalYear.DisclosureCount, own.InCalendarYear.DisclosureCount, own.Audit.FindingCount, own.Audit.VerifiedAmount));
        var none = await Of(2016, "county");
        Assert.Equal((0, 0, 0, "0.00"), (none.OfFiscalYear.DisclosureCount, none.InCalendarYear.DisclosureCount, none.Audit.FindingCount, none.Audit.Amount));
        Assert.Equal(["year OUT_OF_RANGE", "agencyId NO_SUCH_AGENCY"], await Wrong(async () => await Of(0, "nobody")));
        using var http = Host.Http();
        using var json = JsonDocument.Parse(await http.GetStringAsync("/api/v1/finance/statistics?year=2016", Cancel));
        Assert.Equal(3, json.RootElement.GetProperty("ofFiscalYear").GetProperty("disclosureCount").GetInt32());
    }

    private async Task<FinanceStatistics> Of(int year, string agency = "") => await Coverages.GetStatisticsAsync(new() { Year = year, AgencyId = agency }, cancellationToken: Cancel);

    private static IEnumerable<string> Counts(DisclosureFigures figures) => figures.Disclosures.Select(d => $"{d.Kind} {d.Level} {d.Count} {d.InTimeCount} {d.LateCount} {d.UntimedCount}");

    private static IEnumerable<string> Releases(DisclosureFigures figures) => figures.Releases.Select(r => $"{r.Change} {r.Count}");
}
