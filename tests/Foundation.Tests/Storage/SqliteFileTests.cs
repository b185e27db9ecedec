using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tests.Storage;

/// <summary>What is particular to SQLite: one file, one process, one writer.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private static readonly Collection<Notice> Plain = new("notices", x => x.Id, NoticeJson.Default.Notice) { Fields = [Notices.Agency] };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "sunshine-" + Path.GetRandomFileName());
    private readonly FakeTimeProvider _clock = new();

    private string File => Path.Combine(_folder, "store.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Second_opening_of_a_file_is_refused_with_a_reason()
    {
        await using (var first = Open())
        {
            var refused = Assert.Throws<IOException>(Open);
            Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
            Assert.Contains("Storage:Kind=Mongo", refused.Message, StringComparison.Ordinal);
            await first.Ping(Cancel);
        }

        await using var second = Open();
        await second.Ping(Cancel);
    }

    [Fact]
    public async Task Many_small_writes_leave_a_text_index_of_few_parts_once_it_has_settled()
    {
        await using (var store = Open())
        {
            var documents = store.Open(Notices.Collection);
            for (var i = 0; i < 120; i++) await documents.Write([Write.Put($"n{i % 100}", new Notice { Id = $"n{i % 100}", Title = "政府信息", Body = $"第{i}号" })], Cancel);
            await store.Settle(Cancel);
            var found = await documents.Search(new SearchQuery<Notice> { Text = TextQuery.Parse("政府信息"), Size = 200 }, Cancel);
            Assert.Equal((100, 100), (found.Total, found.Documents.Select(d => d.Value.Id).Distinct().Count()));
        }

        using var session = new Session(File, write: false);
        var parts = session.Prepare("SELECT count(DISTINCT segid) FROM notices_text_idx");
        Assert.True(parts.Step());
        Assert.InRange(parts.Int(0), 1, 4);
        parts.Reset();
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused_and_not_kept_locked()
    {
        Directory.CreateDirectory(_folder);
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), Cancel);
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(Open);
        System.IO.File.Delete(File);
        await using var store = Open();
        await store.Ping(Cancel);
    }

    [Fact]
    public async Task Closed_store_refuses_work()
    {
        var store = Open();
        var documents = store.Open(Notices.Collection);
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => documents.Get("a", Cancel));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => documents.Write([Write.Put("a", new Notice { Id = "a" })], Cancel));
    }

    [Fact]
    public async Task Everything_is_there_after_opening_again()
    {
        IReadOnlyList<string> before;
        string next;
        await using (var store = Open())
        {
            var documents = store.Open(Notices.Collection);
            foreach (var notice in Sample(100)) await Put(documents, notice with { Title = "公开" }, new OutgoingEvent("e" + notice.Id, "t", "{}"));
            await documents.Write([new Write<Notice>("n3", null, null, []), Write.Put("n4", new Notice { Id = "n4", Title = "公开", Number = "x" })], Cancel);
            await store.Reserve(new Dictionary<string, int> { ["c"] = 5 }, Cancel);
            var page = await documents.Search(Find("公开") with { Size = 30 }, Cancel);
            (before, next) = ([.. (await SearchAll(documents, Find("公开"))).Select(n => n.Id)], page.Next!);
        }

        await using (var store = Open())
        {
            var documents = store.Open(Notices.Collection);
            Assert.Equal(before, (await SearchAll(documents, Find("公开"))).Select(n => n.Id));
            Assert.Equal(before.Skip(30).Take(30), (await documents.Search(Find("公开") with { Size = 30, After = next }, Cancel)).Documents.Select(d => d.Value.Id));
            Assert.Equal(2, (await documents.Get("n4", Cancel))!.Revision);
            Assert.Equal(100, await store.Outbox.Count(Cancel));
            Assert.Equal(6, (await store.Reserve(new Dictionary<string, int> { ["c"] = 1 }, Cancel))["c"]);
            Assert.Equal(new WriteResult(WriteOutcome.Taken, 0, "number"), await Put(documents, new Notice { Id = "other", Number = "x" }));
        }
    }

    [Fact]
    public async Task Changed_declarations_are_built_from_the_documents()
    {
        var notices = Sample(300);
        await using (var store = Open())
        {
            var documents = store.Open(Plain);
            foreach (var portion in notices.Chunk(100)) await documents.Write([.. portion.Select(n => Write.Put(n.Id, n))], Cancel);
            await Put(documents, notices[0]);
        }

        await using (var store = Open())
        {
            var documents = store.Open(Notices.Collection);
            Assert.Equal(2, (await documents.Get(notices[0].Id, Cancel))!.Revision);
            Assert.Equal(notices.Count(n => n.Copies == 1), await documents.Count([Notices.Copies.Is(1)], Cancel));
            var page = await documents.Search(new SearchQuery<Notice> { Size = 500, Count = [Notices.ByTopic] }, Cancel);
            Assert.Equal(300, page.Total);
            Assert.Equal(SearchModel.Count(notices, n => n.Topics), page.Facets["topic"]);
            await Put(documents, notices[1] with { Title = "改名之后" });
        }

        var byTitle = new Facet<Notice>("title", x => x.Title);
        var another = new Collection<Notice>("notices", x => x.Id, NoticeJson.Default.Notice)
        {
            Fields = [Notices.Size],
            Search = new SearchIndex<Notice> { Heading = x => [x.Agency], Text = _ => [], Day = _ => null, Facets = [byTitle] }
        };
        await using (var store = Open())
        {
            var documents = store.Open(another);
            var page = await documents.Search(new SearchQuery<Notice> { Text = TextQuery.Parse(notices[2].Agency), Size = 500, Count = [byTitle] }, Cancel);
            Assert.Equal(notices.Count(n => n.Agency == notices[2].Agency), page.Total);
            var all = new List<string>();
            await foreach (var stored in documents.All(Cancel)) all.Add(stored.Value.Id);
            Assert.Equal(notices.Select(n => n.Id), all);
        }

        await using (var store = Open())
        {
            var documents = store.Open(Plain);
            Assert.Equal(notices.Count(n => n.Agency == "b"), await documents.Count([Notices.Agency.Is("b")], Cancel));
        }
    }

    [Fact]
    public async Task Raised_version_reads_the_documents_anew()
    {
        var title = "旧";
        Collection<Notice> Declared(int version) => new("notices", x => x.Id, NoticeJson.Default.Notice)
        {
            Version = version,
            Search = new SearchIndex<Notice> { Heading = _ => [title], Text = _ => [], Day = _ => null, Facets = [Notices.ByAgency] }
        };

        await using (var store = Open()) await Put(store.Open(Declared(1)), new Notice { Id = "a" });
        title = "新";
        await using (var store = Open()) Assert.Equal(0, (await store.Open(Declared(1)).Search(Find("新"), Cancel)).Total);
        await using (var store = Open()) Assert.Equal(1, (await store.Open(Declared(2)).Search(Find("新"), Cancel)).Total);
    }

    [Fact]
    public async Task Field_cannot_become_unique_if_values_repeat_and_nothing_is_lost()
    {
        await using (var store = Open())
        {
            foreach (var id in new[] { "a", "b" }) await Put(store.Open(Plain), new Notice { Id = id, Agency = "same" });
        }

        await using (var store = Open())
        {
            var unique = new Collection<Notice>("notices", x => x.Id, NoticeJson.Default.Notice) { Fields = [Field.Unique<Notice, string>(x => x.Agency)] };
            var refused = Assert.Throws<InvalidDataException>(() => store.Open(unique));
            Assert.Contains("agency", refused.Message, StringComparison.Ordinal);
            Assert.Equal(2, await store.Open(Plain).Count([], Cancel));
        }
    }

    [Fact]
    public async Task Collections_may_be_named_like_words_of_SQL()
    {
        await using var store = Open();
        foreach (var name in new[] { "order", "index", "values", "group" })
        {
            var documents = store.Open(new Collection<Notice>(name, x => x.Id, NoticeJson.Default.Notice) { Fields = Notices.Collection.Fields, Search = Notices.Collection.Search });
            await Put(documents, new Notice { Id = "a", Title = "公开" });
            Assert.Equal(1, (await documents.Search(Find("公开"), Cancel)).Total);
            Assert.Equal(1, await documents.Count([Notices.Agency.Is("")], Cancel));
        }
    }

    [Fact]
    public async Task Newest_stored_comes_first_within_a_day()
    {
        await using var store = Open();
        var documents = store.Open(Notices.Collection);
        foreach (var id in new[] { "b", "c", "a" }) await Put(documents, new Notice { Id = id, Title = "公开" });
        await Put(documents, new Notice { Id = "b", Title = "公开" });
        Assert.Equal(["a", "c", "b"], (await SearchAll(documents, Find("公开"))).Select(n => n.Id));
    }

    [Fact]
    public async Task Many_writers_share_a_commit()
    {
        await using var store = Open();
        var documents = store.Open(Notices.Collection);
        var before = store.Writer.Commits;
        // The writer is kept busy until all have asked.
        using var asked = new ManualResetEventSlim();
        var busy = store.Writer.Run(_ => asked.Wait(TimeSpan.FromSeconds(30), Cancel));
        var writes = Enumerable.Range(0, 200).Select(i => Put(documents, new Notice { Id = $"n{i}" })).ToList();
        asked.Set();
        Assert.True(await busy);
        Assert.All(await Task.WhenAll(writes), r => Assert.Equal(WriteOutcome.Done, r.Outcome));
        Assert.InRange(store.Writer.Commits - before, 1, 100);
    }

    [Fact]
    public async Task Failing_work_leaves_nothing_and_harms_nobody()
    {
        await using var store = Open();
        var documents = store.Open(Notices.Collection);
        var writes = new List<Task<WriteResult>>();
        var failures = new List<Task<bool>>();
        for (var i = 0; i < 60; i++)
        {
            writes.Add(Put(documents, new Notice { Id = $"n{i}", Title = "公开", Agency = $"a{i % 3}" }));
            if (i % 20 != 10) continue;
            failures.Add(store.Writer.Run<bool>(session =>
            {
                session.Execute("DELETE FROM notices_facets; DELETE FROM notices; UPDATE sunshine_meta SET value = ''");
                // A statement in the middle of its rows must not keep the transaction from being undone.
                session.Prepare("SELECT key FROM sunshine_meta").Step();
                throw new InvalidOperationException("on purpose");
            }));
        }

        Assert.All(await Task.WhenAll(writes), r => Assert.Equal(WriteOutcome.Done, r.Outcome));
        foreach (var failure in failures) await Assert.ThrowsAsync<InvalidOperationException>(() => failure);
        var page = await documents.Search(Find("公开") with { Count = [Notices.ByAgency] }, Cancel);
        Assert.Equal(60, page.Total);
        Assert.Equal([new("a0", 20, 20), new("a1", 20, 20), new("a2", 20, 20)], page.Facets["agency"]);
        Assert.Equal(60, await documents.Count([], Cancel));
    }

    [Fact]
    public async Task Failing_transaction_fails_its_work_and_the_next_goes_on()
    {
        await using var store = Open();
        var documents = store.Open(Notices.Collection);
        await Put(documents, new Notice { Id = "before", Title = "公开" });

        using var asked = new ManualResetEventSlim();
        var busy = store.Writer.Run(_ => asked.Wait(TimeSpan.FromSeconds(30), Cancel));
        var together = Put(documents, new Notice { Id = "together", Title = "公开" });
        var ending = store.Writer.Run(session =>
        {
            // As SQLite does by itself when the disk is full.
            session.Prepare("ROLLBACK").Run();
            return true;
        });
        asked.Set();
        foreach (var failed in new Task[] { busy, together, ending }) await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => failed);

        await Put(documents, new Notice { Id = "after", Title = "公开" });
        Assert.Equal(["after", "before"], (await SearchAll(documents, Find("公开"))).Select(n => n.Id));
        Assert.Null(await documents.Get("together", Cancel));
    }

    [Fact]
    public async Task Unreadable_document_does_not_spoil_the_session()
    {
        await using var store = Open();
        var documents = store.Open(Notices.Collection);
        foreach (var id in new[] { "a", "b", "c" }) await Put(documents, new Notice { Id = id, Title = "公开" });
        await Change("UPDATE notices SET body = CAST('{' AS BLOB) WHERE id = 'b'");
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<JsonException>(() => documents.List(new ListQuery<Notice> { Size = 5 }, Cancel));
            await Assert.ThrowsAsync<JsonException>(() => documents.Search(Find("公开"), Cancel));
            await Assert.ThrowsAsync<JsonException>(() => documents.Get("b", Cancel));
        }

        await Change("UPDATE notices SET body = CAST('{\"id\":\"b\"}' AS BLOB) WHERE id = 'b'");
        await Put(documents, new Notice { Id = "d", Title = "公开" });
        Assert.Equal(4, (await documents.List(new ListQuery<Notice> { Size = 5 }, Cancel)).Documents.Count);
        Assert.Equal(4, (await documents.Search(Find("公开"), Cancel)).Documents.Count);

        Task<bool> Change(string sql) => store.Writer.Run(session =>
        {
            session.Execute(sql.Replace("\"id\"", "\"Id\"", StringComparison.Ordinal));
            return true;
        });
    }

    [Fact]
    public async Task Readers_see_whole_documents_while_many_write()
    {
        await using var store = Open();
        var documents = store.Open(Notices.Collection);
        await documents.Write([.. Enumerable.Range(0, 32).Select(i => Write.Put($"n{i}", Version(i, 0)))], Cancel);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var reads = 0;
            for (; !done.IsCancellationRequested || reads == 0; reads++)
            {
                var page = await documents.Search(Find("公开") with { Size = 100 }, Cancel);
                // Documents are moved between days and changed all the time, but never missing and never twice.
                Assert.Equal(32, page.Total);
                Assert.Equal(32, page.Documents.Select(d => d.Value.Id).Distinct().Count());
                Assert.All(page.Documents, d => Assert.Equal($"公开{d.Value.Copies}", d.Value.Title));
                var listed = await documents.List(new ListQuery<Notice> { OrderBy = Notices.Copies, Size = 100 }, Cancel);
                Assert.Equal(listed.Documents.Select(d => d.Value.Copies).Order(), listed.Documents.Select(d => d.Value.Copies));
                Assert.Equal(32, listed.Documents.Count);
            }

            return reads;
        }, Cancel)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            for (var version = 1; version <= 40; version++) Assert.Equal(version + 1, (await Put(documents, Version(i, version))).Revision);
        }, Cancel)));
        await done.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));

        static Notice Version(int i, int version) => new()
        {
            Id = $"n{i}", Copies = version, Title = $"公开{version}", Day = new DateOnly(2020, 1, 1 + (i + version) % 28), Agency = $"a{version % 3}"
        };
    }

    [Fact]
    public async Task Twenty_thousand_random_writes_agree_with_a_model()
    {
        await using var store = Open();
        var documents = store.Open(Notices.Collection);
        var pcg = new PCG(7);
        var model = new SearchModel();
        var revisions = new Dictionary<string, long>();
        var words = new[] { "公开", "财政", "教育", "住房", "低保", "2016", "预算", "决算" };
        for (var written = 0; written < 20_000;)
        {
            var batch = Enumerable.Range(0, 1 + (int)pcg.Next(300)).Select(_ => $"n{pcg.Next(6_000)}").Distinct().Select(id =>
            {
                string Word() => words[pcg.Next((uint)words.Length)];
                var value = pcg.Next(4) == 0 ? null : new Notice
                {
                    Id = id, Title = Word() + Word(), Body = Word() + "，" + Word(), Agency = $"a{pcg.Next(20)}", Topics = [Word(), Word()],
                    Copies = (int)pcg.Next(50), Day = new DateOnly(2020, 1, 1).AddDays((int)pcg.Next(300))
                };
                var revision = revisions.GetValueOrDefault(id);
                return new Write<Notice>(id, value, pcg.Next(10) == 0 ? revision + 1 : pcg.Next(2) == 0 ? revision : null, []);
            }).ToList();
            written += batch.Count;
            var results = await documents.Write(batch, Cancel);
            for (var i = 0; i < batch.Count; i++)
            {
                var (id, value, asked, _) = batch[i];
                var revision = revisions.GetValueOrDefault(id);
                if ((asked is { } wanted && wanted != revision) || (value is null && revision == 0))
                {
                    Assert.Equal(new WriteResult(WriteOutcome.Stale, revision), results[i]);
                }
                else if (value is null)
                {
                    Assert.Equal(new WriteResult(WriteOutcome.Done, 0), results[i]);
                    revisions.Remove(id);
                    model.Documents.Remove(id);
                }
                else
                {
                    Assert.Equal(new WriteResult(WriteOutcome.Done, revision + 1), results[i]);
                    revisions[id] = revision + 1;
                    model.Documents[id] = value;
                }
            }
        }

        Assert.Equal(model.Documents.Count, await documents.Count([], Cancel));
        foreach (var text in words.Append("公开财政").Append("育").Append("低保 2016"))
        {
            foreach (var query in new[] { Find(text), Find(text) with { From = new DateOnly(2020, 3, 1), To = new DateOnly(2020, 6, 1), Filters = [Notices.ByAgency.In("a1", "a2")] } })
            {
                var expected = model.Matching(query);
                var page = await documents.Search(query with { Count = [Notices.ByAgency, Notices.ByTopic], Size = 0 }, Cancel);
                Assert.Equal(expected.Count, page.Total);
                Assert.Equal(SearchModel.Count(expected, n => n.Topics), page.Facets["topic"]);
                Assert.Equal(expected.Select(n => n.Id).Order(), (await SearchAll(documents, query)).Select(n => n.Id).Order());
            }
        }

        for (var copies = 0; copies < 50; copies++)
            Assert.Equal(model.Documents.Values.Count(n => n.Copies == copies), await documents.Count([Notices.Copies.Is(copies)], Cancel));
    }

    private SqliteStore Open() => new(File, _clock);

    private static SearchQuery<Notice> Find(string text) => new() { Text = TextQuery.Parse(text), Size = 200 };

    private static async Task<WriteResult> Put(IDocuments<Notice> documents, Notice notice, params OutgoingEvent[] events) =>
        Assert.Single(await documents.Write([Write.Put(notice.Id, notice, events)], Cancel));

    private static async Task<List<Notice>> SearchAll(IDocuments<Notice> documents, SearchQuery<Notice> query)
    {
        var all = new List<Notice>();
        for (string? after = null; ;)
        {
            var page = await documents.Search(query with { After = after }, Cancel);
            all.AddRange(page.Documents.Select(d => d.Value));
            if ((after = page.Next) is null) return all;
        }
    }

    private static List<Notice> Sample(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Notice
        {
            Id = $"n{i}", Agency = i % 3 == 0 ? "a" : "b", Copies = i % 4, Topics = [$"t{i % 5}", $"t{i % 2}"], Day = i % 6 == 0 ? null : new DateOnly(2020, 1, 1 + i % 20)
        })];
}
