using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Events_wait_in_the_order_of_storing_until_they_are_delivered()
    {
        await Save(new Notice { Id = "a" }, Event("1"), Event("2"));
        await Save(new Notice { Id = "b" }, Event("3"));
        await Save(new Notice { Id = "a" }, Event("4"));
        Assert.Equal(4, await Store.Outbox.Count(Cancel));

        var due = await Store.Outbox.Due(10, Cancel);
        Assert.Equal(["1", "2", "3", "4"], due.Select(e => e.Event.Id).Order());
        Assert.Equal(Event("1"), due.Single(e => e.Event.Id == "1").Event);
        Assert.All(due, e => Assert.Equal(0, e.Attempts));

        await Store.Outbox.Delivered([.. due.Where(e => e.Event.Id is "1" or "3")], Cancel);
        await Store.Outbox.Delivered([], Cancel);
        Assert.Equal(["2", "4"], (await Store.Outbox.Due(10, Cancel)).Select(e => e.Event.Id));
        await Store.Outbox.Delivered(due, Cancel);
        Assert.Equal(0, await Store.Outbox.Count(Cancel));
        Assert.NotNull(await Documents.Get("a", Cancel));
    }

    [Fact]
    public async Task The_oldest_event_tells_since_when_something_waits()
    {
        Assert.Null(await Store.Outbox.Oldest(Cancel));
        var began = Clock.GetUtcNow();
        await Save(new Notice { Id = "a" }, Event(Ids.New(Clock)));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Save(new Notice { Id = "b" }, Event(Ids.New(Clock)));
        Assert.Equal(began, await Store.Outbox.Oldest(Cancel));

        // What is put off waits all the same.
        var first = (await Store.Outbox.Due(1, Cancel)).Single();
        await Store.Outbox.Postpone(first, Clock.GetUtcNow().AddHours(1), Cancel);
        Assert.Equal(began, await Store.Outbox.Oldest(Cancel));

        await Store.Outbox.Delivered([first], Cancel);
        Assert.Equal(began.AddMinutes(1), await Store.Outbox.Oldest(Cancel));
        await Store.Outbox.Delivered(await Store.Outbox.Due(1, Cancel), Cancel);
        Assert.Null(await Store.Outbox.Oldest(Cancel));
    }

    [Fact]
    public async Task Events_of_refused_writes_are_not_stored()
    {
        await Save(new Notice { Id = "a", Number = "1" });
        await One(Write.Create("a", new Notice { Id = "a" }, Event("stale")));
        await One(Write.Create("b", new Notice { Id = "b", Number = "1" }, Event("taken")));
        await One(Write.Delete<Notice>("c", 1, Event("missing")));
        Assert.Equal(0, await Store.Outbox.Count(Cancel));
    }

    [Fact]
    public async Task Postponed_event_comes_again_when_it_is_due()
    {
        await Save(new Notice { Id = "a" }, Event("1"), Event("2"));
        var first = (await Store.Outbox.Due(1, Cancel)).Single();
        Assert.Equal("1", first.Event.Id);
        await Store.Outbox.Postpone(first, Clock.GetUtcNow().AddMinutes(1), Cancel);
        Assert.Equal("2", Assert.Single(await Store.Outbox.Due(10, Cancel)).Event.Id);
        Assert.Equal(2, await Store.Outbox.Count(Cancel));

        Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await Store.Outbox.Due(10, Cancel);
        Assert.Equal([("1", 1), ("2", 0)], again.Select(e => (e.Event.Id, e.Attempts)));
        await Store.Outbox.Postpone(again[0], Clock.GetUtcNow().AddMinutes(1), Cancel);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await Store.Outbox.Due(1, Cancel)).Single().Attempts);
    }

    [Fact]
    public async Task Waiting_ends_when_an_event_is_stored()
    {
        var documents = Documents;
        var waiting = Store.Outbox.Wait(Cancel);
        Assert.False(waiting.IsCompleted);
        await documents.Write([Write.Put("a", new Notice { Id = "a" }, Event("1"))], Cancel);
        await waiting;
        Assert.Equal(1, await Store.Outbox.Count(Cancel));
    }

    [Fact]
    public async Task Waiting_ends_after_a_while()
    {
        var waiting = Store.Outbox.Wait(Cancel);
        Assert.False(waiting.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await waiting;
    }

    [Fact]
    public async Task At_most_so_many_events_are_given_as_asked()
    {
        await Save(new Notice { Id = "a" }, [.. Enumerable.Range(0, 20).Select(i => Event($"a{i:D2}"))]);
        await Save(new Notice { Id = "b" }, [.. Enumerable.Range(0, 20).Select(i => Event($"b{i:D2}"))]);
        var seen = new List<string>();
        while (await Store.Outbox.Due(7, Cancel) is { Count: > 0 } due)
        {
            Assert.InRange(due.Count, 1, 7);
            seen.AddRange(due.Select(e => e.Event.Id));
            await Store.Outbox.Delivered(due, Cancel);
        }

        Assert.Equal(40, seen.Count);
        Assert.Equal(seen.Where(e => e[0] == 'a').Order(), seen.Where(e => e[0] == 'a'));
    }
}
