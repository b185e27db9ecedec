using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Driver;
using Sunshine.Foundation.Storage.Transfer;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>All that is in a service's database.</summary>
/// <param name="time">What is put in counts as stored now, in the order in which it is put.</param>
public sealed class MongoContents(MongoStore store, TimeProvider time) : IStoreContents
{
    private readonly int _now = (int)time.GetUtcNow().ToUnixTimeSeconds();
    private long _put;
    private string? _carrier;

    public IStore Store => store;

    public async Task<IReadOnlyList<string>> Collections(CancellationToken cancel) =>
        [.. (await Meta.Find(new BsonDocument()).ToListAsync(cancel)).Select(d => d["_id"].AsString).Where(id => id != Migration.Id)];

    public async Task<IReadOnlyDictionary<string, long>> Counters(CancellationToken cancel) =>
        (await store.Database.GetCollection<BsonDocument>("sunshine_counters").Find(new BsonDocument()).ToListAsync(cancel)).ToDictionary(d => d["_id"].AsString, d => d["last"].AsInt64);

    /// <summary>Those that wait and have no number yet get the next ones, in the order in which they would be published.</summary>
    public async IAsyncEnumerable<KeptEvent> Events([EnumeratorCancellation] CancellationToken cancel)
    {
        var waiting = await Waiting(cancel);
        long last = 0;
        for (; ; )
        {
            var portion = await store.Log.After(last, 500, cancel);
            foreach (var logged in portion)
            {
                last = logged.Number;
                yield return new KeptEvent(last, logged.Event, waiting.Remove(logged.Event.Id, out var still) ? still.Waiting : null);
            }

            if (portion.Count == 0) break;
        }

        foreach (var (_, e, waits) in waiting.Values.OrderBy(w => w.N)) yield return new KeptEvent(++last, e, waits);
    }

    public async IAsyncEnumerable<string> Files([EnumeratorCancellation] CancellationToken cancel)
    {
        // By portions: a cursor would end while the caller works on what it got.
        var files = store.Database.GetCollection<BsonDocument>("sunshine_files");
        for (var last = ""; ;)
        {
            var portion = await files.Find(new BsonDocument("_id", new BsonDocument("$gt", last))).Sort(new BsonDocument("_id", 1)).Limit(500).Project(new BsonDocument("_id", 1)).ToListAsync(cancel);
            foreach (var file in portion) yield return last = file["_id"].AsString;
            if (portion.Count == 0) yield break;
        }
    }

    public Task Put<T>(Collection<T> collection, IReadOnlyList<Stored<T>> documents, CancellationToken cancel) where T : class
    {
        _ = store.Open(collection);
        _carrier ??= collection.Name;
        var parts = new Parts<T>(collection);
        return documents.Count == 0 ? Task.CompletedTask : store.Database.GetCollection<BsonDocument>(collection.Name).InsertManyAsync(documents.Select(d =>
        {
            var stored = new BsonDocument { ["_id"] = collection.Id(d.Value), ["rev"] = d.Revision, ["seq"] = Next() };
            stored.Merge(parts.Of(d.Value));
            return stored;
        }), new InsertManyOptions { IsOrdered = false }, cancel);
    }

    /// <summary>What waits is put into documents that are deleted already, which the engine keeps until their events are delivered: in whose it was is not known any more.</summary>
    public async Task Put(IReadOnlyList<KeptEvent> events, CancellationToken cancel)
    {
        if (events.Count == 0) return;
        await store.Log.Put(events, cancel);
        var carriers = events.Where(e => e.Waiting is not null).Select(e => new BsonDocument
        {
            ["_id"] = $"moved/{e.Number}", ["rev"] = 0L,
            ["_events"] = new BsonArray
            {
                new BsonDocument
                {
                    ["n"] = Next(), ["id"] = e.Event.Id, ["topic"] = e.Event.Topic, ["data"] = e.Event.Data, ["attempts"] = e.Waiting!.Attempts, ["due"] = new BsonDateTime(e.Waiting.Due.ToUnixTimeMilliseconds())
                }
            }
        }).ToList();
        if (carriers.Count == 0) return;
        await store.Database.GetCollection<BsonDocument>(_carrier ?? throw new InvalidOperationException("No collection was opened for events that wait.")).InsertManyAsync(carriers, null, cancel);
    }

    public async Task Put(IReadOnlyDictionary<string, long> counters, CancellationToken cancel)
    {
        if (counters.Count > 0)
            await store.Database.GetCollection<BsonDocument>("sunshine_counters").InsertManyAsync(counters.Select(c => new BsonDocument { ["_id"] = c.Key, ["last"] = c.Value }), null, cancel);
    }

    private IMongoCollection<BsonDocument> Meta => store.Database.GetCollection<BsonDocument>("sunshine_meta");

    /// <summary>Events inside documents, by their ids.</summary>
    private async Task<Dictionary<string, (ObjectId N, OutgoingEvent Event, WaitingEvent Waiting)>> Waiting(CancellationToken cancel)
    {
        var waiting = new Dictionary<string, (ObjectId, OutgoingEvent, WaitingEvent)>(StringComparer.Ordinal);
        foreach (var name in await Collections(cancel))
        {
            var found = await store.Database.GetCollection<BsonDocument>(name).Find(new BsonDocument("_events.n", new BsonDocument("$exists", true))).Project(new BsonDocument("_events", 1)).ToListAsync(cancel);
            foreach (var e in found.SelectMany(d => d["_events"].AsBsonArray).Select(e => e.AsBsonDocument))
            {
                waiting[e["id"].AsString] = (e["n"].AsObjectId, new OutgoingEvent(e["id"].AsString, e["topic"].AsString, e["data"].AsString),
                    new WaitingEvent(e["attempts"].AsInt32, DateTimeOffset.FromUnixTimeMilliseconds(e["due"].AsBsonDateTime.MillisecondsSinceEpoch)));
            }
        }

        return waiting;
    }

    /// <summary>Always a larger one, and smaller than any that is made after this second.</summary>
    private ObjectId Next()
    {
        Span<byte> bytes = stackalloc byte[12];
        BinaryPrimitives.WriteInt32BigEndian(bytes, _now);
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], Interlocked.Increment(ref _put));
        return new ObjectId(bytes.ToArray());
    }
}
