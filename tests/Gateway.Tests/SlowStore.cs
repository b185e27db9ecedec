using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue;
using Sunshine.Foundation.Storage;

namespace Sunshine.Gateway.Tests;

/// <summary>A store that never finds what it is asked for by id.</summary>
internal sealed class SlowStore(IStore inner) : IStore
{
    /// <summary>Puts one before the catalogue's store.</summary>
    public static void InTheCatalogue(WebApplicationBuilder builder)
    {
        var real = builder.Services.Last(s => s.IsKeyedService && s.ServiceType == typeof(IStore) && Equals(s.ServiceKey, CatalogueModule.Name));
        builder.Services.Remove(real);
        builder.Services.AddKeyedSingleton<IStore>(CatalogueModule.Name, (provider, key) => new SlowStore((IStore)real.KeyedImplementationFactory!(provider, key)));
    }

    public IOutbox Outbox => inner.Outbox;

    public IChanges Changes => inner.Changes;

    public IFiles Files => inner.Files;

    public IDocuments<T> Open<T>(Collection<T> collection) where T : class => new Documents<T>(inner.Open(collection));

    public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel) => inner.Reserve(counts, cancel);

    public Task Ping(CancellationToken cancel) => inner.Ping(cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Documents<T>(IDocuments<T> inner) : IDocuments<T> where T : class
    {
        public async Task<Stored<T>?> Get(string id, CancellationToken cancel)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return null;
        }

        public Task<IReadOnlyDictionary<string, Stored<T>>> GetMany(IReadOnlyCollection<string> ids, CancellationToken cancel) => inner.GetMany(ids, cancel);

        public Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<Write<T>> writes, CancellationToken cancel) => inner.Write(writes, cancel);

        public Task<Slice<T>> List(ListQuery<T> query, CancellationToken cancel) => inner.List(query, cancel);

        public Task<long> Count(IReadOnlyList<Criterion<T>> where, CancellationToken cancel) => inner.Count(where, cancel);

        public Task<IReadOnlyDictionary<string, long>> CountBy(Field<T> field, CancellationToken cancel) => inner.CountBy(field, cancel);

        public Task<SearchPage<T>> Search(SearchQuery<T> query, CancellationToken cancel) => inner.Search(query, cancel);

        public IAsyncEnumerable<Stored<T>> All(CancellationToken cancel) => inner.All(cancel);
    }
}
