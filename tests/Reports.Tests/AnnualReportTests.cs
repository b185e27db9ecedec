using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Ledger.V1;
using Sunshine.Reports.V1;

namespace Sunshine.Reports.Tests;

/// <summary>The way of a report from draft to its editions.</summary>
public sealed class AnnualReportTests : ReportsTest
{
    [Fact]
    public async Task A_report_goes_from_draft_to_publication_and_is_published_again_with_everything_that_differs()
    {
        var report = await Create(2016, stated: [Stated(Staff, "4"), Stated("meetings.meetings", "2")]);
        Assert.Equal((AnnualReportState.Draft, Form._2014, ReportPublisher.Department, "2017-03-31", true), (report.State, report.Form, report.Publisher, report.DueOn, report.Late));
        Assert.Equal(AnnualReportState.Submitted, (await Editor.SubmitAnnualReportAsync(new() { Id = report.Id, Etag = report.Etag }, cancellationToken: Cancel)).State);
        var returned = await Supervisor.ReturnAnnualReportAsync(new() { Id = report.Id, Reason = "请补充会议次数" }, cancellationToken: Cancel);
        Assert.Equal((AnnualReportState.Returned, "请补充会议次数"), (returned.State, returned.Steps[^1].Reason));
        returned.Stated[1].Value = "3";
        await Update(returned, "stated");
        await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal(AnnualReportState.Cleared, (await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)).State);
        Ledger.Count("catalogue.items", "2016-05", "office", "7");
        var first = await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal((1, Ledger.Size, "7", true), (first.Number, first.Report.Basis.TreeSize, first.Report.Figures.Single(f => f.Id == "proactive.total").Value, first.Late));
        Assert.Equal(5, first.Sections.Count);

