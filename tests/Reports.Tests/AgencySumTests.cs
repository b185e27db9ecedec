using Sunshine.Foundation.Identity;
using Sunshine.Reports.V1;

namespace Sunshine.Reports.Tests;

/// <summary>A government's totals are held against what the agencies below it published: the city's against the reports of its office, which has a team below it, and of its bureau.</summary>
public sealed class AgencySumTests : ReportsTest
{
    private const string Issued = "rules.documents.issued";
    private const string Coercion = "enforcement.coercion";

    protected override IReadOnlyList<(string Id, string ParentId, string CatalogueCode)> Agencies => [.. base.Agencies, ("team", "office", "")];

    [Fact]
    public async Task Totals_that_agencies_reports_come_to_are_not_found()
    {
        Documents("office", 3);
        Documents("bureau", 4);
        Documents("city", 2);
        await Publish("office", 5);
        await Publish("bureau", 6);
        Assert.Empty(await Found(11));
    }

    [Fact]
    public async Task A_stated_total_that_is_less_than_agencies_published_is_found_with_its_size_whoever_has_not_reported()
    {
        await Publish("office", 5);
        var found = Assert.Single(await Found(3));
        Assert.Equal(
            (Severity.Warning, "WRONG", "3", "5", "-2", "件", "二、主动公开政府信息情况·行政强制"), (found.Severity, found.Verdict, found.Stated, found.Computed, found.Difference, found.Unit, found.Place));
        Assert.Equal([Coercion], found.FigureIds);
        Assert.Equal("本报告为 3；下级机关已公布的 1 份年度报告合计为 5；本报告少 2。", found.Explanation);
        Assert.Equal("This report says 3; 1 annual reports that agencies below have published come to 5: 2 too few here.", found.ExplanationEnglish);
    }

    [Fact]
    public async Task A_stated_total_that_is_more_is_found_only_when_every_agency_has_published()
    {
        await Publish("office", 5);
        Assert.Empty(await Found(100));
        await Publish("bureau", 6);
        var found = Assert.Single(await Found(100));
        Assert.Equal(("NOT_DECIDED", "89"), (found.Verdict, found.Difference));
        Assert.Contains("多出的部分须为本级政府自身的数字", found.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_report_below_nothing_is_found_and_other_governments_do_not_count()
    {
        Documents("office", 3);
        await Publish("county", 50);
        Assert.Empty(await Found(3));
    }

    [Fact]
    public async Task What_agencies_published_and_the_ledger_has_otherwise_since_is_found_with_their_names()
    {
        Documents("office", 3);
        Documents("bureau", 4);
        await Publish("office", 1);
        Documents("office", 2);
        var found = (await Found(1)).Single(f => f.FigureIds.Contains(Issued));
        Assert.Equal(("WRONG", "9", "7", "2"), (found.Verdict, found.Stated, found.Computed, found.Difference));
        Assert.Equal("本报告为 9；下级机关已公布的 1 份年度报告合计为 3，其余机关按存证日志为 4；本报告多 2。“机关 office”公布 3，存证日志现为 5。", found.Explanation);
        Assert.EndsWith("机关 office published 3, the ledger now has 5.", found.ExplanationEnglish, StringComparison.Ordinal);
        // The agency's further edition sets it right.
        await By("publisher", Roles.Publisher).ReissueAnnualReportAsync(new() { RequestId = "again", Id = AnnualReport.IdOf("office", 2021), Reason = "补录" }, cancellationToken: Cancel);
        Assert.DoesNotContain(await Found(1), f => f.FigureIds.Contains(Issued));
    }

    [Fact]
    public async Task An_office_below_a_reporting_one_counts_once_and_a_warning_can_be_waived_and_stops_nobody()
    {
        Documents("team", 8);
        await Publish("team", 2);
        await Publish("office", 5);
        Assert.Empty(await Found(5));
        var found = Assert.Single(await Found(4));
        var report = await City(2021);
        report.Waivers.Add(new FindingWaiver { Rule = found.Rule, Place = found.Place, Reason = "下属单位重复统计" });
        var request = new UpdateAnnualReportRequest { AnnualReport = report, UpdateMask = new() { Paths = { "waivers" } } };
        Assert.Equal("agency-sum", Assert.Single((await By("editor", Roles.Editor, "city").UpdateAnnualReportAsync(request, cancellationToken: Cancel)).Waivers).Rule);
        Assert.Equal(AnnualReportState.Submitted, (await By("editor", Roles.Editor, "city").SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)).State);
    }

    [Fact]
    public async Task Lists_that_the_ledger_tells_of_the_government_and_offices_state_for_themselves_are_not_added_up()
    {
        Ledger.Count("powers.held", "2016-01", "city", "130", "kind=LICENCE", "level=CITY");
        foreach (var agency in new[] { "office", "bureau" }) await Publish(agency, 2019, Stated("licensing.permits.previous", "65"), Stated("licensing.permits.change", "-3"));
        Assert.DoesNotContain((await City(2019)).Findings, f => f.Rule == "agency-sum");
    }

    [Fact]
    public async Task An_office_that_moved_away_after_its_report_is_no_contradiction()
    {
        Documents("office", 3);
        Documents("bureau", 1);
        Documents("team", 8);
        await Publish("office", 5);
        await Publish("bureau", 1);
        Ledger.Agency("team", "county");
        Assert.Empty(await Found(2));
    }

    private void Documents(string agency, int count) => Ledger.Count("catalogue.items-by-genre", "2021-05", agency, $"{count}", "genre=22");

    private Task Publish(string agency, int coercion) => Publish(agency, 2021, Stated(Coercion, $"{coercion}"));

    private async Task Publish(string agency, int year, params StatedFigure[] stated)
    {
        var admin = By("admin", Roles.Admin, "");
        var report = await admin.CreateAnnualReportAsync(new() { RequestId = $"{agency}-{year}", AnnualReport = new() { AgencyId = agency, Year = year, Sections = { Sections(year) }, Stated = { stated } } }, cancellationToken: Cancel);
        await admin.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await By("other-admin", Roles.Admin, "").ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await admin.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
    }

    /// <summary>What the rule finds in the city's report, which states how many measures were taken.</summary>
    private async Task<List<ReportFinding>> Found(int coercion)
    {
        var report = await City(2021);
        report.Stated.Clear();
        report.Stated.Add(Stated(Coercion, $"{coercion}"));
        var request = new UpdateAnnualReportRequest { AnnualReport = report, UpdateMask = new() { Paths = { "stated" } } };
        return [.. (await By("editor", Roles.Editor, "city").UpdateAnnualReportAsync(request, cancellationToken: Cancel)).Findings.Where(f => f.Rule == "agency-sum")];
    }

    /// <summary>Begun at the first call.</summary>
    private Task<V1.AnnualReport> City(int year) =>
        By("editor", Roles.Editor, "city").CreateAnnualReportAsync(new() { RequestId = $"city-{year}", AnnualReport = new() { AgencyId = "city", Year = year, Sections = { Sections(year) } } }, cancellationToken: Cancel).ResponseAsync;
}
