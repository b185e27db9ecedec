using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>Editions: drafted by one, published by another, never changed after.</summary>
public sealed class GuideEditionsTests : GuidesTest
{
    [Fact]
    public async Task The_public_sees_no_draft()
    {
        var draft = await Editor.CreateGuideDraftAsync(NewDraft(), cancellationToken: Cancel);
        Assert.Equal("NO_SUCH_GUIDE", await ReasonOf(StatusCode.NotFound, async () => await Anyone.GetGuideAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        await Refused(StatusCode.Unauthenticated, async () => await Anyone.GetGuideDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel));
        Assert.Equal(0, (await Anyone.ListGuidesAsync(new() { Query = "食品" }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(0, (await Anyone.ListGuideAdjustmentsAsync(new(), cancellationToken: Cancel)).TotalSize);
        Assert.Equal(0, (await Anyone.GetGuideCompletenessAsync(new(), cancellationToken: Cancel)).Total.Guides);
        var guide = await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
        await Editor.UpdateGuideDraftAsync(Update(await Editor.ReviseGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel), "新", c => c.Title = "尚未公布"), cancellationToken: Cancel);
        Assert.Equal(guide, await Anyone.GetGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel));
        Assert.Empty((await Anyone.ListGuidesAsync(new() { Query = "尚未公布" }, cancellationToken: Cancel)).Guides);
        Assert.Single((await Anyone.ListGuideEditionsAsync(new() { Id = guide.Id }, cancellationToken: Cancel)).Editions);
    }

    [Fact]
    public async Task Nobody_publishes_what_they_wrote()
    {
        var own = await Publisher.CreateGuideDraftAsync(NewDraft(), cancellationToken: Cancel);
        Assert.Equal("FOUR_EYES", await ReasonOf(StatusCode.PermissionDenied, async () => await Publisher.PublishGuideDraftAsync(new() { Id = own.Id, Etag = own.Etag }, cancellationToken: Cancel)));
        var draft = await Editor.CreateGuideDraftAsync(NewDraft(requestId: "2"), cancellationToken: Cancel);
        draft = await Publisher.UpdateGuideDraftAsync(Update(draft, "", c => c.Hours = "全天"), cancellationToken: Cancel);
        Assert.Equal(["editor-1", "publisher-1"], draft.Editors);
        Assert.Equal("FOUR_EYES", await ReasonOf(StatusCode.PermissionDenied, async () => await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel)));
        var other = new GuideService.GuideServiceClient(As("publisher-2", Roles.Publisher));
        Assert.Equal("全天", (await other.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel)).Content.Hours);
    }

