using MongoDB.Driver;
using Sunshine.Foundation.Storage.Mongo;
using Sunshine.Foundation.Storage.Transfer;

namespace Sunshine.Cli.Migrating;

/// <summary>Stores on MongoDB: a database each. While a run is at work each has a note that keeps services from opening it.</summary>
internal sealed class MongoPlace(string connectionString, string prefix, TimeProvider time) : StorePlace
{
    private readonly MongoClient _client = new(connectionString);
    private readonly string _run = Path.GetRandomFileName();
    private readonly List<MongoStore> _open = [];
    private IReadOnlyList<string> _making = [];

    public override string ToString() => $"{string.Join(',', MongoUrl.Create(connectionString).Servers)}/{prefix}*";

    public override async Task<IReadOnlyList<string>> Stores(CancellationToken cancel) =>
        [.. (await (await _client.ListDatabaseNamesAsync(cancel)).ToListAsync(cancel)).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..])];

    public override IStoreContents Open(string store) => OpenAt(store, filled: false);

    public override async Task<bool> Begin(IReadOnlyList<string> stores, CancellationToken cancel)
    {
        var (unfinished, there) = (new Dictionary<string, string>(), (await Stores(cancel)).ToHashSet(StringComparer.Ordinal));
        foreach (var store in stores.Where(there.Contains))
        {
            if (await Migration.Unfinished(Database(store), cancel) is { } run) unfinished[store] = run;
        }

        var finished = new List<string>();
        foreach (var store in stores.Where(s => there.Contains(s) && !unfinished.ContainsKey(s)))
        {
            if (await Migration.Finished(Database(store), cancel) is not { } run || !unfinished.ContainsValue(run))
                throw new CommandFailedException($"The database {prefix}{store} is there already; stores are carried into an empty place only.");
            finished.Add(store);
        }

        if (finished.Count > 0)
        {
            // A run frees the first one when all are whole.
            foreach (var (store, run) in unfinished) await Migration.Note(Database(store), run, finished: true, cancel);
            return false;
        }

        foreach (var store in unfinished.Keys) await _client.DropDatabaseAsync(prefix + store, cancel);
        _making = stores;
        foreach (var store in stores) await Migration.Note(Database(store), _run, finished: false, cancel);
        return true;
    }

    public override IStoreContents Make(string store) => OpenAt(store, filled: true);

    public override async Task Finish(CancellationToken cancel)
    {
        foreach (var store in _making) await Migration.Note(Database(store), _run, finished: true, cancel);
    }

    public override async Task Abandon()
    {
        foreach (var store in _making) await _client.DropDatabaseAsync(prefix + store);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _open) await store.DisposeAsync();
        _client.Dispose();
    }

    private IMongoDatabase Database(string store) => _client.GetDatabase(prefix + store);

    private MongoContents OpenAt(string store, bool filled)
    {
        var opened = new MongoStore(_client, prefix + store, time) { BeingFilled = filled };
        _open.Add(opened);
        return new MongoContents(opened, time);
    }
}
