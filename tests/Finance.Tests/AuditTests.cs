using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance.Tests;

/// <summary>Findings from the report until they are put right.</summary>
public sealed class AuditTests : AuditTest
{
    [Fact]
    public async Task A_finding_is_recorded_worked_on_claimed_and_closed_and_every_step_kept()
    {
        var finding = await Create();
        Assert.Equal(finding, await Create());
        Assert.Equal((FindingState.Open, 2016, AuditOffice, "d01", "部门 d01", "1000.50", ""), (finding.State, finding.FiscalYear, finding.AuditingAgencyId, finding.Content.ResponsibleAgencyId,
            finding.ResponsibleAgencyName, finding.Content.Amount, finding.RectifiedAmount));
        GoTo("2026-02-02");
        var working = await Responsible.ReportMeasuresAsync(new() { Id = finding.Id, Measures = "已制定拨付计划", Etag = finding.Etag }, cancellationToken: Cancel);
        Assert.Equal((FindingState.Rectifying, "已制定拨付计划", false), (working.State, working.Measures, working.Overdue));
        GoTo("2026-04-02");
        Assert.Equal((true, 2), await Read(finding.Id) is var late ? (late.Overdue, late.DaysLate) : default);
        var claimed = await Claim(finding, "900");
        Assert.Equal((FindingState.Rectified, "900.00", false, 2), (claimed.State, claimed.RectifiedAmount, claimed.Overdue, claimed.DaysLate));
        GoTo("2026-04-10");
        var reopened = await Auditor.ReopenAuditFindingAsync(new() { Id = finding.Id, Reason = "仍有 100.50 元未拨付", RectifyBy = "2026-04-30", Etag = claimed.Etag }, cancellationToken: Cancel);
        Assert.Equal((FindingState.Reopened, "2026-04-30", false, 0), (reopened.State, reopened.Content.RectifyBy, reopened.Overdue, reopened.DaysLate));
        GoTo("2026-04-20");
        var closed = await Close(await Claim(finding));
        GoTo("2026-06-01");
        Assert.Equal((FindingState.Closed, "1000.50", "2026-04-20", 0, false), (closed.State, closed.RectifiedAmount, closed.ClosedOn, closed.DaysLate, closed.Overdue));
        Assert.Equal(
            [
                "1 Recorded Open auditor d86  2026-01-05", "2 MeasuresReported Rectifying editor d01 已制定拨付计划 2026-02-02", "3 RectificationClaimed Rectified editor d01 已拨付，见凭证 2026-04-02",
                "4 Reopened Reopened auditor d86 仍有 100.50 元未拨付 2026-04-10", "5 RectificationClaimed Rectified editor d01 已拨付，见凭证 2026-04-20", "6 Closed Closed auditor d86 已核对凭证 2026-04-20"
            ],
            (await Read(finding.Id)).Steps.Select(s => $"{s.Number} {s.Act} {s.State} {s.Role} {s.AgencyId} {s.Text} {s.On}"));
        // Nobody's name is told.
        Assert.DoesNotContain("\"editor\"", closed.ToString().Replace("\"role\": \"editor\"", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acts_that_the_state_does_not_allow_are_refused()
    {
        var finding = await Create();
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Close(finding)));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Reopen(finding)));
        var dismissed = await Auditor.DismissAuditFindingAsync(new() { Id = finding.Id, Reason = "单位已撤销", Etag = finding.Etag }, cancellationToken: Cancel);
        Assert.Equal(FindingState.NotRequired, dismissed.State);
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Claim(finding)));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Responsible.ReportMeasuresAsync(new() { Id = finding.Id, Measures = "x" }, cancellationToken: Cancel)));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Change(dismissed, "text", "另述")));
        var closed = await Close(await Claim(await Reopen(finding)));
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Auditor.DismissAuditFindingAsync(new() { Id = finding.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(FindingState.Reopened, (await Reopen(closed)).State);
    }

    [Fact]
    public async Task Nobody_closes_what_they_have_claimed_themselves()
    {
        var finding = await Create();
        var both = new AuditService.AuditServiceClient(Host.Invoker(Host.Issuer.Token([Roles.Editor, Roles.Auditor], "city", "both", lifetime: TimeSpan.FromDays(10_000))));
        var claimed = await both.ClaimRectifiedAsync(new() { Id = finding.Id, Evidence = "已拨付", RectifiedAmount = "1000.50" }, cancellationToken: Cancel);
        var close = new CloseAuditFindingRequest { Id = finding.Id, Verification = "已核对", Etag = claimed.Etag };
        Assert.Equal("OWN_CLAIM", await ReasonOf(StatusCode.PermissionDenied, async () => await both.CloseAuditFindingAsync(close, cancellationToken: Cancel)));
        Assert.Equal(FindingState.Closed, (await Auditor.CloseAuditFindingAsync(close, cancellationToken: Cancel)).State);
    }

    [Fact]
    public async Task Who_acts_for_another_agency_is_refused()
    {
        var finding = await Create();
        var other = new AuditService.AuditServiceClient(As("other", Roles.Editor, "d02"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await other.ReportMeasuresAsync(new() { Id = finding.Id, Measures = "x" }, cancellationToken: Cancel)));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await other.ClaimRectifiedAsync(new() { Id = finding.Id, Evidence = "x", RectifiedAmount = "1" }, cancellationToken: Cancel)));
        var otherAuditor = new AuditService.AuditServiceClient(As("county-auditor", Roles.Auditor, "county"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await otherAuditor.DismissAuditFindingAsync(new() { Id = finding.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await otherAuditor.CreateAuditFindingAsync(
            new() { RequestId = "9", Finding = new V1.AuditFinding { DisclosureId = Report, Number = "9", Content = Finding() } }, cancellationToken: Cancel)));
        // The audited agency does not audit itself, and the auditor does not claim for it.
        var own = new AuditService.AuditServiceClient(As("own-auditor", Roles.Auditor, "d01"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await own.DismissAuditFindingAsync(new() { Id = finding.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("FORBIDDEN", await ReasonOf(StatusCode.PermissionDenied, async () => await Auditor.ClaimRectifiedAsync(new() { Id = finding.Id }, cancellationToken: Cancel)));
        Assert.Equal("FORBIDDEN", await ReasonOf(StatusCode.PermissionDenied, async () => await Responsible.CloseAuditFindingAsync(new() { Id = finding.Id }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_change_says_why_and_what_was_said_before_stays()
    {
        var finding = await Create();
        var changed = await Change(finding, "rectify_by", "", c => c.RectifyBy = "2026-06-30");
        Assert.Equal(("2026-06-30", "1000.50", FindingAct.Changed, "更正"), (changed.Content.RectifyBy, changed.Content.Amount, changed.Steps[1].Act, changed.Steps[1].Text));
        Assert.Equal("2026-03-31", changed.Steps[0].Content.RectifyBy);
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Change(finding, "amount", "", c => c.Amount = "1")));
        Assert.Equal(changed, await Change(changed, "rectify_by", "", c => c.RectifyBy = "2026-06-30"));
        var claimed = await Claim(changed, "700");
        Assert.Equal(["finding.content.amount BELOW_RECTIFIED"], await Wrong(async () => await Change(claimed, "amount", "", c => c.Amount = "699.99")));
        Assert.Equal("700.00", (await Change(claimed, "amount", "", c => c.Amount = "700")).Content.Amount);
        Assert.Equal(["updateMask UNKNOWN_FIELD", "reason REQUIRED"], await Wrong(async () => await Auditor.UpdateAuditFindingAsync(
            new() { Finding = new V1.AuditFinding { Id = finding.Id }, UpdateMask = new() { Paths = { "number" } } }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        Assert.Equal(
            [
                "requestId REQUIRED", "finding.disclosureId REQUIRED", "finding.number REQUIRED", "finding.content.title REQUIRED", "finding.content.text REQUIRED", "finding.content.category REQUIRED",
                "finding.content.auditedAgencyId REQUIRED"
            ],
            await Wrong(async () => await Auditor.CreateAuditFindingAsync(new(), cancellationToken: Cancel)));
        var budget = (await Import(Budget("d01"))).Id;
        var bad = new V1.AuditFindingContent { Title = "x", Text = "联系人 13912345678", Category = "none", Amount = "-1", AuditedAgencyId = "nobody", ResponsibleAgencyId = "nobody", RectifyBy = "2026-13-01" };
        Assert.Equal(
            [
                "finding.disclosureId NOT_AN_AUDIT_REPORT", "finding.number MALFORMED", "finding.content.text PERSONAL_DATA", "finding.content.category NO_SUCH_CATEGORY",
                "finding.content.amount MALFORMED", "finding.content.auditedAgencyId NO_SUCH_AGENCY", "finding.content.responsibleAgencyId NO_SUCH_AGENCY", "finding.content.rectifyBy NOT_A_DAY"
            ],
            await Wrong(async () => await Create("1/2", bad, budget)));
        Assert.Equal(["finding.disclosureId NO_SUCH_DISCLOSURE"], await Wrong(async () => await Create(report: "none")));
        var finding = await Create();
        Assert.Equal(["evidence REQUIRED", "rectifiedAmount EXCEEDS_AMOUNT"], await Wrong(async () => await Responsible.ClaimRectifiedAsync(new() { Id = finding.Id, RectifiedAmount = "1000.51" }, cancellationToken: Cancel)));
        Assert.Equal(["rectifiedAmount REQUIRED"], await Wrong(async () => await Claim(finding, "")));
        Assert.Equal(["reason REQUIRED", "rectifyBy IN_PAST"], await Wrong(async () => await Auditor.ReopenAuditFindingAsync(new() { Id = finding.Id, RectifyBy = "2026-01-04" }, cancellationToken: Cancel)));
        Assert.Equal(["verification REQUIRED", "etag REQUIRED"], await Wrong(async () => await Auditor.CloseAuditFindingAsync(new() { Id = finding.Id }, cancellationToken: Cancel)));
        var free = await Create("2", Finding(amount: ""));
        Assert.Equal(["rectifiedAmount NO_AMOUNT"], await Wrong(async () => await Claim(free, "1")));
        Assert.Equal(FindingState.Rectified, (await Claim(free, "")).State);
        Assert.Equal("NO_SUCH_AUDIT_FINDING", await ReasonOf(StatusCode.NotFound, async () => await Read("none")));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("99999999999999.99", true)]
    [InlineData("100000000000000", false)]
    [InlineData("1.005", false)]
    [InlineData("1e3", false)]
    [InlineData("1,000", false)]
    [InlineData("１", false)]
    [InlineData("1\n", false)]
    public async Task An_amount_is_a_decimal_in_yuan(string amount, bool good)
    {
        if (good) Assert.Equal(decimal.Parse(amount), decimal.Parse((await Create(content: Finding(amount))).Content.Amount));
        else Assert.Equal(["finding.content.amount MALFORMED"], await Wrong(async () => await Create(content: Finding(amount))));
    }

    [Fact]
    public async Task A_report_has_each_number_once()
    {
        await Create("3");
        Assert.Equal("FINDING_EXISTS", await ReasonOf(StatusCode.AlreadyExists, async () => await Auditor.CreateAuditFindingAsync(
            new() { RequestId = "another", Finding = new V1.AuditFinding { DisclosureId = Report, Number = "3", Content = Finding() } }, cancellationToken: Cancel)));
        var other = (await Import(AuditReport("经济责任审计"))).Id;
        Assert.Equal(other, (await Create("3", report: other)).DisclosureId);
    }

    [Fact]
    public async Task Findings_are_found_by_report_agency_state_and_year_in_the_order_of_the_report()
    {
        var later = (await Import(AuditReport("2017年度市本级预算执行审计", 2017))).Id;
        foreach (var number in new[] { "10", "2", "1" }) await Create(number);
        var elsewhere = Finding(rectifyBy: "2026-01-31");
        (elsewhere.AuditedAgencyId, elsewhere.ResponsibleAgencyId, elsewhere.Category) = ("d02", "d03", "accounting");
        await Create("1", elsewhere, later);
        GoTo("2026-02-02");
        await Claim((await Audits.ListAuditFindingsAsync(new() { DisclosureId = Report }, cancellationToken: Cancel)).Findings[0]);
        foreach (var (found, request) in new (string, ListAuditFindingsRequest)[]
        {
            ("2017/1 2016/1 2016/2 2016/10", new()), ("2016/1 2016/2 2016/10", new() { DisclosureId = Report }), ("2017/1", new() { Year = 2017 }), ("2016/1 2016/2 2016/10", new() { AgencyId = "d01" }),
            ("2017/1", new() { AgencyId = "d03" }), ("2017/1 2016/1 2016/2 2016/10", new() { AgencyId = "city" }), ("", new() { AgencyId = "county" }), ("2016/1", new() { State = FindingState.Rectified }),
            ("2016/2 2016/10", new() { State = FindingState.Open, DisclosureId = Report }), ("2017/1", new() { Overdue = true }), ("2017/1", new() { Category = "accounting" }), ("", new() { DisclosureId = "none" })
        })
        {
            var page = await Audits.ListAuditFindingsAsync(request, cancellationToken: Cancel);
            Assert.Equal((request, found), (request, string.Join(' ', page.Findings.Select(f => $"{f.FiscalYear}/{f.Number}"))));
        }

        var paged = new List<string>();
        var next = new ListAuditFindingsRequest { PageSize = 3 };
        do
        {
            var page = await Audits.ListAuditFindingsAsync(next, cancellationToken: Cancel);
            paged.AddRange(page.Findings.Select(f => $"{f.FiscalYear}/{f.Number}"));
            next.PageToken = page.NextPageToken;
        }
        while (next.PageToken.Length > 0);
        Assert.Equal(["2017/1", "2016/1", "2016/2", "2016/10"], paged);
        Assert.Equal(["agencyId NO_SUCH_AGENCY", "state UNKNOWN_VALUE"], await Wrong(async () => await Audits.ListAuditFindingsAsync(new() { AgencyId = "x", State = (FindingState)99 }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Figures_tell_what_is_claimed_from_what_is_verified()
    {
        await Create("1");
        await Claim(await Create("2"), "600");
        await Close(await Claim(await Create("3", Finding("200")), "150"));
        await Create("4", Finding("", "2026-01-31"));
        GoTo("2026-02-02");
        var figures = await Audits.GetAuditFiguresAsync(new() { DisclosureId = Report }, cancellationToken: Cancel);
        Assert.Equal((4, 1, "2201.00", 1, "750.00", "150.00"), (figures.FindingCount, figures.OverdueCount, figures.Amount, figures.WithoutAmountCount, figures.ClaimedAmount, figures.VerifiedAmount));
        Assert.Equal(["Open 2 1000.50", "Rectifying 0 0.00", "Rectified 1 1000.50", "Closed 1 200.00", "Reopened 0 0.00", "NotRequired 0 0.00"], figures.States.Select(s => $"{s.State} {s.Count} {s.Amount}"));
        Assert.Equal(figures, await Audits.GetAuditFiguresAsync(new() { Year = 2016, AgencyId = "d01" }, cancellationToken: Cancel));
        Assert.Equal(0, (await Audits.GetAuditFiguresAsync(new() { Year = 2016, AgencyId = "d02" }, cancellationToken: Cancel)).FindingCount);
        Assert.Equal(["year REQUIRED"], await Wrong(async () => await Audits.GetAuditFiguresAsync(new(), cancellationToken: Cancel)));
        using var http = Host.Http();
        using var json = JsonDocument.Parse(await http.GetStringAsync("/api/v1/finance/audit-figures?year=2016", Cancel));
        Assert.Equal("150.00", json.RootElement.GetProperty("verifiedAmount").GetString());
        Assert.Contains((await Audits.GetAuditCategoriesAsync(new(), cancellationToken: Cancel)).Categories, c => c is { Code: "idle-funds", Name: "资金闲置和结转结余" });
    }

    [Fact]
    public async Task While_a_report_is_taken_back_there_are_no_findings_of_it()
    {
        var finding = await Create();
        var publisher = new DisclosureService.DisclosureServiceClient(As("chief", Roles.Publisher));
        await publisher.WithdrawDisclosureAsync(new() { Id = Report, Reason = "涉密" }, cancellationToken: Cancel);
        Assert.Equal("NO_SUCH_AUDIT_FINDING", await ReasonOf(StatusCode.NotFound, async () => await Read(finding.Id)));
        Assert.Equal("NO_SUCH_AUDIT_FINDING", await ReasonOf(StatusCode.NotFound, async () => await Claim(finding)));
        Assert.Empty((await Audits.ListAuditFindingsAsync(new(), cancellationToken: Cancel)).Findings);
        Assert.Equal(0, (await Audits.GetAuditFiguresAsync(new() { Year = 2016 }, cancellationToken: Cancel)).FindingCount);
        Assert.Equal(["finding.disclosureId NO_SUCH_DISCLOSURE"], await Wrong(async () => await Create("2")));
        await publisher.RestoreDisclosureAsync(new() { Id = Report }, cancellationToken: Cancel);
        Assert.Equal(finding, await Read(finding.Id));
    }

    [Fact]
    public async Task One_of_many_claims_at_once_counts_and_each_step_is_an_event()
    {
        var finding = await Create();
        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Claim(finding);
                return true;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Aborted or StatusCode.FailedPrecondition)
            {
                return false;
            }
        }));
        Assert.Single(done, d => d);
        var changes = await Host.Services.GetRequiredKeyedService<IStore>(FinanceModule.Name).Changes.After(0, 100, Cancel);
        Assert.Equal([(1, FindingAct.Recorded, FindingState.Open), (2, FindingAct.RectificationClaimed, FindingState.Rectified)],
            changes.Where(c => c.Event.Topic == "finance.findings").Select(c => Topics.Read<AuditFindingChanged>(c.Event)).Select(e => (e.Step, e.Act, e.State)));
    }

    private async Task<V1.AuditFinding> Read(string id) => await Audits.GetAuditFindingAsync(new() { Id = id }, cancellationToken: Cancel);

    private async Task<V1.AuditFinding> Reopen(V1.AuditFinding finding) => await Auditor.ReopenAuditFindingAsync(new() { Id = finding.Id, Reason = "未整改到位" }, cancellationToken: Cancel);

    private async Task<V1.AuditFinding> Change(V1.AuditFinding finding, string field, string text, Action<V1.AuditFindingContent>? change = null)
    {
        var given = finding.Clone();
        if (change is null) given.Content.Text = text;
        else change(given.Content);
        return await Auditor.UpdateAuditFindingAsync(new() { Finding = given, UpdateMask = new() { Paths = { $"content.{field}" } }, Reason = "更正" }, cancellationToken: Cancel);
    }
}
