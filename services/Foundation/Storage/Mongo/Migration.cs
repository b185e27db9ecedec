using MongoDB.Bson;
using MongoDB.Driver;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>
/// The note in a database that something is being carried into it. While it says so no service opens the database; what is in it is thrown away if the migration is begun again.
/// </summary>
public static class Migration
{
    /// <summary>No collection is named like this.</summary>
    internal const string Id = "sunshine:migration";

    private const string Collection = "sunshine_meta";

    private static readonly BsonDocument Own = new("_id", Id);

    /// <summary>The run that is carrying something into the database, and has not ended; null if there is none.</summary>
    public static async Task<string?> Unfinished(IMongoDatabase database, CancellationToken cancel) =>
        await Notes(database).Find(Own).FirstOrDefaultAsync(cancel) is { } note && !note["finished"].AsBoolean ? note["run"].AsString : null;

    /// <summary>The run that carried into it all that was there at first; null if there was none.</summary>
    public static async Task<string?> Finished(IMongoDatabase database, CancellationToken cancel) =>
        await Notes(database).Find(Own).FirstOrDefaultAsync(cancel) is { } note && note["finished"].AsBoolean ? note["run"].AsString : null;

    public static Task Note(IMongoDatabase database, string run, bool finished, CancellationToken cancel) =>
        Notes(database).ReplaceOneAsync(Own, new BsonDocument { ["_id"] = Id, ["run"] = run, ["finished"] = finished }, new ReplaceOptions { IsUpsert = true }, cancel);

    /// <exception cref="InvalidOperationException">Something is being carried into it.</exception>
    internal static void RequireNone(IMongoDatabase database)
    {
        if (Notes(database).Find(Own).FirstOrDefault() is { } note && !note["finished"].AsBoolean)
            throw new InvalidOperationException($"The migration into the database {database.DatabaseNamespace.DatabaseName} has not ended. Run it again, or drop the database.");
    }

    private static IMongoCollection<BsonDocument> Notes(IMongoDatabase database) => database.GetCollection<BsonDocument>(Collection).WithWriteConcern(WriteConcern.WMajority.With(journal: true));
}
