using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Document_comes_back_as_it_was_written()
    {
        var notice = new Notice
        {
            Id = "n1", Agency = "民政局", Number = "鞍政办发〔2016〕91号", Stage = NoticeStage.Published, Copies = -3, Size = long.MaxValue,
            Open = true, Amount = 23_800_600.1250m, Day = new DateOnly(2016, 9, 26),
            At = new DateTimeOffset(2016, 9, 26, 1, 2, 3, 456, TimeSpan.Zero), Decided = null, Title = "𠀀通知\0<b>", Body = new string('公', 40_000),
            Topics = ["财政", "财政", ""], Attachments = [new Attachment("附件.pdf", 12)]
        };
        Assert.Equal(new WriteResult(WriteOutcome.Done, 1), await One(Write.Create("n1", notice)));

        var stored = await Documents.Get("n1", Cancel);
        Assert.Equal(1, stored!.Revision);
        Assert.Equivalent(notice, stored.Value, strict: true);
        Assert.Equal(notice with { Topics = [], Attachments = [] }, stored.Value with { Topics = [], Attachments = [] });
        Assert.Null(await Documents.Get("n2", Cancel));
        Assert.Null(await Documents.Get("N1", Cancel));
    }

    [Fact]
    public async Task Document_can_be_created_once()
    {
        Assert.Equal(WriteOutcome.Done, (await One(Write.Create("a", new Notice { Id = "a", Title = "one" }))).Outcome);
        Assert.Equal(new WriteResult(WriteOutcome.Stale, 1), await One(Write.Create("a", new Notice { Id = "a", Title = "two" })));
        Assert.Equal("one", (await Documents.Get("a", Cancel))!.Value.Title);
    }

    [Fact]
    public async Task Replacing_asks_for_the_current_revision()
    {
        var notice = new Notice { Id = "a" };
        Assert.Equal(new WriteResult(WriteOutcome.Stale, 0), await One(Write.Replace("a", notice, 1)));
        await Save(notice);
        Assert.Equal(new WriteResult(WriteOutcome.Done, 2), await One(Write.Replace("a", notice with { Title = "two" }, 1)));
        Assert.Equal(new WriteResult(WriteOutcome.Stale, 2), await One(Write.Replace("a", notice with { Title = "three" }, 1)));
        Assert.Equal(new WriteResult(WriteOutcome.Stale, 2), await One(Write.Replace("a", notice with { Title = "three" }, 3)));
        Assert.Equal("two", (await Documents.Get("a", Cancel))!.Value.Title);
    }

    [Fact]
    public async Task Putting_does_not_ask()
    {
        Assert.Equal(new WriteResult(WriteOutcome.Done, 1), await Save(new Notice { Id = "a", Title = "one" }));
        Assert.Equal(new WriteResult(WriteOutcome.Done, 2), await Save(new Notice { Id = "a", Title = "two" }));
        Assert.Equal("two", (await Documents.Get("a", Cancel))!.Value.Title);
    }

    [Fact]
    public async Task Deleting_asks_for_the_current_revision_and_a_new_document_may_follow()
    {
        var notice = new Notice { Id = "a", Number = "1" };
        await Save(notice);
        await Save(notice);
        Assert.Equal(new WriteResult(WriteOutcome.Stale, 2), await One(Write.Delete<Notice>("a", 1)));
        Assert.Equal(new WriteResult(WriteOutcome.Done, 0), await One(Write.Delete<Notice>("a", 2, Event("gone"))));
        Assert.Null(await Documents.Get("a", Cancel));
        Assert.Empty(await Documents.GetMany(["a"], Cancel));
        Assert.Equal(0, await Documents.Count([], Cancel));
        Assert.Empty(await ListAll(new ListQuery<Notice> { Size = 10 }));
        Assert.Empty(await Documents.CountBy(Notices.Agency, Cancel));
        Assert.Equal(new WriteResult(WriteOutcome.Stale, 0), await One(Write.Delete<Notice>("a", 2)));
        Assert.Equal(new WriteResult(WriteOutcome.Stale, 0), await One(new Write<Notice>("a", null, null, [])));
        Assert.Equal(new WriteResult(WriteOutcome.Stale, 0), await One(Write.Replace("a", notice, 2)));
        Assert.Equal(WriteOutcome.Done, (await Save(new Notice { Id = "b", Number = "1" })).Outcome);
        Assert.Equal(new WriteResult(WriteOutcome.Done, 1), await One(Write.Create("a", notice with { Number = "2" })));
        Assert.Equal("gone", Assert.Single(await Store.Outbox.Due(10, Cancel)).Event.Id);
    }

    [Fact]
    public async Task Deleted_document_can_be_put_again()
    {
        await Save(new Notice { Id = "a" });
        await One(new Write<Notice>("a", null, null, [Event("gone")]));
        Assert.Equal(new WriteResult(WriteOutcome.Done, 1), await Save(new Notice { Id = "a", Title = "again" }, Event("again")));
        Assert.Equal(["gone", "again"], (await Store.Outbox.Due(10, Cancel)).Select(e => e.Event.Id));
        Assert.Equal("again", (await Documents.Get("a", Cancel))!.Value.Title);
    }

    [Fact]
    public async Task Unique_value_is_taken_by_its_first_document()
    {
        await Save(new Notice { Id = "a", Number = "1" });
        Assert.Equal(new WriteResult(WriteOutcome.Taken, 0, "number"), await One(Write.Create("b", new Notice { Id = "b", Number = "1" })));
        Assert.Equal(new WriteResult(WriteOutcome.Taken, 0, "number"), await Save(new Notice { Id = "b", Number = "1" }));
        Assert.Null(await Documents.Get("b", Cancel));
        await Save(new Notice { Id = "b", Number = "2" });
        Assert.Equal(new WriteResult(WriteOutcome.Taken, 1, "number"), await One(Write.Replace("b", new Notice { Id = "b", Number = "1" }, 1)));
        Assert.Equal(new WriteResult(WriteOutcome.Taken, 1, "number"), await Save(new Notice { Id = "b", Number = "1" }));
        Assert.Equal("2", (await Documents.Get("b", Cancel))!.Value.Number);
        Assert.Equal(WriteOutcome.Done, (await Save(new Notice { Id = "a", Number = "1", Title = "kept" })).Outcome);
    }

    [Fact]
    public async Task Empty_unique_values_may_repeat()
    {
        foreach (var (id, number) in new[] { ("a", ""), ("b", ""), ("c", null), ("d", null) })
            Assert.Equal(WriteOutcome.Done, (await Save(new Notice { Id = id, Number = number })).Outcome);
        Assert.Equal(4, await Documents.Count([Notices.Number.Is("")], Cancel));
    }

    [Fact]
    public async Task Freed_unique_value_can_be_taken()
    {
        await Save(new Notice { Id = "a", Number = "1" });
        await Save(new Notice { Id = "a", Number = "2" });
        Assert.Equal(WriteOutcome.Done, (await Save(new Notice { Id = "b", Number = "1" })).Outcome);
    }

    [Fact]
    public async Task Refused_writes_do_not_touch_the_others_of_their_batch()
    {
        await Save(new Notice { Id = "old", Number = "1" });
        var results = await Documents.Write(
        [
            Write.Create("a", new Notice { Id = "a" }, Event("e-a")),
            Write.Create("old", new Notice { Id = "old" }, Event("e-stale")),
            Write.Create("b", new Notice { Id = "b", Number = "1" }, Event("e-taken")),
            Write.Delete<Notice>("missing", 3, Event("e-missing")),
            Write.Replace("missing2", new Notice { Id = "missing2" }, 1),
            Write.Put("c", new Notice { Id = "c" }, Event("e-c1"), Event("e-c2"))
        ], Cancel);

        Assert.Equal(
        [
            new WriteResult(WriteOutcome.Done, 1), new WriteResult(WriteOutcome.Stale, 1), new WriteResult(WriteOutcome.Taken, 0, "number"),
            new WriteResult(WriteOutcome.Stale, 0), new WriteResult(WriteOutcome.Stale, 0), new WriteResult(WriteOutcome.Done, 1)
        ], results);
        Assert.Equal(["a", "c", "old"], (await ListAll(new ListQuery<Notice> { Size = 10 })).Select(n => n.Id));
        Assert.Equal(["e-a", "e-c1", "e-c2"], (await Store.Outbox.Due(10, Cancel)).Select(e => e.Event.Id).Order());
    }

    [Fact]
    public async Task Nothing_to_write_is_no_error() => Assert.Empty(await Documents.Write([], Cancel));

    [Fact]
    public async Task Broken_calls_are_refused_before_anything_is_written()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Documents.Write([Write.Put("a", new Notice { Id = "a" }), Write.Put("a", new Notice { Id = "a" })], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Documents.Write([Write.Put("a", new Notice { Id = "b" })], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Documents.Write([Write.Put("", new Notice { Id = "" })], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Documents.Write([Write.Put(new string('x', 201), new Notice { Id = new string('x', 201) })], Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Documents.Write([Write.Put("a", new Notice { Id = "a", Amount = 0.00001m })], Cancel));
        Assert.Equal(0, await Documents.Count([], Cancel));
    }

    [Fact]
    public async Task Many_are_read_by_id()
    {
        await SaveAll(Enumerable.Range(0, 1000).Select(i => new Notice { Id = $"n{i}", Copies = i }));
        var found = await Documents.GetMany(["n1", "n999", "missing"], Cancel);
        Assert.Equal([1, 999], found.Values.Select(n => n.Value.Copies).Order());
        Assert.Equal(1000, (await Documents.GetMany([.. Enumerable.Range(0, 1000).Select(i => $"n{i}")], Cancel)).Count);
        Assert.Empty(await Documents.GetMany([], Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Documents.GetMany([.. Enumerable.Range(0, 1001).Select(i => $"n{i}")], Cancel));
    }

    [Fact]
    public async Task All_gives_every_document()
    {
        await SaveAll(Enumerable.Range(0, 1234).Select(i => new Notice { Id = $"n{i}" }));
        await One(new Write<Notice>("n7", null, null, []));
        var ids = new HashSet<string>();
        await foreach (var stored in Documents.All(Cancel)) Assert.True(ids.Add(stored.Value.Id));
        Assert.Equal(1233, ids.Count);
    }

    [Fact]
    public async Task Concurrent_changes_of_one_document_lose_nothing()
    {
        await Save(new Notice { Id = "a" });
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 5;)
            {
                var stored = (await Documents.Get("a", Cancel))!;
                var result = await One(Write.Replace("a", stored.Value with { Copies = stored.Value.Copies + 1 }, stored.Revision));
                if (result.Outcome == WriteOutcome.Done) done++;
            }
        }, Cancel)));
        var end = (await Documents.Get("a", Cancel))!;
        Assert.Equal((160, 161), (end.Value.Copies, end.Revision));
    }

    [Fact]
    public async Task Concurrent_puts_and_unique_values_agree()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(
            () => One(i % 2 == 0 ? Write.Put("same", new Notice { Id = "same", Copies = i }) : Write.Put($"n{i}", new Notice { Id = $"n{i}", Number = "1" })), Cancel)));
        Assert.Equal(32, (await Documents.Get("same", Cancel))!.Revision);
        Assert.Equal(33, results.Count(r => r.Outcome == WriteOutcome.Done));
        Assert.Equal(31, results.Count(r => r is { Outcome: WriteOutcome.Taken, Field: "number" }));
    }

    [Fact]
    public async Task Counters_give_a_number_once()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            var mine = new List<long>();
            for (var n = 1; n <= 10; n++)
            {
                var first = await Store.Reserve(new Dictionary<string, int> { ["requests-2026"] = n, ["other"] = 1 }, Cancel);
                mine.AddRange(Enumerable.Range(0, n).Select(k => first["requests-2026"] + k));
            }

            return mine;
        }, Cancel)));
        Assert.Equal(Enumerable.Range(1, 32 * 55).Select(i => (long)i), taken.SelectMany(t => t).Order());
        Assert.Equal(321, (await Store.Reserve(new Dictionary<string, int> { ["other"] = 1 }, Cancel))["other"]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.Reserve(new Dictionary<string, int> { ["other"] = 0 }, Cancel));
    }

    [Fact]
    public async Task Cancelled_calls_do_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Documents.Write([Write.Put("a", new Notice { Id = "a" })], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Documents.Get("a", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Documents.List(new ListQuery<Notice> { Size = 1 }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Documents.Search(new SearchQuery<Notice> { Size = 1 }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Outbox.Wait(cancelled));
        Assert.Null(await Documents.Get("a", Cancel));
    }

    [Fact]
    public async Task Store_answers()
    {
        await Store.Ping(Cancel);
        Assert.Same(Documents, Store.Open(Notices.Collection));
    }
}
