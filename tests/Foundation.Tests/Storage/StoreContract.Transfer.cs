using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Storage.Transfer;

namespace Sunshine.Foundation.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly CarriedCollection[] Carried = [new CarriedCollection<Notice>(Notices.Collection)];

    /// <summary>All that is in a store of this engine.</summary>
    protected abstract IStoreContents ContentsOf(IStore store);

    /// <summary>Another store of this engine, empty.</summary>
    protected abstract Task<IStore> StartAnother();

    [Fact]
    public async Task What_is_carried_to_SQLite_and_back_is_the_same_and_goes_on_where_it_was()
    {
        for (var i = 0; i < 730; i++) await Save(new Notice { Id = $"n{i}", Agency = $"a{i % 7}", Number = $"鞍政发〔2016〕{i}号", Title = $"通知 {i}", Amount = decimal.Round(i / 7m, 4), At = Clock.GetUtcNow() }, Event($"e{i}"));
        for (var i = 0; i < 3; i++) await Save(new Notice { Id = $"n{i}", Title = "再次通知", Day = new DateOnly(2016, 9, 26) });
        await One(Write.Delete<Notice>("n7", 1, Event("gone")));
        await Store.Reserve(new Dictionary<string, int> { ["index"] = 41, ["other"] = 1 }, Cancel);
        var file = await Store.Files.Save(new MemoryStream(Bytes(3_000_000)), long.MaxValue, null, Cancel);
        var due = await Store.Outbox.Due(500, Cancel);
        await Store.Outbox.Delivered([.. due.Take(300)], Cancel);
        await Store.Outbox.Postpone(due[300], Clock.GetUtcNow().AddHours(1), Cancel);
        var changes = await Store.Changes.After(0, 1_000, Cancel);

        using var folder = new Testing.Hosts.TemporaryFolder();
        await using var between = new SqliteStore(Path.Combine(folder.Path, "between.db"), Clock);
        await using var back = await StartAnother();
        await Carry(ContentsOf(Store), new SqliteContents(between));
        await Carry(new SqliteContents(between), ContentsOf(back));

        var documents = back.Open(Notices.Collection);
        Assert.Equal(2, (await documents.Get("n2", Cancel))!.Revision);
        Assert.Null(await documents.Get("n7", Cancel));
        Assert.Equal("n3", Assert.Single((await documents.List(new() { Where = [Notices.Number.Is("鞍政发〔2016〕3号")], Size = 10 }, Cancel)).Documents).Value.Id);
        Assert.Equal(3, (await documents.Search(new() { Text = Foundation.Text.TextQuery.Parse("再次"), Size = 10 }, Cancel)).Total);
        Assert.Equal(WriteOutcome.Taken, (await documents.Write([Write.Create("new", new Notice { Id = "new", Number = "鞍政发〔2016〕3号" })], Cancel))[0].Outcome);
        Assert.Equal(WriteOutcome.Done, (await documents.Write([Write.Replace("n2", new Notice { Id = "n2" }, 2)], Cancel))[0].Outcome);
        Assert.Equal(42, (await back.Reserve(new Dictionary<string, int> { ["index"] = 1 }, Cancel))["index"]);
        Assert.True(await back.Files.Check(file.Sha256, Cancel));
        // What had a number has it still, and what follows has a larger one.
        var again = await back.Changes.After(0, 1_000, Cancel);
        Assert.Equal(changes, again.Take(changes.Count));
        Assert.Equal(731, again.Count);
        await documents.Write([Write.Put("last", new Notice { Id = "last" }, Event("last"))], Cancel);
        var waiting = await Drain(back);
        Assert.Equal(731, (await back.Changes.After(0, 1_000, Cancel)).TakeWhile(c => c.Event.Id != "last").Count());
        Assert.Equal([.. Enumerable.Range(301, 429).Select(i => $"e{i}"), "gone", "last"], waiting);
        Clock.Advance(TimeSpan.FromHours(2));
        var postponed = Assert.Single(await back.Outbox.Due(10, Cancel));
        Assert.Equal(("e300", 1), (postponed.Event.Id, postponed.Attempts));
        await back.Outbox.Delivered([postponed], Cancel);
        Assert.Equal(0, await back.Outbox.Count(Cancel));
    }

    [Fact]
    public async Task What_is_written_while_it_is_carried_shows()
    {
        await Save(new Notice { Id = "n1" });
        using var folder = new Testing.Hosts.TemporaryFolder();
        await using var other = new SqliteStore(Path.Combine(folder.Path, "other.db"), Clock);
        var transfer = new StoreTransfer(ContentsOf(Store), new SqliteContents(other), Carried);
        await transfer.Carry(Cancel);
        await Save(new Notice { Id = "n1" }, Event("e1"));
        Assert.Equal(["notices", "(events)"], (await transfer.Compare(Cancel)).Where(p => p.From != p.To).Select(p => p.From.Name));
    }

    [Fact]
    public async Task A_collection_that_the_program_does_not_know_is_not_left_behind()
    {
        await Save(new Notice { Id = "n1" });
        using var folder = new Testing.Hosts.TemporaryFolder();
        await using var other = new SqliteStore(Path.Combine(folder.Path, "other.db"), Clock);
        var refused = await Assert.ThrowsAsync<StoreTransferException>(() => new StoreTransfer(ContentsOf(Store), new SqliteContents(other), []).Carry(Cancel));
        Assert.Contains("a collection notices, which this program does not know", refused.Message, StringComparison.Ordinal);
    }

    private static async Task Carry(IStoreContents from, IStoreContents to)
    {
        var transfer = new StoreTransfer(from, to, Carried);
        await transfer.Carry(Cancel);
        var pairs = await transfer.Compare(Cancel);
        Assert.Equal(pairs.Select(p => p.From), pairs.Select(p => p.To));
        Assert.Equal([("notices", 729L), ("(counters)", 2L), ("(events)", 731L), ("(files)", 1L)], pairs.Select(p => (p.To.Name, p.To.Count)));
    }

    /// <summary>Delivers what is due.</summary>
    private static async Task<List<string>> Drain(IStore store)
    {
        var ids = new List<string>();
        while (await store.Outbox.Due(500, Cancel) is { Count: > 0 } due)
        {
            ids.AddRange(due.Select(d => d.Event.Id));
            await store.Outbox.Delivered(due, Cancel);
        }

        return ids;
    }
}
