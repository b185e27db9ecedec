using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Auditing;

/// <summary>A store that notes who changed what. What the platform does by itself is no call of anybody, and is not noted.</summary>
internal sealed class AuditedStore(IStore inner, IHttpContextAccessor http, TimeProvider time) : IStore
{
    private readonly ConcurrentDictionary<string, object> _open = new();

    public bool InOrder => inner.InOrder;

    public IOutbox Outbox => inner.Outbox;

    public IChanges Changes => inner.Changes;

    public IFiles Files => inner.Files;

    public IDocuments<T> Open<T>(Collection<T> collection) where T : class
    {
        if (collection.IsBookkeeping) return inner.Open(collection);
        if (_open.TryGetValue(collection.Name, out var open)) return (IDocuments<T>)open;
        // The service's own first: on MongoDB the first one keeps the events that wait.
        var documents = inner.Open(collection);
        return (IDocuments<T>)_open.GetOrAdd(collection.Name, _ => new AuditedDocuments<T>(documents, collection, inner, http, time));
    }

    public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel) => inner.Reserve(counts, cancel);

    public Task Ping(CancellationToken cancel) => inner.Ping(cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