        // The same again, and a further edition of figures alone.
        Assert.Equal(first, await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel));
        Ledger.Count("catalogue.items", "2016-06", "office", "2");
        Assert.Equal(["reason REQUIRED"], await Wrong(async () => await Publisher.ReissueAnnualReportAsync(new() { RequestId = "a", Id = report.Id }, cancellationToken: Cancel)));
        var second = await Publisher.ReissueAnnualReportAsync(new() { RequestId = "a", Id = report.Id, Reason = "补录两条信息" }, cancellationToken: Cancel);
        Assert.Equal([("proactive.total", "7", "9")], second.FigureDifferences.Select(d => (d.FigureId, d.Before, d.After)));
        Assert.Equal((2, "补录两条信息"), (second.Number, second.Reason));
        Assert.Equal(second, await Publisher.ReissueAnnualReportAsync(new() { RequestId = "a", Id = report.Id, Reason = "补录两条信息" }, cancellationToken: Cancel));

        // What is changed goes the whole way again; meanwhile the editions stay.
        var changed = await Get(report.Id);
        changed.Sections[0].Text = "更正后的情况。";
        changed.Stated[1].Value = "5";
        changed = await Update(changed, "sections", "stated");
        Assert.Equal((AnnualReportState.Draft, 2, ReportAct.Reopened), (changed.State, changed.EditionCount, changed.Steps[^1].Act));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publisher.ReissueAnnualReportAsync(new() { RequestId = "b", Id = report.Id, Reason = "更正" }, cancellationToken: Cancel)));
        await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
        var third = await Publisher.ReissueAnnualReportAsync(new() { RequestId = "b", Id = report.Id, Reason = "更正" }, cancellationToken: Cancel);
        Assert.Equal([("meetings.meetings", "3", "5")], third.FigureDifferences.Select(d => (d.FigureId, d.Before, d.After)));
        Assert.Equal([("proactive", "情况如下。", "更正后的情况。")], third.SectionDifferences.Select(d => (d.PartId, d.Before, d.After)));
        var listed = await Anybody.ListAnnualReportEditionsAsync(new() { Id = report.Id, PageSize = 2 }, cancellationToken: Cancel);
        Assert.Equal([3, 2], listed.Editions.Select(e => e.Number));
        listed = await Anybody.ListAnnualReportEditionsAsync(new() { Id = report.Id, PageSize = 2, PageToken = listed.NextPageToken }, cancellationToken: Cancel);
        Assert.Equal((1, ""), (Assert.Single(listed.Editions).Number, listed.NextPageToken));
        Assert.Equal(first, await Anybody.GetAnnualReportEditionAsync(new() { Id = report.Id, Number = 1 }, cancellationToken: Cancel));
        Assert.Equal("NO_SUCH_EDITION", await ReasonOf(StatusCode.NotFound, async () => await Anybody.GetAnnualReportEditionAsync(new() { Id = report.Id, Number = 4 }, cancellationToken: Cancel)));

        // Every edition is an act; the report counts once.
        var acts = Acts.Of(await StoreOf(Host).Changes.After(0, 100, Cancel));
        Assert.Equal([(1L, first.Digest), (2L, second.Digest), (3L, third.Digest)], acts.Select(a => (a.Revision, a.Digest)));
        Assert.All(acts, a => Assert.Equal((ActKind.ReportPublished, $"annual-reports/{report.Id}", "office"), (a.Kind, a.Resource, a.AgencyId)));
        Assert.Equal(["agency=office", "form=FORM_2014", "late=true"], Assert.Single(acts.SelectMany(a => a.Counts)).Dimensions);
    }

    [Fact]
    public async Task The_digest_of_an_edition_is_that_of_its_stored_bytes()
    {
        var edition = await Published();
        var stored = Assert.Single(await StoreOf(Host).Open(EditionCollection.Declared).All(Cancel).ToListAsync(Cancel)).Value;
        Assert.Equal(edition.Digest, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stored.Json))));
        var without = edition.Clone();
        without.Digest = "";
        Assert.Equal(without, AnnualReportEdition.Parser.ParseJson(stored.Json));
    }

    [Fact]
    public async Task Steps_out_of_order_are_refused()
    {
        var report = await Create();
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Supervisor.ReturnAnnualReportAsync(new() { Id = report.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
        Assert.Equal("NOT_PUBLISHED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publisher.ReissueAnnualReportAsync(new() { RequestId = "a", Id = report.Id, Reason = "x" }, cancellationToken: Cancel)));
        await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Update(new() { Id = report.Id }, "sections")));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id, Etag = report.Etag }, cancellationToken: Cancel)));
        var early = await Create(2026);
        Assert.Equal("YEAR_NOT_OVER", await ReasonOf(StatusCode.FailedPrecondition, async () => await Editor.SubmitAnnualReportAsync(new() { Id = early.Id }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task There_is_one_report_of_an_agency_and_year_and_whoever_repeats_the_call_finds_it()
    {
        var report = await Create();
        Assert.Equal(report, await Create());
        Assert.Equal("REPORT_EXISTS", await ReasonOf(StatusCode.AlreadyExists,
            async () => await Editor.CreateAnnualReportAsync(new() { RequestId = "other", AnnualReport = new() { AgencyId = "office", Year = 2025 } }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task What_cannot_be_written_is_refused_field_by_field()
    {
        Assert.Equal(["requestId REQUIRED", "annualReport.agencyId REQUIRED", "annualReport.year OUT_OF_RANGE"], await Wrong(async () => await Editor.CreateAnnualReportAsync(new(), cancellationToken: Cancel)));
        Assert.Equal("NO_FORM_OF_YEAR", await ReasonOf(StatusCode.FailedPrecondition,
            async () => await Editor.CreateAnnualReportAsync(new() { RequestId = "x", AnnualReport = new() { AgencyId = "office", Year = 2010 } }, cancellationToken: Cancel)));
        Assert.Equal(
            ["annualReport.sections[0].partId UNKNOWN_VALUE", "annualReport.sections[1].text PERSONAL_DATA", "annualReport.sections[2].partId TWICE", "annualReport.sections[2].text TOO_LONG"],
            await Wrong(async () => await Create(sections:
            [
                new() { PartId = "fees", Text = "x" }, new() { PartId = "requests", Text = "请致电 13912345678。" }, new() { PartId = "requests", Text = new string('长', 20_001) }
            ])));
        Assert.Equal(
            [
                "annualReport.stated[0].figureId COUNTED_BY_LEDGER", "annualReport.stated[1].figureId UNKNOWN_VALUE", "annualReport.stated[2].value MALFORMED", "annualReport.stated[2].source REQUIRED"
            ],
            await Wrong(async () => await Create(2016, stated: [Stated("proactive.total", "1"), Stated("no.such", "1"), new() { FigureId = Staff, Value = "五" }])));
        var report = await Create();
        Assert.Equal(["updateMask UNKNOWN_FIELD"], await Wrong(async () => await Update(new() { Id = report.Id }, "year")));
        Assert.Equal(["annualReport.waivers[0] NO_SUCH_FINDING"],
            await Wrong(async () => await Update(new() { Id = report.Id, Waivers = { new FindingWaiver { Rule = "form-sum", Place = "某处", Reason = "无" } } }, "waivers")));
    }

    [Fact]
    public async Task Errors_keep_a_report_back_until_they_are_put_right_or_waived_with_a_reason_that_is_published()
    {
        var report = await Create(2016, sections: Sections(2016).SkipLast(1), stated: [Stated(Staff, "5"), Stated(FullTime, "2"), Stated(PartTime, "2")]);
        var refused = await Refused(StatusCode.FailedPrecondition, async () => await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel));
        Assert.Equal("UNWAIVED_ERRORS", ReasonOf(refused));
        var errors = report.Findings.Where(f => f.Severity == Severity.Error).ToList();
        Assert.Equal(["required-parts", "form-sum"], errors.Select(e => e.Rule));
        Assert.Equal(errors.Select(e => $"{e.Rule}: {e.Place}"), refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(f => f.Field));

        report = await Update(new() { Id = report.Id, Sections = { Sections(2016) }, Waivers = { new FindingWaiver { Rule = errors[1].Rule, Place = errors[1].Place, Reason = "一人借调，未列入专兼职" } } }, "sections", "waivers");
        Assert.Equal("editor", Assert.Single(report.Waivers).By);
        await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        var edition = await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal(("form-sum", "一人借调，未列入专兼职", "editor"), (edition.Waivers[0].Rule, edition.Waivers[0].Reason, edition.Waivers[0].By));
        Assert.Contains(edition.Findings, f => f.Rule == "form-sum");
    }

    [Fact]
    public async Task What_last_years_edition_carried_over_must_be_carried_in()
    {
        Ledger.Count("requests.received", "2024-05", "office", "3", "applicant=NATURAL_PERSON", "way=NET");
        await Published(2024);
        // One more of last year's comes into the ledger after that was published.
        Ledger.Count("requests.received", "2024-12", "office", "1", "applicant=NATURAL_PERSON", "way=NET");
        var report = await Create(2025);
        var errors = report.Findings.Where(f => f.Severity == Severity.Error).ToList();
        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.Equal(("carry-over", "4", "3"), (e.Rule, e.Stated, e.Computed)));
        Ledger.Count("requests.received", "2024-12", "office", "-1", "applicant=NATURAL_PERSON", "way=NET");
        report = await Update(report, "sections");
        Assert.DoesNotContain(report.Findings, f => f.Severity == Severity.Error);
    }

    [Theory]
    [InlineData(2016, ReportPublisher.Department, "2017-03-31", true)]
    [InlineData(2018, ReportPublisher.Department, "2019-03-31", true)]
    [InlineData(2019, ReportPublisher.Department, "2020-01-31", true)]
    [InlineData(2025, ReportPublisher.Department, "2026-01-31", false)]
    [InlineData(2025, ReportPublisher.Government, "2026-03-31", false)]
    public async Task A_report_is_due_by_the_regulation_of_its_time_and_the_kind_of_publisher(int year, ReportPublisher publisher, string due, bool late)
    {
        var report = await Editor.CreateAnnualReportAsync(new() { RequestId = "x", AnnualReport = new() { AgencyId = "office", Year = year, Publisher = publisher } }, cancellationToken: Cancel);
        Assert.Equal((due, late), (report.DueOn, report.Late));
    }

    [Fact]
    public async Task A_report_published_a_day_too_late_stays_late()
    {
        var report = await Cleared();
        GoTo("2026-02-01");
        Assert.True((await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)).Late);
        Assert.True((await Anybody.GetAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)).Late);
    }

    [Fact]
    public async Task A_government_sees_what_is_outstanding_below_it()
    {
        var published = await Published();
        var city = By("city-supervisor", Roles.Supervisor, "city");
        var list = await city.ListOutstandingAsync(new() { AgencyId = "city", Year = 2025 }, cancellationToken: Cancel);
        Assert.Equal((2, 1, 1, 0), (list.AgencyCount, list.NotHandedInCount, list.PublishedCount, list.LateCount));
        Assert.Equal([("bureau", "", AnnualReportState.Unspecified, "2026-01-31", 0)], list.Reports.Select(r => (r.AgencyId, r.ReportId, r.State, r.DueOn, r.DaysLate)));
        GoTo("2026-02-03");
        var bureau = By("bureau-editor", Roles.Editor, "bureau");
        var second = await bureau.CreateAnnualReportAsync(new() { RequestId = "b", AnnualReport = new() { AgencyId = "bureau", Year = 2025, Sections = { Sections(2025) } } }, cancellationToken: Cancel);
        await bureau.SubmitAnnualReportAsync(new() { Id = second.Id }, cancellationToken: Cancel);
        await Supervisor.ReturnAnnualReportAsync(new() { Id = second.Id, Reason = "数字有误" }, cancellationToken: Cancel);
        list = await city.ListOutstandingAsync(new() { AgencyId = "city", Year = 2025 }, cancellationToken: Cancel);
        Assert.Equal((1, 1), (list.ReturnedCount, list.LateCount));
        Assert.Equal([("bureau", AnnualReportState.Returned, "数字有误", 3)], list.Reports.Select(r => (r.AgencyId, r.State, r.Reason, r.DaysLate)));
        Assert.NotEqual(second.Id, published.ReportId);
        Assert.Equal(["agencyId OTHER_AGENCY"], await Wrong(async () => await Supervisor.ListOutstandingAsync(new() { AgencyId = "county", Year = 2025 }, cancellationToken: Cancel)));
    }
}
