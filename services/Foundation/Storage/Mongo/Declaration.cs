using MongoDB.Bson;
using MongoDB.Driver;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>Makes a collection what is declared: its indexes, and what stands beside the records if the declaration has changed.</summary>
internal sealed class Declaration<T>(IMongoDatabase database, Collection<T> collection) where T : class
{
    private const int Portion = 200;

    private readonly IMongoCollection<BsonDocument> _documents = database.GetCollection<BsonDocument>(collection.Name);
    private readonly IMongoCollection<BsonDocument> _declarations = database.GetCollection<BsonDocument>("sunshine_meta");

    /// <summary>The declared indexes. A name says all there is to know, so that a changed index has another name.</summary>
    public IReadOnlyList<CreateIndexModel<BsonDocument>> Indexes()
    {
        var indexes = new List<CreateIndexModel<BsonDocument>>
        {
            Index("stored", new BsonDocument("seq", 1)),
            Index("events", new BsonDocument("_events.n", 1), new() { Sparse = true })
        };
        foreach (var field in collection.Fields)
        {
            indexes.Add(Index("by_" + field.Name, new BsonDocument { ["f." + field.Name] = 1, ["_id"] = 1 }));
            if (!field.Unique) continue;
            var counts = field.Kind == typeof(string) ? new BsonDocument("$gt", "") : new BsonDocument("$exists", true);
            indexes.Add(Index(UniqueName(field), new BsonDocument("f." + field.Name, 1), new() { Unique = true, PartialFilterExpression = new BsonDocument("f." + field.Name, counts) }));
        }

        foreach (var index in collection.Indexes)
        {
            indexes.Add(Index(
                "by_" + string.Join('_', index.Select(f => f.Name)),
                new BsonDocument(index.Select(f => new BsonElement("f." + f.Name, 1)).Append(new BsonElement("_id", 1)))));
        }

        if (collection.Search is not { } search) return indexes;
        indexes.Add(Index("newest", new BsonDocument { ["s.day"] = -1, ["seq"] = -1 }));
        foreach (var facet in search.Facets)
            indexes.Add(Index("newest_" + facet.Name, new BsonDocument { [$"s.facets.{facet.Name}.v"] = 1, ["s.day"] = -1, ["seq"] = -1 }));
        indexes.Add(Index("text", new BsonDocument { ["t.heading"] = "text", ["t.text"] = "text", ["t.chars"] = "text" }, new()
        {
            Weights = new BsonDocument { ["t.heading"] = 8, ["t.text"] = 1, ["t.chars"] = 1 },
            // Tokens are cut already; a member called "language" must not choose another tokenizer.
            DefaultLanguage = "none",
            LanguageOverride = "_language"
        }));
        return indexes;
    }

    /// <summary>The field whose unique index a message of error 11000 names; null if it was the id's.</summary>
    public string? TakenField(string message) => collection.Fields.FirstOrDefault(f => f.Unique && message.Contains($"index: {UniqueName(f)} ", StringComparison.Ordinal))?.Name;

    /// <summary>Before the first use. Several replicas may do it at once: they do the same.</summary>
    public void CarryOut()
    {
        var indexes = Indexes();
        var declared = indexes.Select(i => i.Options.Name).ToHashSet(StringComparer.Ordinal);
        // What is not declared any more costs writes, and a unique index would refuse them.
        var old = _documents.Indexes.List().ToEnumerable().Select(i => i["name"].AsString).Where(n => n != "_id_" && !declared.Contains(n)).ToList();
        foreach (var name in old) Drop(name);

        var stored = _declarations.Find(new BsonDocument("_id", collection.Name)).FirstOrDefault()?["declaration"].AsString;
        // Values first: a unique index over them then says at once if they repeat.
        if (stored is not null && stored != Text) Rebuild();
        _documents.Indexes.CreateMany(indexes);
        if (stored == Text) return;
        _declarations.ReplaceOne(
            new BsonDocument("_id", collection.Name), new BsonDocument { ["_id"] = collection.Name, ["declaration"] = Text }, new ReplaceOptions { IsUpsert = true });
    }

    private void Drop(string index)
    {
        try
        {
            _documents.Indexes.DropOne(index);
        }
        catch (MongoCommandException e) when (e.CodeName == "IndexNotFound")
        {
            // Another replica was quicker.
        }
    }

    private string Text => string.Join('\n',
    [
        $"1 {collection.Version}",
        .. collection.Fields.Select(f => $"{f.Kind.Name} {f.Name}"),
        collection.Search is null ? "" : $"text {Bigrams.Version} {string.Join(',', collection.Search.Facets.Select(f => f.Name))}"
    ]);

    private static string UniqueName(Field<T> field) => "unique_" + field.Name;

    private static CreateIndexModel<BsonDocument> Index(string name, BsonDocument keys, CreateIndexOptions<BsonDocument>? options = null)
    {
        options ??= new CreateIndexOptions<BsonDocument>();
        options.Name = name;
        return new CreateIndexModel<BsonDocument>(keys, options);
    }

    /// <summary>Computes anew what stands beside the records. A record that changes meanwhile has been computed by its writer.</summary>
    private void Rebuild()
    {
        var parts = new Parts<T>(collection);
        var alive = new BsonDocument("rev", new BsonDocument("$gt", 0L));
        var records = _documents.Find(alive).Project(new BsonDocument { ["rev"] = 1, ["doc"] = 1 }).ToEnumerable();
        foreach (var portion in records.Chunk(Portion))
        {
            _documents.BulkWrite(
                portion.Select(d =>
                {
                    var changes = parts.Of(collection.Upgraded(Mapping.Read<T>(d["doc"].AsBsonDocument)));
                    changes.Remove("doc");
                    return new UpdateOneModel<BsonDocument>(new BsonDocument { ["_id"] = d["_id"], ["rev"] = d["rev"] }, new BsonDocument("$set", changes));
                }),
                new BulkWriteOptions { IsOrdered = false });
        }
    }
}
