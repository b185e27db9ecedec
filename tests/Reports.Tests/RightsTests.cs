using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Reports.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Reports.Tests;

/// <summary>Who may do what with whose report, and who sees it.</summary>
public sealed class RightsTests : ReportsTest
{
    private static readonly GuardedRpcs Rpcs = new("sunshine.reports.v1", typeof(ReportsModule).Assembly);

    [Fact]
    public void Exactly_the_listed_ones_are_open_to_anybody() =>
        Assert.Equal(["GetAnnualReport", "GetAnnualReportEdition", "GetFigure", "GetReport", "ListAnnualReportEditions", "ListAnnualReports", "ListFigureActs", "ReconcileReport"], Rpcs.Open);

    [Fact]
    public Task Without_a_token_or_with_a_wrong_role_no_guarded_rpc_is_carried_out() => Rpcs.Try(Host.Invoker(), role => As("x", role), Cancel);

    [Fact]
    public async Task Only_a_supervisor_above_who_has_not_submitted_it_decides()
    {
        var report = await Create();
        await By("both", Roles.Editor, "city").SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        foreach (var (client, reason) in new[]
        {
            (By("peer", Roles.Supervisor), "NOT_ABOVE"), (By("both", Roles.Supervisor, "city"), "OWN_SUBMISSION"), (By("both", Roles.Admin, ""), "OWN_SUBMISSION")
        })
        {
            Assert.Equal(reason, await ReasonOf(StatusCode.PermissionDenied, async () => await client.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
            Assert.Equal(reason, await ReasonOf(StatusCode.PermissionDenied, async () => await client.ReturnAnnualReportAsync(new() { Id = report.Id, Reason = "x" }, cancellationToken: Cancel)));
        }

        Assert.Equal("NO_SUCH_ANNUAL_REPORT", await ReasonOf(StatusCode.NotFound, async () => await By("s", Roles.Supervisor, "county").ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
        Assert.Equal(AnnualReportState.Cleared, (await By("admin", Roles.Admin, "").ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)).State);
        Assert.Equal("NO_SUCH_ANNUAL_REPORT", await ReasonOf(StatusCode.NotFound, async () => await By("p", Roles.Publisher, "bureau").PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
        await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied,
            async () => await By("p", Roles.Publisher, "bureau").ReissueAnnualReportAsync(new() { RequestId = "x", Id = report.Id, Reason = "x" }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Nobody_begins_a_report_of_an_agency_that_is_not_theirs() =>
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied,
            async () => await Editor.CreateAnnualReportAsync(new() { RequestId = "x", AnnualReport = new() { AgencyId = "bureau", Year = 2025 } }, cancellationToken: Cancel)));

    [Fact]
    public async Task Drafts_are_seen_by_the_agency_and_those_above_it_and_what_is_published_by_everybody()
    {
        var report = await Create();
        foreach (var stranger in new[] { Anybody, By("x", Roles.Editor, "bureau") })
        {
            Assert.Equal("NO_SUCH_ANNUAL_REPORT", await ReasonOf(StatusCode.NotFound, async () => await stranger.GetAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
            Assert.Equal("NO_SUCH_ANNUAL_REPORT", await ReasonOf(StatusCode.NotFound, async () => await stranger.ListAnnualReportEditionsAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
            Assert.Empty((await stranger.ListAnnualReportsAsync(new() { AgencyId = "office" }, cancellationToken: Cancel)).AnnualReports);
        }

        foreach (var own in new[] { Editor, Supervisor })
            Assert.Equal(report.Id, Assert.Single((await own.ListAnnualReportsAsync(new() { AgencyId = "office", Year = 2025, State = AnnualReportState.Draft }, cancellationToken: Cancel)).AnnualReports).Id);
        await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await Update(new() { Id = report.Id, Sections = { Sections(2025, "还没有公布的话") } }, "sections");
        var seen = await Anybody.GetAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal((AnnualReportState.Published, 1, 0, 0, ""), (seen.State, seen.EditionCount, seen.Sections.Count, seen.Steps.Count, seen.Etag));
        Assert.Equal(seen, Assert.Single((await Anybody.ListAnnualReportsAsync(new() { Year = 2025, State = AnnualReportState.Published }, cancellationToken: Cancel)).AnnualReports));
        Assert.Empty((await Anybody.ListAnnualReportsAsync(new() { State = AnnualReportState.Draft }, cancellationToken: Cancel)).AnnualReports);
    }
}
