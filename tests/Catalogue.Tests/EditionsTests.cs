using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

/// <summary>An item keeps its identity over its editions, and everybody can see what was said when.</summary>
public sealed class EditionsTests : EditingTest
{
    [Fact]
    public async Task A_draft_becomes_an_item_with_an_index_number_and_the_draft_is_gone()
    {
        var draft = await Approved(NewContent("关于公开办事指南的通知", "正文"));
        var item = await Publish(draft, new V1.Placement { Channel = Channel.Website, Column = "政务公开" }, new V1.Placement { Channel = Channel.Gazette, On = "2026-01-04" });

        Assert.Equal((draft.Id, $"{Taizhou}/2026-00001", 1, "关于公开办事指南的通知", "2026-01-04"), (item.Id, item.IndexNumber, item.Edition, item.Title, item.PublishedOn));
        Assert.Equal([(Channel.Gazette, "2026-01-04"), (Channel.Website, "2026-01-05")], item.Placements.Select(p => (p.Channel, p.On)));
        Assert.Equal(item, await Read(item.Id));
        Assert.Equal("NO_SUCH_DRAFT", await ReasonOf(StatusCode.NotFound, async () => await Editor.GetDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task An_amended_item_shows_its_new_edition_and_on_an_earlier_day_the_old_one()
    {
        var first = await Published(NewContent(body: "旧的内容"));
        Host.Clock.Advance(TimeSpan.FromDays(3));
        var second = await Amend(first.Id, "新的内容", "第二条有误");

        Assert.Equal((first.Id, first.IndexNumber, 2, "新的内容", "第二条有误"), (second.Id, second.IndexNumber, second.Edition, second.Body, second.ChangeNote));
        Assert.Equal((2, "新的内容"), await EditionOn(first.Id, "2026-01-08"));
        Assert.Equal((1, "旧的内容"), await EditionOn(first.Id, "2026-01-07"));
        Assert.Equal((1, "旧的内容"), await EditionOn(first.Id, "2026-01-05"));
        Assert.Equal("NO_SUCH_ITEM", await ReasonOf(StatusCode.NotFound, async () => await Read(first.Id, "2026-01-04")));
        Assert.Equal(first.Id, (await Read(first.Id, "9999-12-31")).Id);
        await Refused(StatusCode.NotFound, async () => await Read(first.Id, "0001-01-01"));
        Assert.Equal([("asOf", "NOT_A_DAY")], (await Refused(StatusCode.InvalidArgument, async () => await Read(first.Id, "2026-02-30"))).Fields());
    }

    [Fact]
    public async Task Editions_are_listed_newest_first_page_by_page_and_each_can_be_read()
    {
        var item = await Published(NewContent(body: "第1版"));
        for (var i = 2; i <= 7; i++) await Amend(item.Id, $"第{i}版");

        foreach (var size in new[] { 1, 2, 3, 20 })
        {
            var seen = new List<int>();
            var request = new ListEditionsRequest { Id = item.Id, PageSize = size };
            do
            {
                var page = await Public.ListEditionsAsync(request, cancellationToken: Cancel);
                Assert.InRange(page.Editions.Count, 1, size);
                seen.AddRange(page.Editions.Select(e => e.Number));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            Assert.Equal([7, 6, 5, 4, 3, 2, 1], seen);
        }

        for (var i = 1; i <= 7; i++) Assert.Equal($"第{i}版", (await Public.GetEditionAsync(new() { Id = item.Id, Edition = i }, cancellationToken: Cancel)).Body);
        foreach (var none in new[] { 0, 8, -1, int.MaxValue })
            Assert.Equal("NO_SUCH_EDITION", await ReasonOf(StatusCode.NotFound, async () => await Public.GetEditionAsync(new() { Id = item.Id, Edition = none }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Two_editions_are_compared_field_by_field_and_line_by_line()
    {
        var item = await Published(NewContent(body: "第一条 不变\n第二条 旧\n第三条 不变"));
        await Amend(item.Id, "第一条 不变\n第二条 新\n第三条 不变\n第四条 加");

        var comparison = await Public.GetComparisonAsync(new() { Id = item.Id, From = 1, To = 2 }, cancellationToken: Cancel);

        var body = Assert.Single(comparison.Fields);
        Assert.Equal("body", body.Field);
        Assert.Equal(
            [(LineFate.Kept, "第一条 不变"), (LineFate.Removed, "第二条 旧"), (LineFate.Added, "第二条 新"), (LineFate.Kept, "第三条 不变"), (LineFate.Added, "第四条 加")],
            body.Lines.Select(l => (l.Fate, l.Text)));
        Assert.Empty((await Public.GetComparisonAsync(new() { Id = item.Id, From = 2, To = 2 }, cancellationToken: Cancel)).Fields);
    }

    [Fact]
    public async Task What_is_imported_again_with_another_text_is_the_next_edition_and_another_placement_is_none()
    {
        var id = await ImportedId(Record("1", title: "旧题"));
        var placed = Record("1", title: "旧题");
        placed.Placements.Add(new V1.Placement { Channel = Channel.Wechat, On = "2016-09-27" });
        await ImportOne(placed);
        Assert.Equal((1, 2), ((await Read(id)).Edition, (await Read(id)).Placements.Count));

        placed.Title = "新题";
        await ImportOne(placed);

        Assert.Equal((2, "新题"), ((await Read(id)).Edition, (await Read(id)).Title));
        Assert.Equal("旧题", (await Read(id, "2016-09-26")).Title);
        Assert.Equal("NO_SUCH_ITEM", await ReasonOf(StatusCode.NotFound, async () => await Read(id, "2016-09-25")));
    }

    [Fact]
    public async Task Validity_follows_the_days_and_what_others_did_to_the_document()
    {
        var content = NewContent();
        content.DocumentNumber = "台政发〔2026〕1号";
        content.EffectiveOn = "2026-01-10";
        content.ExpiresOn = "2026-01-20";
        var item = await Published(content);

        Assert.Equal(V1.Validity.Pending, item.Validity);
        Host.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(V1.Validity.InForce, (await Read(item.Id)).Validity);
        await Publisher.EndValidityAsync(new() { Id = item.Id, Validity = V1.Validity.Repealed, On = "2026-01-14", Reason = "已有新规定" }, cancellationToken: Cancel);
        var repealed = await Read(item.Id);
        Assert.Equal((V1.Validity.Repealed, new V1.ValidityEnd { On = "2026-01-14", Reason = "已有新规定" }), (repealed.Validity, repealed.Ended));
        var before = await Read(item.Id, "2026-01-13");
        Assert.Equal((V1.Validity.InForce, null), (before.Validity, before.Ended));
        Assert.Equal(V1.Validity.Pending, (await Read(item.Id, "2026-01-09")).Validity);
    }

    private async Task<(int Number, string Body)> EditionOn(string id, string day)
    {
        var item = await Read(id, day);
        return (item.Edition, item.Body);
    }
}
