using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Tests.Storage;

/// <summary>What every engine must do. Each test has a store of its own, empty at first.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IDocuments<Notice>? _notices;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero));

    protected IStore Store { get; private set; } = null!;

    protected IDocuments<Notice> Documents => _notices ??= Store.Open(Notices.Collection);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts an empty store, or skips the test with a reason.</summary>
    protected abstract Task<IStore> Start();

    protected abstract Task Clear();

    public async ValueTask InitializeAsync() => Store = await Start();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Store is null) return;
        await Store.DisposeAsync();
        await Clear();
    }

    protected Task<WriteResult> Save(Notice notice, params OutgoingEvent[] events) => One(Write.Put(notice.Id, notice, events));

    protected async Task<WriteResult> One(Write<Notice> write) => Assert.Single(await Documents.Write([write], Cancel));

    protected async Task SaveAll(IEnumerable<Notice> notices)
    {
        foreach (var portion in notices.Chunk(500))
        {
            var results = await Documents.Write([.. portion.Select(n => Write.Put(n.Id, n))], Cancel);
            Assert.All(results, r => Assert.Equal(WriteOutcome.Done, r.Outcome));
        }
    }

    protected async Task<List<Notice>> ListAll(ListQuery<Notice> query, Func<Task>? betweenPages = null)
    {
        var all = new List<Notice>();
        for (string? after = null; ;)
        {
            var page = await Documents.List(query with { After = after }, Cancel);
            Assert.InRange(page.Documents.Count, page.Next is null ? 0 : query.Size, query.Size);
            all.AddRange(page.Documents.Select(d => d.Value));
            if ((after = page.Next) is null) return all;
            if (betweenPages is not null) await betweenPages();
        }
    }

    protected async Task<List<Notice>> SearchAll(SearchQuery<Notice> query, Func<Task>? betweenPages = null)
    {
        var all = new List<Notice>();
        for (string? after = null; ;)
        {
            var page = await Documents.Search(query with { After = after }, Cancel);
            Assert.InRange(page.Documents.Count, 0, query.Size);
            all.AddRange(page.Documents.Select(d => d.Value));
            if ((after = page.Next) is null) return all;
            if (betweenPages is not null) await betweenPages();
        }
    }

    protected static OutgoingEvent Event(string id) => new(id, "notices", $$"""{"id":"{{id}}"}""");
}