    [Fact]
    public async Task A_call_that_is_repeated_begins_one_draft()
    {
        var first = await Editor.CreateGuideDraftAsync(NewDraft(source: "A-1"), cancellationToken: Cancel);
        Assert.Equal(first, await Editor.CreateGuideDraftAsync(NewDraft(source: "A-1"), cancellationToken: Cancel));
        Assert.Equal("GUIDE_DRAFT_EXISTS", await ReasonOf(StatusCode.AlreadyExists, async () => await Editor.CreateGuideDraftAsync(NewDraft(requestId: "2", source: "A-1"), cancellationToken: Cancel)));
        var guide = await Publisher.PublishGuideDraftAsync(new() { Id = first.Id, Etag = first.Etag }, cancellationToken: Cancel);
        Assert.Equal("GUIDE_EXISTS", await ReasonOf(StatusCode.AlreadyExists, async () => await Editor.CreateGuideDraftAsync(NewDraft(source: "A-1"), cancellationToken: Cancel)));
        // The import knows it by the same id.
        Assert.Equal((RecordFate.Unchanged, guide.Id), ((await Import(Record("A-1", Whole())))[0] is var r ? (r.Fate, r.Id) : default));
        Assert.Equal("NO_SUCH_GUIDE_DRAFT", await ReasonOf(StatusCode.NotFound, async () => await Editor.GetGuideDraftAsync(new() { Id = first.Id }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Editions_are_read_as_of_a_day_listed_and_compared()
    {
        GoTo("2026-02-02");
        var first = await Published();
        GoTo("2026-03-02");
        await Refused(StatusCode.InvalidArgument, async () => await Revised(first.Id, "", c => c.Hours = "全天"));
        var left = await Editor.GetGuideDraftAsync(new() { Id = first.Id }, cancellationToken: Cancel);
        await Editor.DiscardGuideDraftAsync(new() { Id = left.Id, Etag = left.Etag }, cancellationToken: Cancel);
        var second = await Revised(first.Id, "压缩时限", c => { c.TimeLimit.Promised = 5; c.Materials.RemoveAt(1); });
        GoTo("2026-04-02");
        var third = await Revised(first.Id, "换证", c => c.Bases.Add(new V1.LegalBasis { LawId = Law, Article = "第十二条" }));

        Assert.Equal((2, 3, "2026-02-02", "2026-02-02", "2026-04-02"), (second.Edition, third.Edition, first.BasesSince, second.BasesSince, third.BasesSince));
        Assert.Equal("NO_SUCH_GUIDE", await ReasonOf(StatusCode.NotFound, async () => await On("2026-02-01")));
        foreach (var (day, edition) in new[] { ("2026-02-02", 1), ("2026-03-01", 1), ("2026-03-02", 2), ("2026-04-01", 2), ("2026-04-02", 3), ("9999-12-31", 3) })
            Assert.Equal((day, edition), (day, (await On(day)).Edition));
        Assert.Equal(first.Content, (await On("2026-02-28")).Content);
        await Refused(StatusCode.NotFound, async () => await On("0001-01-01"));

        var editions = new List<V1.GuideEdition>();
        var request = new ListGuideEditionsRequest { Id = first.Id, PageSize = 1 };
        do
        {
            var page = await Anyone.ListGuideEditionsAsync(request, cancellationToken: Cancel);
            editions.AddRange(page.Editions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal([(3, "换证"), (2, "压缩时限"), (1, "")], editions.Select(e => (e.Number, e.ChangeNote)));
        Assert.Equal(first.ContentDigest, (await Anyone.GetGuideEditionAsync(new() { Id = first.Id, Edition = 1 }, cancellationToken: Cancel)).ContentDigest);
        Assert.Equal("NO_SUCH_GUIDE_EDITION", await ReasonOf(StatusCode.NotFound, async () => await Anyone.GetGuideEditionAsync(new() { Id = first.Id, Edition = 4 }, cancellationToken: Cancel)));
        var differences = (await Anyone.GetGuideComparisonAsync(new() { Id = first.Id, Before = 1, After = 2 }, cancellationToken: Cancel)).Differences;
        Assert.Equal(["materials", "timeLimit"], differences.Select(d => d.Field));
        Assert.Equal(("unit=TIME_UNIT_WORKING_DAY；statutory=20；promised=8", "unit=TIME_UNIT_WORKING_DAY；statutory=20；promised=5"), (differences[1].Before, differences[1].After));
        Assert.Contains("营业执照", differences[0].Before);

        async Task<V1.Guide> On(string day) => await Anyone.GetGuideAsync(new() { Id = first.Id, AsOf = day }, cancellationToken: Cancel);
    }

    [Fact]
    public async Task What_is_taken_back_is_in_no_list_and_read_with_its_banner()
    {
        GoTo("2026-02-02");
        var guide = await Published();
        GoTo("2026-03-02");
        Assert.Equal(["reason REQUIRED"], await Wrong(async () => await Publisher.WithdrawGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel)));
        await Refused(StatusCode.Aborted, async () => await Publisher.WithdrawGuideAsync(new() { Id = guide.Id, Etag = "r9", Reason = "x" }, cancellationToken: Cancel));
        var withdrawn = await Publisher.WithdrawGuideAsync(new() { Id = guide.Id, Etag = guide.Etag, Reason = "该许可已取消" }, cancellationToken: Cancel);
        Assert.Equal("该许可已取消", withdrawn.Withdrawal.Reason);
        Assert.Equal(withdrawn, await Anyone.GetGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel));
        Assert.Null((await Anyone.GetGuideAsync(new() { Id = guide.Id, AsOf = "2026-03-01" }, cancellationToken: Cancel)).Withdrawal);
        Assert.Equal(0, (await Anyone.ListGuidesAsync(new(), cancellationToken: Cancel)).TotalSize);
        Assert.Equal(0, (await Anyone.GetGuideCompletenessAsync(new(), cancellationToken: Cancel)).Total.Guides);
        Assert.Equal("GUIDE_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publisher.WithdrawGuideAsync(new() { Id = guide.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("GUIDE_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Editor.ReviseGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel)));
        Assert.Null((await Publisher.RestoreGuideAsync(new() { Id = guide.Id, Reason = "误撤" }, cancellationToken: Cancel)).Withdrawal);
        Assert.Equal("GUIDE_NOT_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publisher.RestoreGuideAsync(new() { Id = guide.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(1, (await Anyone.ListGuidesAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task What_was_published_is_what_the_publisher_read()
    {
        var draft = await Editor.CreateGuideDraftAsync(NewDraft(), cancellationToken: Cancel);
        await Editor.UpdateGuideDraftAsync(Update(draft, "", c => c.Hours = "改"), cancellationToken: Cancel);
        Assert.Equal(["etag REQUIRED"], await Wrong(async () => await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel)));
        await Refused(StatusCode.Aborted, async () => await Editor.UpdateGuideDraftAsync(Update(draft, "", c => c.Hours = "又改"), cancellationToken: Cancel));
        Assert.Equal(["updateMask UNKNOWN_FIELD"], await Wrong(async () => await Editor.UpdateGuideDraftAsync(new() { Draft = new() { Id = draft.Id }, UpdateMask = new() { Paths = { "agency_id" } } }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task An_edition_that_came_between_overtakes_a_draft()
    {
        await Import(Record("1"));
        var id = (await Anyone.ListGuidesAsync(new(), cancellationToken: Cancel)).Guides[0].Id;
        var draft = await Editor.ReviseGuideAsync(new() { Id = id }, cancellationToken: Cancel);
        draft = await Editor.UpdateGuideDraftAsync(Update(draft, "改", c => c.Hours = "改"), cancellationToken: Cancel);
        await Import(Record("1", Whole("另一版")));
        Assert.Equal("EDITION_OVERTAKEN", await ReasonOf(StatusCode.Aborted, async () => await Publisher.PublishGuideDraftAsync(new() { Id = id, Etag = draft.Etag }, cancellationToken: Cancel)));
        Assert.True((await Editor.GetGuideDraftAsync(new() { Id = id }, cancellationToken: Cancel)).Overtaken);
        await Editor.DiscardGuideDraftAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.Equal("另一版", (await Editor.ReviseGuideAsync(new() { Id = id }, cancellationToken: Cancel)).Content.Title);
    }

    [Fact]
    public async Task A_publication_that_ended_before_the_draft_was_gone_is_done()
    {
        var draft = await Editor.CreateGuideDraftAsync(NewDraft(), cancellationToken: Cancel);
        var drafts = Host.Services.GetRequiredService<Collections>().GuideDrafts;
        var kept = (await drafts.Get(draft.Id, Cancel))!.Value;
        var guide = await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
        // As if the process had died between the two writes.
        await drafts.Write([Write.Create(kept.Id, kept)], Cancel);
        Assert.Equal("NO_SUCH_GUIDE_DRAFT", await ReasonOf(StatusCode.NotFound, async () => await Editor.GetGuideDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        Assert.Empty((await Editor.ListGuideDraftsAsync(new(), cancellationToken: Cancel)).Drafts);
        Assert.Equal(guide, await Publisher.PublishGuideDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel));
        await drafts.Write([Write.Create(kept.Id, kept)], Cancel);
        Assert.Equal(1, (await Editor.ReviseGuideAsync(new() { Id = draft.Id }, cancellationToken: Cancel)).BaseEdition);
        Assert.Equal(1, (await Anyone.GetGuideAsync(new() { Id = draft.Id }, cancellationToken: Cancel)).Edition);
    }

    [Fact]
    public async Task An_edition_that_was_kept_for_a_publication_that_never_came_is_no_part_of_the_history()
    {
        var guide = await Published();
        var collections = Host.Services.GetRequiredService<Collections>();
        var live = (await collections.Guides.Get(guide.Id, Cancel))!.Value.Live;
        await collections.GuideEditions.Write([Write.Put($"{guide.Id}.1", new PastGuideEdition(guide.Id, live))], Cancel);
        Assert.Single((await Anyone.ListGuideEditionsAsync(new() { Id = guide.Id }, cancellationToken: Cancel)).Editions);
        Assert.Equal(2, (await Revised(guide.Id, "改", c => c.Hours = "全天")).Edition);
        Assert.Equal(2, (await Anyone.ListGuideEditionsAsync(new() { Id = guide.Id }, cancellationToken: Cancel)).Editions.Count);
    }

    [Fact]
    public async Task The_log_tells_what_was_done_by_day_and_agency_newest_first()
    {
        GoTo("2026-02-02");
        var guide = await Published();
        await Import(Record("old", Whole("老事项"), "office", "2015-05-04"));
        GoTo("2026-03-02");
        await Revised(guide.Id, "压缩时限", c => c.TimeLimit.Promised = 5);
        GoTo("2026-04-02");
        await Publisher.WithdrawGuideAsync(new() { Id = guide.Id, Reason = "已取消" }, cancellationToken: Cancel);
        await Publisher.RestoreGuideAsync(new() { Id = guide.Id, Reason = "误撤" }, cancellationToken: Cancel);

        var all = new List<V1.GuideAdjustment>();
        var request = new ListGuideAdjustmentsRequest { PageSize = 2 };
        do
        {
            var page = await Anyone.ListGuideAdjustmentsAsync(request, cancellationToken: Cancel);
            Assert.Equal(5, page.TotalSize);
            all.AddRange(page.Adjustments);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(
            [
                (GuideChange.Restored, "2026-04-02", "误撤", 2), (GuideChange.Withdrawn, "2026-04-02", "已取消", 2), (GuideChange.Amended, "2026-03-02", "压缩时限", 2),
                (GuideChange.Published, "2026-02-02", "", 1), (GuideChange.Published, "2015-05-04", "", 1)
            ],
            all.Select(a => (a.Change, a.On, a.Reason, a.Edition)));
        Assert.Equal(["timeLimit"], all[2].Fields);
        Assert.Equal([all[2]], (await List(new() { DoneFrom = "2026-03-01", DoneTo = "2026-04-01" })).Adjustments);
        Assert.Equal([all[4]], (await List(new() { AgencyId = "office" })).Adjustments);
        Assert.Equal(5, (await List(new() { AgencyId = "city", DoneFrom = "0001-01-01", DoneTo = "9999-12-31" })).TotalSize);
        Assert.Equal([all[1]], (await List(new() { Change = GuideChange.Withdrawn })).Adjustments);
        Assert.Equal(["doneTo BEFORE_FROM"], await Wrong(() => List(new() { DoneFrom = "2026-03-02", DoneTo = "2026-03-01" })));

        async Task<ListGuideAdjustmentsResponse> List(ListGuideAdjustmentsRequest asked) => await Anyone.ListGuideAdjustmentsAsync(asked, cancellationToken: Cancel);
    }

    [Fact]
    public async Task An_act_that_was_not_logged_is_logged_by_its_event()
    {
        var guide = await Published();
        var (collections, adjustments) = (Host.Services.GetRequiredService<Collections>(), Host.Services.GetRequiredService<GuideAdjustments>());
        var told = await Host.Services.GetRequiredKeyedService<IStore>(PowerListModule.Name).Changes.After(0, 10, Cancel);
        var changed = Foundation.Messaging.Topics.Read<GuideChanged>(told.Single(e => e.Event.Topic == "powers.guides").Event);
        Assert.Equal((guide.Id, GuideChange.Published, 1, 1), (changed.GuideId, changed.Change, changed.Act, changed.Edition));
        var before = await Anyone.ListGuideAdjustmentsAsync(new(), cancellationToken: Cancel);
        await collections.GuideAdjustments.Write([Write.Delete<GuideAdjustment>($"{guide.Id}.1", 1)], Cancel);
        Assert.Equal(0, (await Anyone.ListGuideAdjustmentsAsync(new(), cancellationToken: Cancel)).TotalSize);
        for (var delivery = 0; delivery < 2; delivery++) await adjustments.Follow(changed, Cancel);
        Assert.Equal(before, await Anyone.ListGuideAdjustmentsAsync(new(), cancellationToken: Cancel));
    }
}
