using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Changes_are_read_on_from_any_place_also_after_their_delivery()
    {
        Assert.Equal(0, await Store.Changes.Last(Cancel));
        Assert.Empty(await Store.Changes.After(0, 10, Cancel));
        for (var i = 1; i <= 5; i++) await Save(new Notice { Id = $"n{i % 2}" }, Event($"{i}"));
        await RelayAll();

        var all = await Store.Changes.After(0, 10, Cancel);
        Assert.Equal(["1", "2", "3", "4", "5"], all.Select(c => c.Event.Id));
        Assert.Equal(all.Select(c => c.Number).Distinct().Order(), all.Select(c => c.Number));
        Assert.Equal(Event("3"), all[2].Event);
        Assert.Equal(all[^1].Number, await Store.Changes.Last(Cancel));
        Assert.Equal(["3", "4"], (await Store.Changes.After(all[1].Number, 2, Cancel)).Select(c => c.Event.Id));
        Assert.Empty(await Store.Changes.After(all[^1].Number, 10, Cancel));
    }

    [Fact]
    public async Task A_change_stands_once_however_often_its_delivery_is_tried()
    {
        await Save(new Notice { Id = "a" }, Event("1"));
        for (var i = 0; i < 3; i++)
        {
            var due = Assert.Single(await Store.Outbox.Due(10, Cancel));
            await Store.Outbox.Postpone(due, Clock.GetUtcNow(), Cancel);
        }

        await Save(new Notice { Id = "b" }, Event("2"));
        await RelayAll();
        Assert.Equal(["1", "2"], (await Store.Changes.After(0, 10, Cancel)).Select(c => c.Event.Id));
    }

    [Fact]
    public async Task A_follower_sees_every_change_once_while_many_are_writing()
    {
        const int Writers = 8, Each = 25;
        var documents = Documents;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seen = new List<NumberedEvent>();
        var following = Task.Run(async () =>
        {
            for (long at = 0; seen.Count < Writers * Each;)
            {
                var portion = await Store.Changes.After(at, 7, end.Token);
                seen.AddRange(portion);
                if (portion.Count > 0) at = portion[^1].Number;
            }
        }, end.Token);
        var relaying = Task.Run(async () =>
        {
            while (!following.IsCompleted) await RelayAll();
        }, end.Token);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++) await documents.Write([Write.Put($"n{w}-{i % 3}", new Notice { Id = $"n{w}-{i % 3}" }, Event($"{w}-{i:D2}"))], Cancel);
        }, Cancel)));
        await following;
        await relaying;

        Assert.Equal(Writers * Each, seen.Select(s => s.Event.Id).Distinct().Count());
        Assert.Equal(seen.Select(s => s.Number).Order(), seen.Select(s => s.Number));
        // What one caller wrote one after the other is in that order.
        Assert.All(seen.GroupBy(s => s.Event.Id[0]), writer => Assert.Equal(writer.Select(s => s.Event.Id).Order(), writer.Select(s => s.Event.Id)));
    }

    [Fact]
    public async Task All_who_wait_for_changes_are_woken()
    {
        var documents = Documents;
        var waiting = Enumerable.Range(0, 3).Select(_ => Store.Changes.Wait(Cancel)).ToList();
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        await documents.Write([Write.Put("a", new Notice { Id = "a" }, Event("1"))], Cancel);
        await RelayAll();
        await Task.WhenAll(waiting);

        var idle = Store.Changes.Wait(Cancel);
        Assert.False(idle.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await idle;
    }

    private async Task RelayAll()
    {
        while (await Store.Outbox.Due(100, Cancel) is { Count: > 0 } due) await Store.Outbox.Delivered(due, Cancel);
    }
}
