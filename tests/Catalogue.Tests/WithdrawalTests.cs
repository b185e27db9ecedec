using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class WithdrawalTests : EditingTest
{
    [Fact]
    public async Task What_was_taken_back_shows_its_banner_at_its_address_and_is_in_no_list()
    {
        var item = await Published(NewContent("撤回的通知", "正文"));
        var successor = await Published(NewContent("接替的通知"), "r2");

        var withdrawn = await Publisher.WithdrawItemAsync(new() { Id = item.Id, Etag = item.Etag, Reason = "数据有误", SuccessorId = successor.Id }, cancellationToken: Cancel);

        Assert.Equal(("数据有误", successor.Id, false), (withdrawn.Withdrawal.Reason, withdrawn.Withdrawal.SuccessorId, withdrawn.Withdrawal.ContentRemoved));
        Assert.Equal((withdrawn, "正文"), (await Read(item.Id), withdrawn.Body));
        var list = await Public.ListItemsAsync(new() { Query = "通知" }, cancellationToken: Cancel);
        Assert.Equal([successor.Id], list.Items.Select(i => i.Id));
        Assert.Equal((1, 1), (list.TotalSize, list.Facets.Single(f => f.Field == "year").Values.Single().Count));
        // It was disclosed, and stays so in the year's figures.
        Assert.Equal(2, (await Public.GetStatisticsAsync(new() { Year = 2026 }, cancellationToken: Cancel)).ItemCount);
    }

    [Fact]
    public async Task A_removed_text_is_gone_from_every_edition()
    {
        var item = await Published(NewContent(body: "泄露的内容"));
        await Amend(item.Id, "泄露的内容，已改");
        Host.Clock.Advance(TimeSpan.FromDays(2));
        await Publisher.WithdrawItemAsync(new() { Id = item.Id, Reason = "含有不应公开的内容", RemoveContent = true }, cancellationToken: Cancel);

        foreach (var read in new[]
        {
            await Read(item.Id), await Read(item.Id, "2026-01-05"), await Public.GetEditionAsync(new() { Id = item.Id, Edition = 1 }, cancellationToken: Cancel),
            await Public.GetEditionAsync(new() { Id = item.Id, Edition = 2 }, cancellationToken: Cancel)
        })
        {
            Assert.Equal((item.Title, "", true), (read.Title, read.Body, read.Withdrawal.ContentRemoved));
        }

        Assert.Empty((await Public.GetComparisonAsync(new() { Id = item.Id, From = 1, To = 2 }, cancellationToken: Cancel)).Fields);
        Assert.Equal(0, (await Public.ListItemsAsync(new() { Query = "泄露" }, cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task A_withdrawal_is_done_once_and_can_be_undone()
    {
        var item = await Published();
        Assert.Equal("ITEM_NOT_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, Restore));
        await Publisher.WithdrawItemAsync(new() { Id = item.Id, Reason = "误" }, cancellationToken: Cancel);
        Assert.Equal("ITEM_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Publisher.WithdrawItemAsync(new() { Id = item.Id, Reason = "误" }, cancellationToken: Cancel)));
        Assert.Equal("ITEM_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Editor.ReviseItemAsync(new() { Id = item.Id }, cancellationToken: Cancel)));
        Assert.Equal("ITEM_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () =>
            await Publisher.PlaceItemAsync(new() { Id = item.Id, Placements = { new V1.Placement { Channel = Channel.Wechat, On = "2026-01-05" } } }, cancellationToken: Cancel)));

        await Restore();

        Assert.Null((await Read(item.Id)).Withdrawal);
        Assert.Equal(1, (await Public.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);

        Task Restore() => Publisher.RestoreItemAsync(new() { Id = item.Id, Reason = "核实无误" }, cancellationToken: Cancel).ResponseAsync;
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_current_one()
    {
        var item = await Published();
        await Publisher.PlaceItemAsync(new() { Id = item.Id, Placements = { new V1.Placement { Channel = Channel.Wechat, On = "2026-01-05" } } }, cancellationToken: Cancel);

        var refused = await Refused(StatusCode.Aborted, async () => await Publisher.WithdrawItemAsync(new() { Id = item.Id, Etag = item.Etag, Reason = "误" }, cancellationToken: Cancel));

        Assert.Equal(("STALE_ETAG", "r2"), (refused.Reason(), refused.Info().Metadata["etag"]));
    }

    [Fact]
    public async Task Repealing_a_document_names_those_that_rest_on_it_however_they_write_its_number()
    {
        var basis = NewContent("鞍山市政府信息公开办法");
        basis.DocumentNumber = "鞍政发〔2016〕8号";
        var law = await Published(basis);
        string[] forms = ["鞍政发〔2016〕8号", "鞍政发[2016]8号", "鞍政发（２０１６）8号"];
        for (var i = 0; i < forms.Length; i++)
        {
            var content = NewContent($"依据文号的通知{i}");
            content.References.Add(new V1.Reference { Relation = Relation.BasedOn, Title = "鞍山市政府信息公开办法", DocumentNumber = forms[i], Article = "第三条" });
            await Published(content, $"by number {i}");
        }

        var byId = NewContent("解读");
        byId.References.Add(new V1.Reference { Relation = Relation.Interprets, ItemId = law.Id });
        var interpretation = await Published(byId, "by id");
        var imported = Record("1", title: "依据名称的通知");
        imported.References.Add(new V1.Reference { Relation = Relation.BasedOn, Title = "《鞍山市政府信息公开办法》" });
        await ImportOne(imported);
        await Published(NewContent("无关的通知"), "other");

        await Publisher.EndValidityAsync(new() { Id = law.Id, Validity = V1.Validity.Repealed, On = "2026-01-05", Reason = "已有新办法" }, cancellationToken: Cancel);

        var citers = await Public.ListCitersAsync(new() { Id = law.Id }, cancellationToken: Cancel);
        Assert.Equal(["依据名称的通知", "依据文号的通知0", "依据文号的通知1", "依据文号的通知2", "解读"], citers.Items.Select(i => i.Title).Order(StringComparer.Ordinal));
        Assert.Equal(5, citers.TotalSize);
        Assert.Equal(4, (await Public.ListCitersAsync(new() { Id = law.Id, Relation = Relation.BasedOn }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal([interpretation.Id], (await Read(law.Id)).InterpretedBy);
        Assert.Equal([law.Id], (await Read(interpretation.Id)).References.Select(r => r.ItemId));
    }
}
