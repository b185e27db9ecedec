using System.Collections.Concurrent;
using System.Text;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>A service's documents in one MongoDB database, standalone, replica set or sharded; for any number of replicas.</summary>
public sealed class MongoStore : IStore
{
    private readonly ConcurrentDictionary<string, object> _open = new(StringComparer.Ordinal);
    private readonly Lock _opening = new();
    private readonly IMongoClient? _own;
    private readonly IMongoCollection<BsonDocument> _counters;

    /// <summary>Connects as configured. The services of one process share their connections.</summary>
    /// <exception cref="MongoConfigurationException">Not a connection string.</exception>
    public MongoStore(StorageOptions options, string service, TimeProvider time)
        : this(new MongoClient(ClientSettings(options)), options.DatabasePrefix + service, time, options.WriteWait, owns: true)
    {
    }

    /// <summary>Uses a client, which stays the caller's.</summary>
    public MongoStore(IMongoClient client, string database, TimeProvider time) : this(client, database, time, new StorageOptions().WriteWait, owns: false)
    {
    }

    private MongoStore(IMongoClient client, string database, TimeProvider time, TimeSpan writeWait, bool owns)
    {
        Mapping.Ensure();
        _own = owns ? client : null;
        Database = client.GetDatabase(database, new MongoDatabaseSettings
        {
            // What is acknowledged survives the loss of any minority of servers, and what is read has been.
            WriteConcern = WriteConcern.WMajority.With(wTimeout: writeWait, journal: true),
            ReadConcern = ReadConcern.Majority,
            ReadPreference = ReadPreference.Primary,
            // Half a rare character in a text becomes a replacement character, as on SQLite, and does not stop an import.
            WriteEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false)
        });
        _counters = Database.GetCollection<BsonDocument>("sunshine_counters");
        Bell = new Bell(time);
        Log = new MongoChanges(Database, time);
        Pending = new MongoOutbox(this, time);
        Files = new MongoFiles(Database, time);
    }

    /// <summary>Whether a migration opens it, which alone may open what is not complete. Default: no.</summary>
    public bool BeingFilled { get; init; }

    public IOutbox Outbox => Pending;

    public IChanges Changes => Log;

    public IFiles Files { get; }

    internal IMongoDatabase Database { get; }

    internal Bell Bell { get; }

    internal MongoOutbox Pending { get; }

    internal MongoChanges Log { get; }

    /// <summary>What the driver is told. The connection string is stronger where it says something.</summary>
    internal static MongoClientSettings ClientSettings(StorageOptions options)
    {
        var settings = MongoClientSettings.FromConnectionString(options.ConnectionString);
        if (!Says("maxPoolSize")) settings.MaxConnectionPoolSize = options.MaxConnections;
        if (!Says("serverSelectionTimeout")) settings.ServerSelectionTimeout = options.ServerWait;
        if (!Says("waitQueueTimeout")) settings.WaitQueueTimeout = options.ServerWait;
        settings.ApplicationName ??= "sunshine";
        return settings;

        bool Says(string name) => options.ConnectionString!.Split('?') is [_, var said] && said.Contains(name, StringComparison.OrdinalIgnoreCase);
    }

    public IDocuments<T> Open<T>(Collection<T> collection) where T : class
    {
        if (_open.TryGetValue(collection.Name, out var open)) return (IDocuments<T>)open;
        lock (_opening)
        {
            if (_open.IsEmpty && !BeingFilled) Migration.RequireNone(Database);
            var documents = (IDocuments<T>)_open.GetOrAdd(collection.Name, _ => new MongoDocuments<T>(this, collection));
            Pending.Add(collection.Name);
            return documents;
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel)
    {
        foreach (var count in counts.Values) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(counts));
        var first = new Dictionary<string, long>(counts.Count);
        foreach (var (name, count) in counts) first[name] = await Take(name, count, cancel) - count + 1;
        return first;
    }

    public Task Ping(CancellationToken cancel) =>
        Database.RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1), cancellationToken: cancel);

    public ValueTask DisposeAsync()
    {
        _own?.Dispose();
        Bell.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<long> Take(string name, int count, CancellationToken cancel)
    {
        for (; ; )
        {
            try
            {
                var counter = await _counters.FindOneAndUpdateAsync<BsonDocument>(
                    new BsonDocument("_id", name), new BsonDocument("$inc", new BsonDocument("last", (long)count)),
                    new FindOneAndUpdateOptions<BsonDocument> { IsUpsert = true, ReturnDocument = ReturnDocument.After }, cancel);
                return counter["last"].AsInt64;
            }
            catch (MongoCommandException e) when (e.Code == 11000)
            {
                // Another made the counter at the same moment; now it exists.
            }
        }
    }
}
