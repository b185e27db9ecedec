namespace Sunshine.Foundation.Storage.Transfer;

/// <summary>A store that notes which collections a service opens in it.</summary>
public sealed class OpenedCollections(IStore inner) : IStore
{
    private readonly Dictionary<string, CarriedCollection> _opened = new(StringComparer.Ordinal);

    /// <summary>In the order in which they were opened.</summary>
    public IReadOnlyCollection<CarriedCollection> All => _opened.Values;

    public IOutbox Outbox => inner.Outbox;

    public IChanges Changes => inner.Changes;

    public IFiles Files => inner.Files;

    public IDocuments<T> Open<T>(Collection<T> collection) where T : class
    {
        _opened.TryAdd(collection.Name, new CarriedCollection<T>(collection));
        return inner.Open(collection);
    }

    public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel) => inner.Reserve(counts, cancel);

    public Task Ping(CancellationToken cancel) => inner.Ping(cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
