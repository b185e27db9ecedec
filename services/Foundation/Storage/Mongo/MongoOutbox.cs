using System.Collections.Concurrent;
using MongoDB.Bson;
using MongoDB.Driver;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>
/// Events wait inside the documents that caused them, in the collections that this process has opened. Several replicas may publish at
/// once: an event is then delivered more than once, as it may be anyway.
/// </summary>
internal sealed class MongoOutbox(MongoStore store, TimeProvider time) : IOutbox
{
    private readonly ConcurrentDictionary<string, IMongoCollection<BsonDocument>> _collections = new(StringComparer.Ordinal);

    public void Add(string collection) => _collections[collection] = store.Database.GetCollection<BsonDocument>(collection);

    public Task Wait(CancellationToken cancel) => store.Bell.Wait(cancel);

    public async Task<IReadOnlyList<PendingEvent>> Due(int most, CancellationToken cancel)
    {
        var pipeline = DuePipeline(time.GetUtcNow(), most);
        var due = new List<(ObjectId N, PendingEvent Event)>();
        foreach (var (name, collection) in _collections)
        {
            foreach (var found in await collection.Aggregate<BsonDocument>(pipeline, cancellationToken: cancel).ToListAsync(cancel))
            {
                var e = found["_events"];
                var n = e["n"].AsObjectId;
                due.Add((n, new PendingEvent(
                    new OutgoingEvent(e["id"].AsString, e["topic"].AsString, e["data"].AsString), e["attempts"].AsInt32, new Key(name, found["_id"].AsString, n))));
            }
        }

        var oldest = due.OrderBy(d => d.N).Take(most).Select(d => d.Event).ToList();
        // Before anybody hears of them, and whether or not anybody can be reached.
        await store.Log.Append(oldest.ConvertAll(e => e.Event), cancel);
        return oldest;
    }

    public async Task Delivered(IReadOnlyCollection<PendingEvent> events, CancellationToken cancel)
    {
        foreach (var of in events.Select(e => (Key)e.Key).GroupBy(k => k.Collection))
        {
            var collection = _collections[of.Key];
            var ids = of.GroupBy(k => k.Id).ToList();
            await collection.BulkWriteAsync(
                ids.Select(id => new UpdateOneModel<BsonDocument>(
                    new BsonDocument("_id", id.Key),
                    new BsonDocument("$pull", new BsonDocument("_events", new BsonDocument("n", new BsonDocument("$in", new BsonArray(id.Select(k => k.N)))))))),
                new BulkWriteOptions { IsOrdered = false }, cancel);
            await Sweep(collection, ids.Select(id => id.Key), cancel);
        }
    }

    public Task Postpone(PendingEvent pending, DateTimeOffset until, CancellationToken cancel)
    {
        var key = (Key)pending.Key;
        return _collections[key.Collection].UpdateOneAsync(
            new BsonDocument { ["_id"] = key.Id, ["_events.n"] = key.N },
            new BsonDocument
            {
                ["$inc"] = new BsonDocument("_events.$.attempts", 1),
                ["$set"] = new BsonDocument("_events.$.due", new BsonDateTime(until.ToUnixTimeMilliseconds()))
            },
            cancellationToken: cancel);
    }

    public async Task<long> Count(CancellationToken cancel)
    {
        BsonDocument[] pipeline =
        [
            new("$match", Waiting),
            new("$group", new BsonDocument { ["_id"] = BsonNull.Value, ["n"] = new BsonDocument("$sum", new BsonDocument("$size", "$_events")) })
        ];
        long count = 0;
        foreach (var collection in _collections.Values)
            count += (await collection.Aggregate<BsonDocument>(pipeline, cancellationToken: cancel).FirstOrDefaultAsync(cancel))?["n"].ToInt64() ?? 0;
        return count;
    }

    public async Task<DateTimeOffset?> Oldest(CancellationToken cancel)
    {
        DateTimeOffset? oldest = null;
        foreach (var collection in _collections.Values)
        {
            // In the order of the sparse index; of a document's events the first is the oldest.
            var found = await collection.Find(Waiting).Sort(new BsonDocument("_events.n", 1)).Limit(1).Project(new BsonDocument("_events.id", 1)).FirstOrDefaultAsync(cancel);
            if (found?["_events"].AsBsonArray is [BsonDocument first, ..] && Ids.TimeOf(first["id"].AsString) is { } at && !(at >= oldest)) oldest = at;
        }

        return oldest;
    }

    /// <summary>Removes deleted documents that have no events left.</summary>
    public static Task Sweep(IMongoCollection<BsonDocument> collection, IEnumerable<string> ids, CancellationToken cancel) =>
        collection.DeleteManyAsync(
            new BsonDocument
            {
                ["_id"] = new BsonDocument("$in", new BsonArray(ids)), ["rev"] = 0L, ["_events.0"] = new BsonDocument("$exists", false)
            },
            cancel);

    /// <summary>As the sparse index has them.</summary>
    private static BsonDocument Waiting => new("_events.n", new BsonDocument("$exists", true));

    /// <summary>
    /// The oldest due events of a collection. Documents are cut to as many as events are wanted before their events are looked at: each of
    /// them has one that is due.
    /// </summary>
    internal static BsonDocument[] DuePipeline(DateTimeOffset now, int most)
    {
        var due = new BsonDocument("$lte", new BsonDateTime(now.ToUnixTimeMilliseconds()));
        return
        [
            new("$match", Waiting.Add("_events", new BsonDocument("$elemMatch", new BsonDocument("due", due)))),
            new("$sort", new BsonDocument("_events.n", 1)),
            new("$limit", most),
            new("$project", new BsonDocument("_events", 1)),
            new("$unwind", "$_events"),
            new("$match", new BsonDocument("_events.due", due)),
            new("$sort", new BsonDocument("_events.n", 1)),
            new("$limit", most)
        ];
    }

    private sealed record Key(string Collection, string Id, ObjectId N);
}
