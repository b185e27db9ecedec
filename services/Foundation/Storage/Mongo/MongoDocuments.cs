using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>
/// A collection of MongoDB. A stored document is <c>{ _id, rev, seq, doc, f, s, t, _events }</c> (see <see cref="Parts{T}"/>), written in
/// one piece with its events. A deleted one stays with revision 0 until its events are delivered.
/// </summary>
internal sealed class MongoDocuments<T> : IDocuments<T> where T : class
{
    /// <summary>Replacing writes that are under way at once: each is a call, as only a call by itself says whether it found its document.</summary>
    private const int AtOnce = 16;

    private const int Portion = 200;

    private readonly MongoStore _store;
    private readonly Collection<T> _collection;
    private readonly IMongoCollection<BsonDocument> _documents;
    private readonly Declaration<T> _declaration;
    private readonly Parts<T> _parts;

    public MongoDocuments(MongoStore store, Collection<T> collection)
    {
        collection.Validate();
        _store = store;
        _collection = collection;
        _documents = store.Database.GetCollection<BsonDocument>(collection.Name);
        _parts = new Parts<T>(collection);
        _declaration = new Declaration<T>(store.Database, collection);
        _declaration.CarryOut();
    }

    public async Task<Stored<T>?> Get(string id, CancellationToken cancel)
    {
        using var span = StoreSpan.OfMongo("get", _collection.Name, 1);
        var found = await Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancel);
        if (found is not null && found["rev"] == 0L) found = null;
        span.Found(found is null ? 0 : 1);
        return found is null ? null : Read(found);
    }

    public async Task<IReadOnlyDictionary<string, Stored<T>>> GetMany(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, 1000, nameof(ids));
        using var span = StoreSpan.OfMongo("get", _collection.Name, ids.Count);
        var found = await Find(In(ids)).ToListAsync(cancel);
        span.Found(found.Count);
        return found.Where(d => d["rev"] != 0L).ToDictionary(d => d["_id"].AsString, Read);
    }

    public async Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<Write<T>> writes, CancellationToken cancel)
    {
        _collection.Validate(writes);
        using var span = StoreSpan.OfMongo("write", _collection.Name, writes.Count);
        cancel.ThrowIfCancellationRequested();
        var changes = writes.Select(w => new Change<T>(w, w.Value is null ? null : _parts.Of(w.Value), Events(w))).ToList();
        for (var left = changes; left.Count > 0; left = [.. left.Where(c => c.Result is null)])
        {
            // Writes that do not ask for a revision ask for the one that is there now, until they are in time.
            var any = left.Where(c => c.Write.Expected is null).ToList();
            var now = await Revisions(any, cancel);
            foreach (var change in any) change.Asked = now.GetValueOrDefault(change.Write.Id);
            foreach (var change in left) change.Asked = change.Write.Expected ?? change.Asked;
            await Create([.. left.Where(c => c is { Parts: not null, Asked: 0 })], cancel);
            await Parallel.ForEachAsync(
                left.Where(c => c.Parts is null || c.Asked != 0), new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = AtOnce },
                async (change, ct) => await Change(change, ct));
            await Explain([.. left.Where(c => c.Result is null)], cancel);
        }

        if (changes.Any(c => c is { Events.Count: > 0, Result.Outcome: WriteOutcome.Done })) _store.Bell.Ring();
        return [.. changes.Select(c => c.Result!.Value)];
    }

    public async Task<Slice<T>> List(ListQuery<T> query, CancellationToken cancel)
    {
        query.Validate(_collection);
        using var span = StoreSpan.OfMongo("query", _collection.Name);
        var after = query.After is null ? null : Place.Parse(query.After);
        var found = await Find(Queries.List(query, after)).Sort(Queries.Order(query)).Limit(query.Size + 1).ToListAsync(cancel);
        var documents = found.Take(query.Size).Select(Read).ToList();
        span.Found(documents.Count);
        return new Slice<T>(documents, found.Count > query.Size ? Place.After(_collection, query, documents[^1].Value).ToString() : null);
    }

    public async Task<long> Count(IReadOnlyList<Criterion<T>> where, CancellationToken cancel)
    {
        where.RequireIndex(_collection);
        using var span = StoreSpan.OfMongo("query", _collection.Name);
        return await _documents.CountDocumentsAsync(Queries.Where(where), cancellationToken: cancel);
    }

    public async Task<IReadOnlyDictionary<string, long>> CountBy(Field<T> field, CancellationToken cancel)
    {
        _collection.RequireField(field);
        using var span = StoreSpan.OfMongo("query", _collection.Name);
        var groups = await Aggregate(Queries.CountBy(field), cancel);
        return groups.ToDictionary(g => Field<T>.Format(Mapping.Value(g["_id"], field.Kind)), g => g["n"].ToInt64());
    }

    public async Task<SearchPage<T>> Search(SearchQuery<T> query, CancellationToken cancel)
    {
        var index = _collection.Search ?? throw new InvalidOperationException($"Collection {_collection.Name} declares no search index.");
        ArgumentOutOfRangeException.ThrowIfNegative(query.Size);
        foreach (var facet in query.Count.Concat(query.Filters.Select(f => f.Facet))) index.IndexOf(facet);
        cancel.ThrowIfCancellationRequested();
        using var span = StoreSpan.OfMongo("search", _collection.Name);
        var after = query.After is null ? null : SearchPlace.Parse(query.After);
        if (query.Text is { IsEmpty: true }) return new SearchPage<T>([], 0, query.Count.ToDictionary(f => f.Name, IReadOnlyList<ValueCount> (_) => []), null);

        var counts = after is null ? (await Aggregate(Queries.Counts(query), cancel)).Single() : null;
        var total = after?.Total ?? (counts!["total"].AsBsonArray is [var only] ? only["n"].ToInt64() : 0);
        var facets = counts is null ? [] : query.Count.Select((f, i) => (f.Name, Values: Values(counts[$"c{i}"].AsBsonArray))).ToDictionary(f => f.Name, f => f.Values);
        if (query.Size == 0) return new SearchPage<T>([], total, facets, null);

        var found = await Aggregate(Queries.Page(query, after), cancel);
        span.Found(Math.Min(found.Count, query.Size));
        var next = found.Count <= query.Size ? null : PlaceOf(found[query.Size - 1], total);
        return new SearchPage<T>([.. found.Take(query.Size).Select(Read)], total, facets, next?.ToString());
    }

    public async IAsyncEnumerable<Stored<T>> All([EnumeratorCancellation] CancellationToken cancel)
    {
        // By portions: a cursor would end while the caller works on what it got.
        for (var last = ObjectId.Empty; ;)
        {
            var after = Queries.All([Queries.Where<T>([]), new BsonDocument("seq", new BsonDocument("$gt", last))]);
            var portion = await _documents.Find(after).Sort(new BsonDocument("seq", 1)).Limit(Portion)
                .Project(new BsonDocument { ["rev"] = 1, ["doc"] = 1, ["seq"] = 1 }).ToListAsync(cancel);
            foreach (var found in portion) yield return Read(found);
            if (portion.Count < Portion) yield break;
            last = portion[^1]["seq"].AsObjectId;
        }
    }

    private static BsonDocument In(IEnumerable<string> ids) => new("_id", new BsonDocument("$in", new BsonArray(ids)));

    private Stored<T> Read(BsonDocument found) => new(_collection.Upgraded(Mapping.Read<T>(found["doc"].AsBsonDocument)), found["rev"].AsInt64);

    private static SearchPlace PlaceOf(BsonDocument last, long total) =>
        new(total, last.GetValue("score", 0).ToDouble(), last["s"]["day"].AsBsonDateTime.MillisecondsSinceEpoch, $"{last["seq"]}");

    private static IReadOnlyList<ValueCount> Values(BsonArray groups) =>
        [.. groups.Select(g => new ValueCount(g["_id"].AsString, g["documents"].ToInt64(), g["occurrences"].ToInt64()))
            .OrderByDescending(v => v.Documents).ThenBy(v => v.Value, StringComparer.Ordinal)];

    private IFindFluent<BsonDocument, BsonDocument> Find(BsonDocument filter) =>
        _documents.Find(filter).Project<BsonDocument>(new BsonDocument { ["rev"] = 1, ["doc"] = 1 });

    private Task<List<BsonDocument>> Aggregate(BsonDocument[] pipeline, CancellationToken cancel) =>
        _documents.Aggregate<BsonDocument>(pipeline, new AggregateOptions { AllowDiskUse = true }, cancel).ToListAsync(cancel);

    private async Task<Dictionary<string, long>> Revisions(List<Change<T>> changes, CancellationToken cancel)
    {
        if (changes.Count == 0) return [];
        // What refused a write may not have reached a majority yet.
        var latest = _documents.WithReadConcern(ReadConcern.Local);
        var found = await latest.Find(In(changes.Select(c => c.Write.Id))).Project(new BsonDocument("rev", 1)).ToListAsync(cancel);
        return found.ToDictionary(d => d["_id"].AsString, d => d["rev"].AsInt64);
    }

    /// <summary>Stores what must not exist yet. A deleted document whose events wait is one that does not exist.</summary>
    private async Task Create(List<Change<T>> changes, CancellationToken cancel)
    {
        if (changes.Count == 0) return;
        var models = changes.Select(c => new UpdateOneModel<BsonDocument>(Filter(c), Update(c)) { IsUpsert = true });
        IReadOnlyList<BulkWriteError> errors = [];
        try
        {
            await _documents.BulkWriteAsync(models, new BulkWriteOptions { IsOrdered = false }, cancel);
        }
        catch (MongoBulkWriteException<BsonDocument> e) when (e.WriteErrors.All(w => w.Category == ServerErrorCategory.DuplicateKey) && e.WriteConcernError is null)
        {
            // Each either exists or has a value that is taken; the others were carried out.
            errors = e.WriteErrors;
        }

        foreach (var error in errors) changes[error.Index].Refused(_declaration.TakenField(error.Message));
        foreach (var change in changes.Where(c => !c.IsRefused)) change.Result = new WriteResult(WriteOutcome.Done, 1);
    }

    private async Task Change(Change<T> change, CancellationToken cancel)
    {
        try
        {
            var result = await _documents.UpdateOneAsync(Filter(change), Update(change), cancellationToken: cancel);
            if (result.MatchedCount == 0) change.Refused(taken: null);
            else change.Result = new WriteResult(WriteOutcome.Done, change.Parts is null ? 0 : change.Asked + 1);
        }
        catch (MongoWriteException e) when (e.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            change.Refused(_declaration.TakenField(e.WriteError.Message));
        }

        // A deleted document without events need not wait for their delivery.
        if (change is { Parts: null, Result: not null }) await MongoOutbox.Sweep(_documents, [change.Write.Id], cancel);
    }

    /// <summary>Says why writes were refused; one that does not ask for a revision and was only late is left for another try.</summary>
    private async Task Explain(List<Change<T>> refused, CancellationToken cancel)
    {
        var now = await Revisions(refused, cancel);
        foreach (var change in refused)
        {
            var revision = now.GetValueOrDefault(change.Write.Id);
            if (change.Write.Expected is null && (change.Asked != revision || change.Taken is null))
            {
                if (change.Parts is null && revision == 0) change.Result = new WriteResult(WriteOutcome.Stale, 0);
                change.Again();
            }
            else
            {
                change.Result = change.Taken is not null && change.Asked == revision
                    ? new WriteResult(WriteOutcome.Taken, revision, change.Taken)
                    : new WriteResult(WriteOutcome.Stale, revision);
            }
        }
    }

    private static BsonDocument Filter(Change<T> change)
    {
        var filter = new BsonDocument { ["_id"] = change.Write.Id, ["rev"] = change.Asked };
        // Nothing to delete: revision 0 would be that of a document that is deleted already.
        if (change.Parts is null && change.Asked == 0) filter["rev"] = -1L;
        return filter;
    }

    private static BsonDocument Update(Change<T> change)
    {
        var update = change.Parts is null
            ? new BsonDocument
            {
                ["$set"] = new BsonDocument("rev", 0L),
                ["$unset"] = new BsonDocument { ["doc"] = "", ["f"] = "", ["s"] = "", ["t"] = "" }
            }
            : new BsonDocument
            {
                ["$inc"] = new BsonDocument("rev", 1L),
                ["$set"] = change.Parts,
                ["$setOnInsert"] = new BsonDocument("seq", ObjectId.GenerateNewId())
            };
        if (change.Events.Count > 0) update["$push"] = new BsonDocument("_events", new BsonDocument("$each", change.Events));
        return update;
    }

    private static BsonArray Events(Write<T> write) =>
        [.. write.Events.Select(e => new BsonDocument
        {
            ["n"] = ObjectId.GenerateNewId(), ["id"] = e.Id, ["topic"] = e.Topic, ["data"] = e.Data, ["attempts"] = 0, ["due"] = new BsonDateTime(0)
        })];
}

/// <summary>A write on its way.</summary>
internal sealed class Change<T>(Write<T> write, BsonDocument? parts, BsonArray events) where T : class
{
    public Write<T> Write => write;

    /// <summary>What is stored; null if the document is deleted.</summary>
    public BsonDocument? Parts => parts;

    public BsonArray Events => events;

    /// <summary>The revision this try asks for.</summary>
    public long Asked { get; set; }

    public WriteResult? Result { get; set; }

    public bool IsRefused { get; private set; }

    /// <summary>The unique field whose value was taken at this try.</summary>
    public string? Taken { get; private set; }

    public void Refused(string? taken) => (IsRefused, Taken) = (true, taken);

    public void Again() => (IsRefused, Taken) = (false, null);
}
