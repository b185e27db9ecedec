using MongoDB.Bson;
using MongoDB.Driver;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>
/// The log of events: <c>{ _id: number, id, topic, data }</c>. Documents are stored by many at once and have no common order; so whoever
/// publishes waiting events first appends them here. A number is taken by inserting it after the last one that can be read, so there is
/// never one that is filled after a larger one.
/// </summary>
internal sealed class MongoChanges : IChanges
{
    private const string EventIndex = "unique_event";

    private readonly IMongoCollection<BsonDocument> _log;
    private readonly Beacon _beacon;
    private readonly Lazy<bool> _prepared;

    public MongoChanges(IMongoDatabase database, TimeProvider time)
    {
        _log = database.GetCollection<BsonDocument>("sunshine_changes");
        _beacon = new Beacon(time);
        _prepared = new Lazy<bool>(() =>
        {
            _log.Indexes.CreateOne(new CreateIndexModel<BsonDocument>(new BsonDocument("id", 1), new CreateIndexOptions { Unique = true, Name = EventIndex }));
            return true;
        });
    }

    public Task Wait(CancellationToken cancel) => _beacon.Wait(cancel);

    public async Task<IReadOnlyList<NumberedEvent>> After(long number, int most, CancellationToken cancel)
    {
        var found = await _log.Find(new BsonDocument("_id", new BsonDocument("$gt", number))).Sort(new BsonDocument("_id", 1)).Limit(most).ToListAsync(cancel);
        return found.ConvertAll(d => new NumberedEvent(d["_id"].AsInt64, new OutgoingEvent(d["id"].AsString, d["topic"].AsString, d["data"].AsString)));
    }

    public Task<long> Last(CancellationToken cancel) => Last(_log, cancel);

    /// <summary>Appends events in order; one that is there already stays where it is.</summary>
    public async Task Append(IReadOnlyList<OutgoingEvent> events, CancellationToken cancel)
    {
        _ = _prepared.Value;
        var left = new Queue<OutgoingEvent>(events);
        // What refused a number may not have reached a majority yet.
        var latest = _log.WithReadConcern(ReadConcern.Local);
        while (left.Count > 0)
        {
            var last = await Last(latest, cancel);
            var next = left.Select((e, i) => new BsonDocument { ["_id"] = last + 1 + i, ["id"] = e.Id, ["topic"] = e.Topic, ["data"] = e.Data }).ToList();
            try
            {
                // In order: what a crash or a refusal cuts off is the end, and leaves no hole.
                await _log.InsertManyAsync(next, new InsertManyOptions { IsOrdered = true }, cancel);
                break;
            }
            catch (MongoBulkWriteException<BsonDocument> e) when (e.WriteErrors is [{ Category: ServerErrorCategory.DuplicateKey } refused] && e.WriteConcernError is null)
            {
                for (var done = 0; done < refused.Index; done++) left.Dequeue();
                // Either the event is in the log, or another took the number, who is then asked for the last one.
                if (refused.Message.Contains(EventIndex, StringComparison.Ordinal)) left.Dequeue();
            }
        }

        _beacon.Light();
    }

    /// <summary>Puts events into an empty log with the numbers that they have.</summary>
    public Task Put(IReadOnlyList<Transfer.KeptEvent> events, CancellationToken cancel)
    {
        _ = _prepared.Value;
        return _log.InsertManyAsync(
            events.Select(e => new BsonDocument { ["_id"] = e.Number, ["id"] = e.Event.Id, ["topic"] = e.Event.Topic, ["data"] = e.Event.Data }), new InsertManyOptions { IsOrdered = true }, cancel);
    }

    private static async Task<long> Last(IMongoCollection<BsonDocument> log, CancellationToken cancel)
    {
        var last = await log.Find(new BsonDocument()).Sort(new BsonDocument("_id", -1)).Limit(1).Project(new BsonDocument("_id", 1)).FirstOrDefaultAsync(cancel);
        return last?["_id"].AsInt64 ?? 0;
    }
}
