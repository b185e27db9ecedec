using Sunshine.Foundation.Storage;

namespace Sunshine.Testing.Hosts;

/// <summary>A process that is killed at one of its writes: it was carried out or not, and nothing comes after it.</summary>
/// <param name="at">Which write, from 0.</param>
/// <param name="before">Whether it is not carried out.</param>
public sealed class DyingStore(IStore store, int at, bool before) : IStore
{
    private int _writes;

    public IOutbox Outbox => store.Outbox;

    public IChanges Changes => store.Changes;

    public IFiles Files => store.Files;

    public IDocuments<T> Open<T>(Collection<T> collection) where T : class => new Documents<T>(this, store.Open(collection));

    public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel) => store.Reserve(counts, cancel);

    public Task Ping(CancellationToken cancel) => store.Ping(cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Documents<T>(DyingStore dying, IDocuments<T> documents) : IDocuments<T> where T : class
    {
        public Task<Stored<T>?> Get(string id, CancellationToken cancel) => documents.Get(id, cancel);

        public Task<IReadOnlyDictionary<string, Stored<T>>> GetMany(IReadOnlyCollection<string> ids, CancellationToken cancel) => documents.GetMany(ids, cancel);

        public async Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<Write<T>> writes, CancellationToken cancel)
        {
            var number = Interlocked.Increment(ref dying._writes) - 1;
            if (number > dying.At || (number == dying.At && dying.Before)) throw new OperationCanceledException("Killed.");
            var written = await documents.Write(writes, cancel);
            return number == dying.At ? throw new OperationCanceledException("Killed.") : written;
        }

        public Task<Slice<T>> List(ListQuery<T> query, CancellationToken cancel) => documents.List(query, cancel);

        public Task<long> Count(IReadOnlyList<Criterion<T>> where, CancellationToken cancel) => documents.Count(where, cancel);

        public Task<IReadOnlyDictionary<string, long>> CountBy(Field<T> field, CancellationToken cancel) => documents.CountBy(field, cancel);

        public Task<SearchPage<T>> Search(SearchQuery<T> query, CancellationToken cancel) => documents.Search(query, cancel);

        public IAsyncEnumerable<Stored<T>> All(CancellationToken cancel) => documents.All(cancel);
    }

    private int At => at;

    private bool Before => before;
}
