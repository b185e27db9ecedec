using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>What becomes of guides and fee items when a law that they rest on does.</summary>
public sealed class GuideBasesTests : GuidesTest
{
    private LawService.LawServiceClient Laws => new(As("keeper-1", Roles.Supervisor));

    [Fact]
    public async Task A_place_that_the_register_does_not_have_is_refused_and_one_it_has_is_written_in_its_first_form()
    {
        var law = await Added("甲条例");
        var content = Bare();
        content.Bases.Add([new V1.LegalBasis { LawId = "none" }, new V1.LegalBasis { LawId = law, Article = "84" }, new V1.LegalBasis { LawId = law, Article = "12" }]);
        Assert.Equal(["draft.content.bases[0].lawId NO_SUCH_LAW", "draft.content.bases[1].article NO_SUCH_ARTICLE"], await Wrong(async () => await Editor.CreateGuideDraftAsync(NewDraft(content), cancellationToken: Cancel)));
        content.Bases.RemoveAt(0);
        content.Bases.RemoveAt(0);
        var guide = await Published(content);
        Assert.Equal(("第十二条", "甲条例"), (guide.Content.Bases[0].Article, guide.Content.Bases[0].Title));
    }

    [Fact]
    public async Task A_repeal_puts_guides_and_fees_in_question_until_they_are_based_anew()
    {
        var (old, next) = (await Added("旧条例"), await Added("新条例"));
        var guide = await Published(On(old));
        var fee = Fee();
        fee.Bases.Add(new V1.LegalBasis { LawId = old });
        var item = await NewFee(fee);
        await Published(On(next), "2");
        Assert.False(guide.InQuestion || item.InQuestion);
        await Record(old, LawActKind.Repealed, "2026-02-01");
        Assert.Empty(await InQuestion());

        GoTo("2026-02-01");
        var read = await Anyone.GetGuideAsync(new() { Id = guide.Id }, cancellationToken: Cancel);
        Assert.True(read.InQuestion);
        Assert.NotEmpty(read.Content.Bases[0].InQuestion);
        Assert.False((await Anyone.GetGuideAsync(new() { Id = guide.Id, AsOf = "2026-01-31" }, cancellationToken: Cancel)).InQuestion);
        Assert.Equal([guide.Id], await InQuestion());
        Assert.Equal([item.Id], (await Fees.ListFeeItemsAsync(new() { InQuestion = true }, cancellationToken: Cancel)).FeeItems.Select(f => f.Id));
        Assert.Empty((await Fees.ListFeeItemsAsync(new() { InQuestion = true, AsOf = "2026-01-31" }, cancellationToken: Cancel)).FeeItems);

        // Another text on the same bases leaves them as they are.
        Assert.True((await Revised(guide.Id, "改时间", c => c.Hours = "全天")).InQuestion);
        Assert.False((await Revised(guide.Id, "重新确定依据", c => c.Bases[0].LawId = next)).InQuestion);
        Assert.Empty(await InQuestion());
        item.Content.Bases[0].LawId = next;
        Assert.False((await Fees.UpdateFeeItemAsync(new() { FeeItem = item, UpdateMask = new() { Paths = { "content.bases" } }, ChangeNote = "重新确定依据" }, cancellationToken: Cancel)).InQuestion);
        Assert.Empty((await Fees.ListFeeItemsAsync(new() { InQuestion = true }, cancellationToken: Cancel)).FeeItems);
    }

    [Fact]
    public async Task What_was_confirmed_after_an_amendment_is_left_out_with_true_counts_and_full_pages()
    {
        var law = await Added("修改过的条例");
        var guides = new List<string>();
        for (var i = 0; i < 9; i++) guides.Add((await Published(On(law, $"事项 {i}"), $"{i}")).Id);
        await Record(law, LawActKind.Amended, "2026-01-06");
        GoTo("2026-01-06");
        Assert.Equal(9, (await InQuestion()).Count);
        // The two newest: the first page of two would be empty without them.
        var confirmed = (await InQuestion()).Take(2).ToList();
        var publisher = new LawService.LawServiceClient(As("publisher-1", Roles.Publisher));
        await publisher.ConfirmBasisAsync(new() { LawId = law, RequestId = "1", TargetIds = { confirmed }, Reason = "经核对，依据仍然有效" }, cancellationToken: Cancel);

        var seen = new List<string>();
        var request = new ListGuidesRequest { InQuestion = true, PageSize = 2 };
        do
        {
            var page = await Anyone.ListGuidesAsync(request, cancellationToken: Cancel);
            Assert.Equal(7, page.TotalSize);
            Assert.True(page.Guides.Count == 2 || page.NextPageToken.Length == 0);
            seen.AddRange(page.Guides.Select(g => g.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(guides.Except(confirmed).Order(), seen.Order());
        Assert.Equal(0, (await Anyone.ListGuidesAsync(new() { InQuestion = true, Kind = ServiceKind.Levy }, cancellationToken: Cancel)).TotalSize);
        Assert.False((await Anyone.GetGuideAsync(new() { Id = confirmed[0] }, cancellationToken: Cancel)).InQuestion);
        // Amended again, all of them are.
        await Record(law, LawActKind.Amended, "2026-01-08");
        GoTo("2026-01-08");
        Assert.Equal(9, (await InQuestion()).Count);
    }

    [Fact]
    public async Task A_guide_that_came_here_with_a_law_that_had_ended_before_is_in_question_from_the_start()
    {
        var law = await Added("早已废止的条例");
        await Record(law, LawActKind.Repealed, "2020-01-01");
        var (before, after) = ((await Import(Record("1", On(law), on: "2015-01-01")))[0], (await Import(Record("2", On(law, "后来的"), on: "2021-01-01")))[0]);
        Assert.Equal([RecordFate.Created, RecordFate.Created], [before.Fate, after.Fate]);
        Assert.Equal(new[] { before.Id, after.Id }.Order(), (await InQuestion()).Order());
    }

    private static V1.GuideContent On(string law, string title = "食品经营许可")
    {
        var content = Bare(title);
        content.Bases.Add(new V1.LegalBasis { LawId = law });
        return content;
    }

    private async Task<IReadOnlyList<string>> InQuestion() => [.. (await Anyone.ListGuidesAsync(new() { InQuestion = true }, cancellationToken: Cancel)).Guides.Select(g => g.Id)];

    private async Task<string> Added(string title) => (await Laws.CreateLawAsync(
        new() { RequestId = title, Content = new V1.LawContent { Title = title, DocumentNumber = $"第 {title} 号", Kind = LawKind.LocalRegulation, IssuedOn = "2004-07-01", EffectiveOn = "2004-07-01", LastArticle = 83 } }, cancellationToken: Cancel)).Id;

    private async Task Record(string law, LawActKind kind, string on) =>
        await Laws.RecordLawActAsync(new() { Id = law, RequestId = $"{kind} {on}", Act = new LawActContent { Kind = kind, On = on } }, cancellationToken: Cancel);
}
