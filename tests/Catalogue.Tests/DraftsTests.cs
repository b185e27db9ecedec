using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue.Tests;

/// <summary>What happens to a draft before the public hears of it.</summary>
public sealed class DraftsTests : EditingTest
{
    [Fact]
    public async Task Creating_twice_with_one_request_id_makes_one_draft()
    {
        var first = await Create();
        var again = await Create(NewContent("另一个标题"));

        Assert.Equal(first, again);
        Assert.Equal(1, (await Editor.ListDraftsAsync(new(), cancellationToken: Cancel)).TotalSize);
        await Publish(await Approve(first));
        Assert.Equal(0, (await Editor.ListDraftsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_draft_is_said_at_once()
    {
        var content = NewContent(title: "");
        content.Genre = "none";
        content.FormedOn = "2026-01-06";
        content.EffectiveOn = "2026-02-01";
        content.ExpiresOn = "2026-01-31";
        content.References.Add(new V1.Reference());
        content.References.Add(new V1.Reference { Relation = Relation.BasedOn, ItemId = "nothing" });

        var refused = await Refused(StatusCode.InvalidArgument, async () => await Editor.CreateDraftAsync(new() { Draft = new() { Content = content } }, cancellationToken: Cancel));

        Assert.Equal(
            [
                ("draft.agency.id", "REQUIRED"), ("draft.content.expiresOn", "BEFORE_EFFECTIVE"), ("draft.content.formedOn", "IN_THE_FUTURE"), ("draft.content.genre", "UNKNOWN_CODE"),
                ("draft.content.references[0].relation", "REQUIRED"), ("draft.content.references[0].title", "REQUIRED"), ("draft.content.references[1].itemId", "NO_SUCH_ITEM"),
                ("draft.content.title", "REQUIRED"), ("requestId", "REQUIRED")
            ],
            refused.Fields().Order());
    }

    [Theory]
    [InlineData("联系人身份证号11010519491231002X。", "PERSONAL_DATA")]
    [InlineData("手机：１３８ ０００１ ２３４５", "PERSONAL_DATA")]
    [InlineData("开户账号 6222 0212 3456 7890 128", "PERSONAL_DATA")]
    [InlineData("联系电话：0412-2226688，文号鞍政办发〔2016〕91号", null)]
    public async Task Personal_data_is_refused_unless_a_basis_is_stated(string body, string? reason)
    {
        var draft = new V1.Draft { Agency = new() { Id = "city" }, Content = NewContent(body: body) };
        if (reason is null)
        {
            await Editor.CreateDraftAsync(new() { RequestId = "r1", Draft = draft }, cancellationToken: Cancel);
            return;
        }

        var refused = await Refused(StatusCode.InvalidArgument, async () => await Editor.CreateDraftAsync(new() { RequestId = "r1", Draft = draft }, cancellationToken: Cancel));
        Assert.Equal([("draft.content.body", reason)], refused.Fields());
        Assert.DoesNotContain(refused.Message, body, StringComparison.Ordinal);
        var imported = Record("1");
        imported.Body = body;
        Assert.Equal([("body", reason)], (await ImportOne(imported)).Violations.Fields());

        draft.PersonalDataBasis = "公示拟录用人员，依据《公务员录用规定》";
        await Editor.CreateDraftAsync(new() { RequestId = "r1", Draft = draft }, cancellationToken: Cancel);
        imported.PersonalDataBasis = draft.PersonalDataBasis;
        Assert.Equal(ImportOutcome.Created, (await ImportOne(imported)).Outcome);
    }

    [Fact]
    public async Task Who_has_written_a_draft_does_not_review_it()
    {
        var draft = await Create();
        var both = As("editor-1", Roles.Reviewer);
        draft = await Editor.SubmitDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);

        Assert.Equal("REVIEWER_IS_EDITOR", await ReasonOf(StatusCode.FailedPrecondition, async () => await both.ReviewDraftAsync(Decision(draft), cancellationToken: Cancel)));
        var reviewed = await Reviewer.ReviewDraftAsync(Decision(draft), cancellationToken: Cancel);
        Assert.Equal((DraftState.Approved, "reviewer-1", "不涉密", DisclosureMode.Proactive), (reviewed.State, reviewed.Review.Reviewer, reviewed.Review.Opinion, reviewed.Review.Mode));
    }

    [Fact]
    public async Task What_was_not_reviewed_or_was_changed_since_is_not_published()
    {
        var draft = await Create();
        await NotPublished(draft);
        draft = await Editor.SubmitDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        await NotPublished(draft);
        var seen = draft;
        draft = await Editor.RecallDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        draft.Content.Body = "审查后夹带的内容";
        draft = await Editor.UpdateDraftAsync(new() { Draft = draft, UpdateMask = new() { Paths = { "content" } } }, cancellationToken: Cancel);
        draft = await Editor.SubmitDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);

        // The reviewer decides on what was read, not on what it has become.
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Reviewer.ReviewDraftAsync(Decision(seen), cancellationToken: Cancel)));
        draft = await Reviewer.ReviewDraftAsync(Decision(draft), cancellationToken: Cancel);
        Assert.Equal("WRONG_DRAFT_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () =>
            await Editor.UpdateDraftAsync(new() { Draft = draft, UpdateMask = new() { Paths = { "content" } } }, cancellationToken: Cancel)));
        Assert.Equal("审查后夹带的内容", (await Publish(draft)).Body);
    }

    [Fact]
    public async Task What_is_restricted_says_on_what_ground_and_is_never_published()
    {
        var draft = await Create();
        draft = await Editor.SubmitDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        var decision = Decision(draft);
        decision.Decision = ReviewDecision.Restrict;
        var refused = await Refused(StatusCode.InvalidArgument, async () => await Reviewer.ReviewDraftAsync(decision, cancellationToken: Cancel));
        Assert.Equal([("ground", "REQUIRED"), ("legalBasis", "REQUIRED"), ("mode", "REQUIRED")], refused.Fields().Order());

        (decision.Mode, decision.Ground, decision.LegalBasis) = (DisclosureMode.OnRequest, RestrictionGround.Process, "《政府信息公开条例》第十六条");
        draft = await Reviewer.ReviewDraftAsync(decision, cancellationToken: Cancel);

        Assert.Equal((DraftState.Restricted, DisclosureMode.OnRequest, RestrictionGround.Process), (draft.State, draft.Review.Mode, draft.Review.Ground));
        await NotPublished(draft);
        Assert.Equal(0, (await Public.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task A_draft_is_there_for_its_own_agency_and_those_above_it_alone()
    {
        var draft = await Create(agency: "county-1");

        foreach (var other in new[] { As("x", Roles.Editor, "county-2"), As("x", Roles.Editor, "town-1"), As("x", Roles.Auditor, null) })
        {
            Assert.Equal("NO_SUCH_DRAFT", await ReasonOf(StatusCode.NotFound, async () => await other.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
            Assert.Equal(0, (await other.ListDraftsAsync(new(), cancellationToken: Cancel)).TotalSize);
            Assert.Empty((await other.ListOverdueDraftsAsync(new() { WithinWorkingDays = 60 }, cancellationToken: Cancel)).Drafts);
            Assert.Equal("NO_SUCH_DRAFT", await ReasonOf(StatusCode.NotFound, async () => await As("x", Roles.Publisher, "county-2").DiscardDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        }

        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await As("x", Roles.Editor, "county-2").ListDraftsAsync(new() { AgencyId = "county-1" }, cancellationToken: Cancel)));
        Assert.Equal(1, (await As("x", Roles.Supervisor, "county-1").ListDraftsAsync(new() { Query = "工作方案", State = DraftState.Drafted }, cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task Of_32_editors_who_write_at_once_one_wins_each_round_and_none_is_lost()
    {
        var draft = await Create();
        var winners = 0;
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            var editor = As($"editor-{i}", Roles.Editor);
            var mine = await editor.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
            for (var tries = 0; ; tries++)
            {
                Assert.InRange(tries, 0, 100);
                mine.Content.Keywords.Add($"k{i}");
                var body = mine.Content.Body + $"{i}\n";
                mine.Content.Body = body;
                // Twenty keywords are the most; the body keeps them all.
                mine.Content.Keywords.Clear();
                try
                {
                    await editor.UpdateDraftAsync(new() { Draft = mine, UpdateMask = new() { Paths = { "content.body" } } }, cancellationToken: Cancel);
                    Interlocked.Increment(ref winners);
                    return;
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
                {
                    Assert.Equal("STALE_ETAG", e.Reason());
                    mine = await editor.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
                }
            }
        }, Cancel)));

        var end = await Editor.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        Assert.Equal(32, winners);
        Assert.Equal(Enumerable.Range(0, 32), end.Content.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Order());
        Assert.Equal("r33", end.Etag);
    }

    [Fact]
    public async Task A_scheduled_edition_appears_when_its_time_has_come_and_not_before()
    {
        var draft = await Approved();
        var at = Host.Clock.GetUtcNow().AddHours(20);
        var answer = await Publisher.PublishDraftAsync(new()
        {
            Id = draft.Id, PublishTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(at), Placements = { new V1.Placement { Channel = Channel.Website } }
        }, cancellationToken: Cancel);
        Assert.Equal((DraftState.Scheduled, null), (answer.Draft.State, answer.Item));

        Host.Clock.Advance(TimeSpan.FromHours(20) - TimeSpan.FromSeconds(2));
        Assert.Equal("NO_SUCH_ITEM", await ReasonOf(StatusCode.NotFound, async () => await Read(draft.Id)));

        var item = await Eventually(draft.Id);
        Assert.Equal((1, "2026-01-06"), (item.Edition, item.PublishedOn));
    }

    [Fact]
    public async Task A_scheduled_edition_of_an_item_that_was_taken_back_meanwhile_waits_for_a_person()
    {
        var item = await Published();
        var draft = await Editor.ReviseItemAsync(new() { Id = item.Id }, cancellationToken: Cancel);
        draft.ChangeNote = "更正";
        draft = await Approve(await Editor.UpdateDraftAsync(new() { Draft = draft, UpdateMask = new() { Paths = { "change_note" } } }, cancellationToken: Cancel));
        await Publisher.PublishDraftAsync(new() { Id = item.Id, PublishTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Host.Clock.GetUtcNow().AddHours(1)) }, cancellationToken: Cancel);
        await Publisher.WithdrawItemAsync(new() { Id = item.Id, Reason = "误" }, cancellationToken: Cancel);

        for (var i = 0; (draft = await Editor.GetDraftAsync(new() { Id = item.Id }, cancellationToken: Cancel)).State == DraftState.Scheduled; i++)
        {
            Assert.InRange(i, 0, 5_000);
            Host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((DraftState.Approved, null, 1), (draft.State, draft.PublishTime, (await Read(item.Id)).Edition));
    }

    [Fact]
    public async Task A_publication_that_was_left_in_the_middle_is_finished_once()
    {
        var draft = await Approved();
        var collections = Host.Services.GetRequiredService<Collections>();
        var stored = (await collections.Drafts.Get(draft.Id, Cancel))!;
        // As if the process had been killed right after the first of its writes.
        var begun = stored.Value.BeginPublishing([new Placement(Channel.Website, new DateOnly(2026, 1, 5), "", "")], $"{Taizhou}/2026-00007", "publisher-1", Host.Clock.GetUtcNow());
        await collections.Drafts.Write([Write.Replace(draft.Id, begun, stored.Revision)], Cancel);
        foreach (var act in new Func<Task>[]
        {
            async () => await Editor.RecallDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel),
            async () => await Editor.DiscardDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)
        })
            Assert.Equal("WRONG_DRAFT_STATE", await ReasonOf(StatusCode.FailedPrecondition, act));

        var item = await Eventually(draft.Id);
        var publishing = Host.Services.GetRequiredService<Publishing>();
        await publishing.Finish(new Stored<Draft>(begun, stored.Revision + 1), Cancel);

        Assert.Equal((1, $"{Taizhou}/2026-00007"), (item.Edition, item.IndexNumber));
        Assert.Equal(item, await Read(draft.Id));
    }

    [Fact]
    public async Task A_draft_that_an_import_has_overtaken_is_returned()
    {
        var id = await ImportedId(Record("1", title: "旧题"));
        var draft = await Editor.ReviseItemAsync(new() { Id = id }, cancellationToken: Cancel);
        draft.ChangeNote = "更正";
        draft = await Approve(await Editor.UpdateDraftAsync(new() { Draft = draft, UpdateMask = new() { Paths = { "changeNote" } } }, cancellationToken: Cancel));
        await ImportOne(Record("1", title: "新题"));

        Assert.Equal("EDITION_OVERTAKEN", await ReasonOf(StatusCode.Aborted, async () => await Publisher.PublishDraftAsync(new() { Id = id }, cancellationToken: Cancel)));

        Assert.Equal("新题", (await Read(id)).Title);
        Assert.Equal(DraftState.Returned, (await Editor.GetDraftAsync(new() { Id = id }, cancellationToken: Cancel)).State);
    }

    private static ReviewDraftRequest Decision(V1.Draft draft) => new() { Id = draft.Id, Etag = draft.Etag, Decision = ReviewDecision.Approve, Opinion = "不涉密" };

    private async Task NotPublished(V1.Draft draft) =>
        Assert.Equal("WRONG_DRAFT_STATE", await ReasonOf(StatusCode.FailedPrecondition, () => Publish(draft)));

    /// <summary>The schedule looks by the clock, which the test moves.</summary>
    private async Task<V1.Item> Eventually(string id)
    {
        for (var i = 0; ; i++)
        {
            Host.Clock.Advance(TimeSpan.FromSeconds(1));
            try
            {
                return await Read(id);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound && i < 500)
            {
                await Task.Yield();
            }
        }
    }
}
