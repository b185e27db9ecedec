using Grpc.Core;
using Sunshine.Finance.V1;

namespace Sunshine.Finance.Tests;

/// <summary>Releases follow each other in their phases, and stay as they were.</summary>
public sealed class ReleaseTests : DisclosuresTest
{
    [Fact]
    public async Task A_budget_is_proposed_approved_amended_and_corrected_and_each_state_stays_readable()
    {
        GoTo("2026-01-10");
        var draft = await NewDraft(change: d => (d.Content.Phase, d.Content.Approval) = (Phase.Proposed, null));
        var disclosure = await Publish((await Put(draft.Id, Table("100.00"))).Draft);
        Assert.Equal((Phase.Proposed, Timeliness.Unspecified, ""), (disclosure.Release.Content.Phase, disclosure.Release.Timeliness, disclosure.Release.DueOn));

        GoTo("2026-02-10");
        draft = await Revised(disclosure, ReleaseChange.First, "110.00", "approve", reason: "");
        Assert.Equal("ALREADY_DISCLOSED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publish(draft)));
        disclosure = await Publish(await Approved(draft, "2026-02-01"));
        Assert.Equal((2, ReleaseChange.First, Timeliness.InTime), (disclosure.Release.Number, disclosure.Release.Change, disclosure.Release.Timeliness));

        GoTo("2026-07-01");
        draft = await Revised(disclosure, ReleaseChange.Amendment, "120.00", "amend", reason: "年中追加", basis: "市人大常委会决定〔2026〕3号");
        // With the approval of the release before, it would count as late.
        Assert.Equal(["content.approval.on NOT_APPROVED_ANEW"], await Wrong(async () => await Publish(draft)));
        disclosure = await Publish(await Approved(draft, "2026-06-20"));
        Assert.Equal(("2026-07-10", Timeliness.InTime, "市人大常委会决定〔2026〕3号"), (disclosure.Release.DueOn, disclosure.Release.Timeliness, disclosure.Release.ChangeBasis));

        GoTo("2026-09-01");
        disclosure = await Publish(await Revised(disclosure, ReleaseChange.Correction, "121.00", "correct"));
        // What was in time is not late because a mistake in it was put right.
        Assert.Equal(
            (4, ReleaseChange.Correction, "数字有误", "2026-07-10", Timeliness.InTime, 0),
            (disclosure.Release.Number, disclosure.Release.Change, disclosure.Release.ChangeReason, disclosure.Release.DueOn, disclosure.Release.Timeliness, disclosure.Release.DaysLate));

        Assert.Equal("NO_SUCH_DISCLOSURE", await ReasonOf(StatusCode.NotFound, async () => await Get(disclosure.Id, "2026-01-09")));
        Assert.Equal("NO_SUCH_DISCLOSURE", await ReasonOf(StatusCode.NotFound, async () => await Get(disclosure.Id, "0001-01-01")));
        foreach (var (day, number, total) in new[] { ("2026-01-10", 1, "100.00"), ("2026-02-09", 1, "100.00"), ("2026-02-10", 2, "110.00"), ("2026-08-31", 3, "120.00"), ("2026-09-01", 4, "121.00"), ("9999-12-31", 4, "121.00") })
        {
            var asOf = await Get(disclosure.Id, day);
            Assert.Equal((day, number, total, 4), (day, asOf.Release.Number, await TotalOf(disclosure.Id, asOf.Release.Number), asOf.ReleaseCount));
        }

        var page = await Disclosures.ListReleasesAsync(new() { Id = disclosure.Id, PageSize = 3 }, cancellationToken: Cancel);
        var rest = await Disclosures.ListReleasesAsync(new() { Id = disclosure.Id, PageSize = 3, PageToken = page.NextPageToken }, cancellationToken: Cancel);
        Assert.Equal([(1, Phase.Proposed), (2, Phase.Approved), (3, Phase.Approved), (4, Phase.Approved)], page.Releases.Concat(rest.Releases).Select(r => (r.Number, r.Content.Phase)));
        Assert.Equal((4L, ""), (page.TotalSize, rest.NextPageToken));

        // A later phase is never followed by an earlier one.
        draft = await Revised(disclosure, ReleaseChange.Correction, "1.00", "back");
        draft = await Editor.UpdateDraftAsync(new() { Draft = new V1.Draft { Id = draft.Id, Content = new DisclosureContent { Phase = Phase.Proposed } }, UpdateMask = new() { Paths = { "content.phase", "content.approval" } } }, cancellationToken: Cancel);
        Assert.Equal("OUT_OF_PHASE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publish(draft)));
    }

    [Fact]
    public async Task A_change_says_why_and_an_amendment_on_what_it_rests()
    {
        var disclosure = await Publish(await NewDraft());
        var draft = await Revised(disclosure, ReleaseChange.Amendment, "1.00", "1", reason: "");
        Assert.Equal(["changeReason REQUIRED", "changeBasis REQUIRED", "content.approval.on NOT_APPROVED_ANEW"], await Wrong(async () => await Publish(draft)));
        draft = await Revised(disclosure, ReleaseChange.Correction, "1.00", "2", reason: "", basis: "某决定");
        Assert.Equal(["changeReason REQUIRED", "changeBasis NO_AMENDMENT"], await Wrong(async () => await Publish(draft)));
        draft = await NewDraft("new", d => (d.FiscalYear, d.ChangeReason, d.ChangeBasis) = (2017, "无", "无"));
        Assert.Equal(["changeReason FIRST_OF_PHASE", "changeBasis NO_AMENDMENT"], await Wrong(async () => await Publish(draft)));
        draft = await NewDraft("nothing", d => (d.FiscalYear, d.Change, d.ChangeReason) = (2017, ReleaseChange.Correction, "无"));
        Assert.Equal("NOTHING_TO_CHANGE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publish(draft)));
        Assert.Equal(
            ["id REQUIRED", "requestId REQUIRED", "change REQUIRED"], await Wrong(async () => await Editor.ReviseDisclosureAsync(new(), cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_DISCLOSURE", await ReasonOf(StatusCode.NotFound, async () => await Editor.ReviseDisclosureAsync(new() { Id = "none", RequestId = "x", Change = ReleaseChange.Correction }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Of_two_drafts_the_second_does_not_undo_the_first()
    {
        var disclosure = await Publish((await Put((await NewDraft()).Id, Table())).Draft);
        var (one, other) = (await Revised(disclosure, ReleaseChange.Correction, "1.00", "one"), await Revised(disclosure, ReleaseChange.Correction, "2.00", "other"));
        // Begun again with the same request id, it is the same.
        Assert.Equal(one, await Revised(disclosure, ReleaseChange.Correction, "1.00", "one"));
        await Publish(one);
        Assert.Equal("RELEASE_OVERTAKEN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publish(other)));
        Assert.Equal("1.00", await TotalOf(disclosure.Id));
    }

    [Fact]
    public async Task The_cells_in_which_two_releases_differ_are_listed_by_table_line_and_column()
    {
        var draft = await NewDraft();
        await Put(draft.Id, Empty("department-budget-8"));
        await Put(draft.Id, new V1.Statement
        {
            Layout = "department-budget-2", Unit = AmountUnit.TenThousandYuan,
            Rows = { new V1.StatementRow { Code = "total", Cells = { new StatementCell { Column = "total", Value = "5.00" }, new StatementCell { Column = "general", Value = "5.00" } } } }
        });
        var disclosure = await Publish((await Put(draft.Id, Table("100.00"))).Draft);
        Assert.Equal("NO_SUCH_RELEASE", await ReasonOf(StatusCode.NotFound, async () => await Disclosures.ListReleaseDifferencesAsync(new() { Id = disclosure.Id }, cancellationToken: Cancel)));

        draft = await Editor.ReviseDisclosureAsync(new() { Id = disclosure.Id, RequestId = "r", Change = ReleaseChange.Correction, ChangeReason = "数字有误" }, cancellationToken: Cancel);
        await Editor.RemoveStatementAsync(new() { Id = draft.Id, Layout = "department-budget-2" }, cancellationToken: Cancel);
        var changed = new V1.Statement { Layout = "department-budget-1", Unit = AmountUnit.TenThousandYuan, Rows = { Row("income.other", "其他收入", "7.00"), Row("income.total", "收入总计", "100.01") } };
        changed.Rows.Add(Row("income.carried", "上年结转", "0"));
        await Publish((await Put(draft.Id, changed)).Draft);

        var request = new ListReleaseDifferencesRequest { Id = disclosure.Id, PageSize = 4 };
        var first = await Disclosures.ListReleaseDifferencesAsync(request, cancellationToken: Cancel);
        request.PageToken = first.NextPageToken;
        var second = await Disclosures.ListReleaseDifferencesAsync(request, cancellationToken: Cancel);
        Assert.Equal(
            [
                ("department-budget-1", "income.other", "amount", "", "7.00", ""), ("department-budget-1", "income.total", "amount", "100.00", "100.01", "0.01"), ("department-budget-1", "income.carried", "amount", "", "0.00", ""),
                ("department-budget-1", "spending.total", "amount", "100.00", "", ""), ("department-budget-2", "total", "total", "5.00", "", ""), ("department-budget-2", "total", "general", "5.00", "", "")
            ],
            first.Differences.Concat(second.Differences).Select(d => (d.Layout, d.RowCode, d.Column, d.Before, d.After, d.Difference)));
        Assert.Equal((6L, "", "支出总计"), (second.TotalSize, second.NextPageToken, first.Differences[3].RowName));
        Assert.Equal(["earlier NOT_EARLIER", "pageSize OUT_OF_RANGE"], await Wrong(async () => await Disclosures.ListReleaseDifferencesAsync(new() { Id = disclosure.Id, Earlier = 2, Later = 2, PageSize = -1 }, cancellationToken: Cancel)));
        Assert.Equal(["earlier OUT_OF_RANGE", "id REQUIRED"], await Wrong(async () => await Disclosures.ListReleaseDifferencesAsync(new() { Earlier = -1 }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_RELEASE", await ReasonOf(StatusCode.NotFound, async () => await Disclosures.ListReleaseDifferencesAsync(new() { Id = disclosure.Id, Later = 3 }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_STATEMENT", await ReasonOf(StatusCode.NotFound, async () => await Disclosures.GetStatementAsync(new() { Id = disclosure.Id, Layout = "department-budget-2" }, cancellationToken: Cancel)));
        Assert.Equal("5.00", (await Disclosures.GetStatementAsync(new() { Id = disclosure.Id, Layout = "department-budget-2", Release = 1 }, cancellationToken: Cancel)).Rows[0].Cells[0].Value);
    }

    private async Task<V1.Draft> Approved(V1.Draft draft, string day) => await Editor.UpdateDraftAsync(new()
    {
        Draft = new V1.Draft { Id = draft.Id, Content = BudgetContent(2016, day) }, UpdateMask = new() { Paths = { "content" } }
    }, cancellationToken: Cancel);
}
