namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>Placeholder until the engine lands in this same change set.</summary>
public sealed class MongoStore(string connectionString, string database, TimeProvider time) : IStore
{
    public IOutbox Outbox => throw new NotSupportedException($"{connectionString}{database}{time}");
    public IDocuments<T> Open<T>(Collection<T> collection) where T : class => throw new NotSupportedException();
    public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel) => throw new NotSupportedException();
    public Task Ping(CancellationToken cancel) => throw new NotSupportedException();
    public ValueTask DisposeAsync() => default;
}
