using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Finance.Tests;

/// <summary>A release from its first word to the public.</summary>
public sealed class DraftTests : DisclosuresTest
{
    [Fact]
    public async Task A_draft_is_begun_written_published_by_somebody_else_and_read_by_anybody()
    {
        GoTo("2026-02-10");
        var draft = await NewDraft(change: d => d.Content.Approval.On = "2026-02-01");
        Assert.Equal(("机关 office", "2026-02-21", DraftState.Draft, FinanceLevel.Department), (draft.AgencyName, draft.DueOn, draft.State, draft.Level));
        Assert.Equal(draft, await NewDraft(change: d => d.Content.Approval.On = "2026-02-01"));
        var check = await Put(draft.Id, Table());
        Assert.Equal((true, 1, 2), (check.Passed, check.Draft.Statements.Count, check.Draft.Statements[0].RowCount));
        // The same table again is no change.
        Assert.Equal(check, await Put(draft.Id, Table()));
        await Put(draft.Id, Empty("department-budget-8"));
        await Put(draft.Id, Empty("department-budget-2"));
        check = await Put(draft.Id, Empty("department-budget-3"));
        Assert.Equal(["department-budget-1", "department-budget-2", "department-budget-3", "department-budget-8"], check.Draft.Statements.Select(s => s.Layout));
        foreach (var layout in new[] { "department-budget-3", "department-budget-2" })
            check = await Editor.RemoveStatementAsync(new() { Id = draft.Id, Layout = layout, Etag = check.Draft.Etag }, cancellationToken: Cancel);
        Assert.Equal("NO_SUCH_STATEMENT", await ReasonOf(StatusCode.NotFound, async () => await Editor.RemoveStatementAsync(new() { Id = draft.Id, Layout = "department-budget-2" }, cancellationToken: Cancel)));
        Assert.Equal(Table(), await Editor.GetDraftStatementAsync(new() { Id = draft.Id, Layout = "department-budget-1" }, cancellationToken: Cancel));
        Assert.Equal("NO_SUCH_DISCLOSURE", await ReasonOf(StatusCode.NotFound, async () => await Get(draft.DisclosureId)));

        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Publish(draft)));
        var disclosure = await Publish(check.Draft);
        Assert.Equal(disclosure, await Publish(check.Draft));
        Assert.Equal(disclosure, await Get(draft.DisclosureId));
        Assert.Equal(
            (1, "2026-02-10", "2026-02-21", Timeliness.InTime, "《预算法》(2014年修正)第十四条", ReleaseChange.First, 2),
            (disclosure.Release.Number, disclosure.Release.PublishedOn, disclosure.Release.DueOn, disclosure.Release.Timeliness, disclosure.Release.DueBasis, disclosure.Release.Change, disclosure.Release.Statements.Count));
        Assert.Equal((64, "1000.00"), (disclosure.Release.Digest.Length, await TotalOf(disclosure.Id)));

        var done = await Editor.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        Assert.Equal((DraftState.Published, disclosure.Id), (done.State, done.DisclosureId));
        Assert.Equal("NOT_A_DRAFT", await ReasonOf(StatusCode.FailedPrecondition, async () => await Put(draft.Id, Table())));
        Assert.Equal("NOT_A_DRAFT", await ReasonOf(StatusCode.FailedPrecondition, async () => await Editor.DiscardDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task What_a_draft_says_is_changed_by_its_mask_and_its_etag()
    {
        var draft = await NewDraft();
        var given = new V1.Draft
        {
            Id = draft.Id, Etag = draft.Etag, ChangeReason = "不变",
            Content = new DisclosureContent { Title = "新标题", Explanations = { new V1.Explanation { Element = "changes", Text = "比上年减少。" } } }
        };
        var update = new UpdateDraftRequest { Draft = given, UpdateMask = new() { Paths = { "content.title", "content.explanations" } } };
        var updated = await Editor.UpdateDraftAsync(update, cancellationToken: Cancel);
        Assert.Equal(("新标题", 1, "", "2016-02-01"), (updated.Content.Title, updated.Content.Explanations.Count, updated.ChangeReason, updated.Content.Approval.On));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Editor.UpdateDraftAsync(update, cancellationToken: Cancel)));
        update.UpdateMask = new() { Paths = { "content", "fiscal_year", "state" } };
        Assert.Equal(
            ["updateMask UNKNOWN_FIELD", "updateMask UNKNOWN_FIELD", "draft.content.phase REQUIRED", "draft.content.approval REQUIRED"],
            await Wrong(async () => await Editor.UpdateDraftAsync(update, cancellationToken: Cancel)));
        Assert.Equal(["draft.id REQUIRED"], await Wrong(async () => await Editor.UpdateDraftAsync(new(), cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_draft_is_named_at_once()
    {
        Assert.Equal(
            ["requestId REQUIRED", "draft.agencyId REQUIRED", "draft.fiscalYear OUT_OF_RANGE", "draft.kind REQUIRED", "draft.content.title REQUIRED", "draft.content.phase REQUIRED"],
            await Wrong(async () => await Editor.CreateDraftAsync(new(), cancellationToken: Cancel)));
        Assert.Equal(
            [
                "draft.agencyId NO_SUCH_AGENCY", "draft.fiscalYear OUT_OF_RANGE", "draft.level UNKNOWN_VALUE", "draft.subject ONE_OF_A_KIND", "draft.content.title TOO_LONG",
                "draft.content.phase NOT_OF_THIS_KIND", "draft.content.approval.body REQUIRED", "draft.content.approval.on NOT_A_DAY", "draft.content.explanations[0].element MALFORMED",
                "draft.content.explanations[0].text REQUIRED", "draft.content.explanations[1].element MALFORMED", "draft.content.explanations[1].element REPEATED", "draft.content.explanations[1].text PERSONAL_DATA", "draft.change UNKNOWN_VALUE"
            ],
            await Wrong(async () => await NewDraft(change: d =>
            {
                (d.AgencyId, d.FiscalYear, d.Level, d.Subject, d.Change) = ("none", 2101, (FinanceLevel)9, "某项", (ReleaseChange)9);
                d.Content = new DisclosureContent
                {
                    Title = new string('题', 201), Phase = Phase.Executed, Approval = new V1.Approval { On = "2016-02-30" },
                    Explanations = { new V1.Explanation { Element = "CHANGES" }, new V1.Explanation { Element = "CHANGES", Text = "电话13800138000" } }
                };
            })));
        Assert.Equal(["draft.subject REQUIRED"], await Wrong(async () => await NewDraft(change: d => d.Kind = DisclosureKind.SpecialFund)));
        Assert.Equal(["draft.content.approval.on AFTER_DISCLOSURE"], await Wrong(async () => await NewDraft(change: d => d.Content.Approval.On = "9999-12-31")));
        Assert.Equal(["draft.content.approval NOT_APPROVED"], await Wrong(async () => await NewDraft(change: d => d.Content.Phase = Phase.Proposed)));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_table_is_named_at_once()
    {
        var draft = await NewDraft();
        var table = new V1.Statement
        {
            Layout = "department-budget-5", Note = "", Rows =
            {
                new V1.StatementRow { Code = "201", Cells = { new StatementCell { Column = "total", Value = "12,000" }, new StatementCell { Column = "total", Value = "1.001" } } },
                new V1.StatementRow { Code = "201", Name = new string('名', 201), Cells = { new StatementCell { Column = "$x", Value = "1" }, new StatementCell { Column = "basic", Value = "100000000000000" } } },
                new V1.StatementRow { Code = "299", Cells = { new StatementCell { Column = "project", Value = "-1" } } }, new V1.StatementRow()
            }
        };
        Assert.Equal(
            [
                "unit REQUIRED", "rows[0].cells[0].value NOT_A_NUMBER", "rows[0].cells[1].column DUPLICATE_COLUMN", "rows[0].cells[1].value NOT_A_NUMBER", "rows[1].name TOO_LONG", "rows[1].code DUPLICATE_LINE",
                "rows[1].cells[0].column UNKNOWN_COLUMN", "rows[1].cells[1].value NOT_A_NUMBER", "rows[2].code UNKNOWN_CODE", "rows[2].cells[0].value NEGATIVE", "rows[3].code CLASSIFICATION_MISSING"
            ],
            (await Wrong(async () => await Put(draft.Id, table))).Select(f => f.Replace("statement.", "")));
        Assert.Equal(["statement.layout REQUIRED", "statement.unit REQUIRED", "statement.note EMPTY_WITHOUT_NOTE"], await Wrong(async () => await Put(draft.Id, new())));
        Assert.Equal(["etag MALFORMED", "statement REQUIRED"], await Wrong(async () => await Editor.PutStatementAsync(new() { Id = draft.Id, Etag = "x" }, cancellationToken: Cancel)));
        Assert.Equal(["id REQUIRED"], await Wrong(async () => await Editor.PutStatementAsync(new(), cancellationToken: Cancel)));
        // A table without data is there too, with a note.
        var empty = Empty("department-budget-8");
        Assert.Equal(0, (await Put(draft.Id, empty)).Draft.Statements[0].RowCount);
        Assert.Equal(empty, await Editor.GetDraftStatementAsync(new() { Id = draft.Id, Layout = empty.Layout }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Nobody_publishes_what_they_wrote_but_a_machine_which_stands_for_its_people()
    {
        var draft = (await Put((await NewDraft()).Id, Table())).Draft;
        var both = new DraftingService.DraftingServiceClient(As("publisher", Roles.Publisher));
        draft = (await both.PutStatementAsync(new() { Id = draft.Id, Statement = Table("1.00") }, cancellationToken: Cancel)).Draft;
        Assert.Equal("OWN_DRAFT", await ReasonOf(StatusCode.PermissionDenied, async () => await Publish(draft)));
        var admin = new DraftingService.DraftingServiceClient(As("editor", Roles.Admin));
        Assert.Equal("OWN_DRAFT", await ReasonOf(StatusCode.PermissionDenied, async () => await admin.PublishDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel)));
        var other = new DraftingService.DraftingServiceClient(As("another", Roles.Publisher));
        Assert.Equal(1, (await other.PublishDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel)).ReleaseCount);

        var machine = new DraftingService.DraftingServiceClient(As("machine", Roles.System));
        var own = await machine.CreateDraftAsync(new() { RequestId = "m1", Draft = new V1.Draft { AgencyId = "city", FiscalYear = 2016, Kind = DisclosureKind.Budget, Content = BudgetContent() } }, cancellationToken: Cancel);
        Assert.Equal("2016年部门预算", (await machine.PublishDraftAsync(new() { Id = own.Id, Etag = own.Etag }, cancellationToken: Cancel)).Release.Content.Title);
    }

    [Fact]
    public async Task Drafts_are_of_their_agency_alone()
    {
        var draft = await NewDraft();
        var stranger = new DraftingService.DraftingServiceClient(As("stranger", Roles.Editor, "county"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await stranger.CreateDraftAsync(new() { RequestId = "x", Draft = new V1.Draft { AgencyId = "office", FiscalYear = 2016, Kind = DisclosureKind.Budget, Content = BudgetContent() } }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_DRAFT", await ReasonOf(StatusCode.NotFound, async () => await stranger.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_DRAFT", await ReasonOf(StatusCode.NotFound, async () => await stranger.PutStatementAsync(new() { Id = draft.Id, Statement = Table() }, cancellationToken: Cancel)));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await stranger.ListDraftsAsync(new() { AgencyId = "office" }, cancellationToken: Cancel)));
        Assert.Empty((await stranger.ListDraftsAsync(new(), cancellationToken: Cancel)).Drafts);
        var auditor = new DraftingService.DraftingServiceClient(As("auditor", Roles.Auditor, "office"));
        Assert.Equal(draft, await auditor.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel));
        Assert.Equal(draft, (await auditor.CheckDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)).Draft);
    }

    [Fact]
    public async Task Drafts_are_listed_by_agency_year_and_state_and_can_be_given_up()
    {
        var first = await NewDraft("1");
        Host.Clock.Advance(TimeSpan.FromDays(1));
        var second = await NewDraft("2", d => d.FiscalYear = 2017);
        var third = await NewDraft("3", d => d.AgencyId = "city");
        Assert.Equal([third.Id, second.Id, first.Id], (await List(new())).Select(d => d.Id));
        Assert.Equal([second.Id, first.Id], (await List(new() { AgencyId = "office" })).Select(d => d.Id));
        Assert.Equal([second.Id], (await List(new() { FiscalYear = 2017 })).Select(d => d.Id));
        Assert.Equal(["fiscalYear OUT_OF_RANGE", "state UNKNOWN_VALUE", "pageSize OUT_OF_RANGE"], await Wrong(async () => await List(new() { FiscalYear = 1, State = (DraftState)7, PageSize = -1 })));

        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Editor.DiscardDraftAsync(new() { Id = second.Id, Etag = "r9" }, cancellationToken: Cancel)));
        Assert.Equal(DraftState.Discarded, (await Editor.DiscardDraftAsync(new() { Id = second.Id, Etag = second.Etag }, cancellationToken: Cancel)).State);
        Assert.Equal("NOT_A_DRAFT", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publish(second)));
        await Publish(first);
        Assert.Equal([third.Id], (await List(new())).Select(d => d.Id));
        Assert.Equal([second.Id], (await List(new() { State = DraftState.Discarded })).Select(d => d.Id));
        Assert.Equal([first.Id], (await List(new() { State = DraftState.Published })).Select(d => d.Id));

        async Task<IReadOnlyList<V1.Draft>> List(ListDraftsRequest request)
        {
            var all = new List<V1.Draft>();
            if (request.PageSize == 0) request.PageSize = 1;
            do
            {
                var page = await Editor.ListDraftsAsync(request, cancellationToken: Cancel);
                all.AddRange(page.Drafts);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return all;
        }
    }
}
