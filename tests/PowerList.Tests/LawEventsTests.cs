using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>What the Catalogue tells of documents that are laws of the register.</summary>
public sealed class LawEventsTests : LawTest
{
    [Fact]
    public async Task A_repeal_that_the_catalogue_tells_of_is_recorded_once()
    {
        var next = await Added("新办法", "鞍政发〔2016〕2号", c => c.ItemId = "item-2");
        var law = await Added("旧办法", "鞍政发〔2010〕1号", c => c.ItemId = "item-1");
        var repealed = Ended(Validity.Repealed, "2016-06-01", itemId: "item-1", successor: "item-2");
        await Publish(repealed, repealed);

        var act = Assert.Single((await Read(law.Id)).Acts);
        Assert.Equal((LawActKind.Repealed, "2016-06-01", next.Id, "item-1"), (act.Content.Kind, act.Content.On, act.Content.SuccessorLawId, act.ItemId));
        Assert.Equal(LawValidity.Repealed, (await Read(law.Id)).Validity);
        Assert.Equal([LawChange.Created, LawChange.Created, LawChange.ActRecorded], await Told());
        // Its error is taken back for good: the event does not bring it again.
        await Keeper.TakeBackLawActAsync(new() { LawId = law.Id, ActId = act.Id, Reason = "目录误录" }, cancellationToken: Cancel);
        await Publish(repealed);
        Assert.NotNull(Assert.Single((await Read(law.Id)).Acts).TakenBackAt);
    }

    [Fact]
    public async Task Several_replicas_that_get_one_event_at_once_record_it_once()
    {
        var law = await Added();
        List<LawEvents> replicas = [Host.Services.GetRequiredService<LawEvents>(), OtherReplica(), OtherReplica()];
        var told = Enumerable.Range(1, 9).Select(m => Ended(Validity.Amended, $"2016-0{m}-01", number: "主席令第七号")).ToList();
        await Task.WhenAll(told.SelectMany(e => replicas.Select(r => Task.Run(() => r.Follow(new Received<BasisChanged>(e.Id, Topics.Read<BasisChanged>(e)), Cancel)))));
        var read = await Read(law.Id);
        Assert.Equal(Enumerable.Range(1, 9).Select(m => $"2016-0{m}-01"), read.Acts.Select(a => a.Content.On).Order());
        Assert.Equal("r10", read.Etag);

        LawEvents OtherReplica() => ActivatorUtilities.CreateInstance<LawEvents>(Host.Services, OtherBook());
    }

    [Theory]
    [InlineData("item-x", "鞍政发 [2010] 1号", "随便什么标题", true)]
    [InlineData("item-x", "", "鞍山市旧办法(试行)", true)]
    [InlineData("item-x", "", "鞍山市人民政府关于印发《鞍山市旧办法（试行）》的通知", true)]
    [InlineData("item-1", "别的号", "随便什么标题", true)]
    [InlineData("item-x", "鞍政发〔2011〕1号", "鞍山市旧办法（试行）", false)]
    [InlineData("item-x", "", "鞍山市新办法", false)]
    [InlineData("", "", "", false)]
    public async Task A_document_is_known_by_its_item_by_its_number_or_by_its_title(string itemId, string number, string title, bool found)
    {
        var law = await Added("鞍山市旧办法（试行）", "鞍政发〔2010〕1号", c => c.ItemId = "item-1");
        await Publish(Ended(Validity.Expired, "2016-06-01", itemId, number, title));
        Assert.Equal(found ? 1 : 0, (await Read(law.Id)).Acts.Count);
    }

    [Fact]
    public async Task A_number_that_several_organs_use_is_told_apart_by_the_title()
    {
        var one = await Added("甲规定", "令第7号");
        var other = await Added("乙规定", "令第7号");
        await Publish(Ended(Validity.Expired, "2016-06-01", "item-x", "令第7号", "乙规定"));
        Assert.Equal((0, 1), ((await Read(one.Id)).Acts.Count, (await Read(other.Id)).Acts.Count));
    }

    [Fact]
    public async Task What_was_recorded_here_before_is_not_recorded_again()
    {
        var law = await Added(but: c => c.ItemId = "item-1");
        await Recorded(law.Id, LawActKind.Repealed, "2016-06-01");
        await Publish(Ended(Validity.Repealed, "2016-06-01", "item-1"), Ended(Validity.Repealed, "2016-06-02", "item-1"));
        Assert.Equal(["2016-06-01", "2016-06-02"], (await Read(law.Id)).Acts.Select(a => a.Content.On));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_document_that_was_taken_back_puts_its_law_in_question_until_it_is_restored(bool restoredFirst)
    {
        var law = await Added();
        var withdrawn = Ended(Validity.Unspecified, "2026-01-05", "item-1", "主席令第七号");
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var restored = Topics.Outgoing(new ItemChanged { ItemId = "item-1", Change = Catalogue.V1.Change.Restored, OccurredAt = Host.Clock.GetUtcNow().ToTimestamp() }, Host.Clock);
        async Task<bool> InQuestion() => (await Book.Read(Cancel)).InQuestion([new LegalBasis(law.Id, "第十二条")], "p1", new(2020, 1, 1), new(2026, 1, 5));

        if (restoredFirst) await Publish(restored);
        await Publish(withdrawn);
        if (!restoredFirst)
        {
            Assert.Equal((LawActKind.Withdrawn, LawValidity.InForce, true), ((await Read(law.Id)).Acts[0].Content.Kind, (await Read(law.Id)).Validity, await InQuestion()));
            await Publish(restored);
        }

        await Publish(withdrawn, restored);
        Assert.NotNull(Assert.Single((await Read(law.Id)).Acts).TakenBackAt);
        Assert.False(await InQuestion());

        // Another time, after that.
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await Publish(Ended(Validity.Unspecified, "2026-01-05", "item-1", "主席令第七号"), restored);
        Assert.True(await InQuestion());
    }

    [Fact]
    public async Task An_event_of_a_document_that_is_no_law_of_the_register_and_one_that_is_damaged_do_no_harm()
    {
        var law = await Added(but: c => c.ItemId = "item-1");
        await Publish(Ended(Validity.Repealed, "2016-06-01", "item-9", "x", "y"));
        await Publish(Topics.Outgoing(new BasisChanged { ItemId = "item-1", Validity = Validity.Amended, On = "nonsense" }, Host.Clock));
        await Publish(Topics.Outgoing(new ItemChanged { Change = Catalogue.V1.Change.Restored }, Host.Clock));
        Assert.Equal("2026-01-05", Assert.Single((await Read(law.Id)).Acts).Content.On);
    }

    private OutgoingEvent Ended(Validity validity, string on, string itemId = "item-x", string number = "", string title = "", string successor = "") => Topics.Outgoing(new BasisChanged
    {
        ItemId = itemId, DocumentNumber = number, Title = title, Validity = validity, On = on, SuccessorId = successor, OccurredAt = Host.Clock.GetUtcNow().ToTimestamp()
    }, Host.Clock);

    private async Task Publish(params OutgoingEvent[] events)
    {
        foreach (var e in events) await Host.Services.GetRequiredService<IEventBus>().Publish(e, Cancel);
    }

    private async Task<V1.Law> Read(string id) => await Anyone.GetLawAsync(new() { Id = id }, cancellationToken: Cancel);
}
