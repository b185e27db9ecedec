using System.Diagnostics;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Storage;

/// <summary>
/// Spans of what a store does, below that of the call which asks for it. They tell of how many documents of which collection, never what is in them. Where nobody listens, or nothing is
/// being traced, as with work in the background, there is none.
/// </summary>
internal static class StoreSpan
{
    private const string Sqlite = "sqlite";
    private const string Mongo = "mongodb";

    /// <param name="what">What the store does: <c>get</c>, <c>query</c>, <c>search</c> or <c>write</c>.</param>
    /// <param name="documents">How many are asked for or written, where that is known.</param>
    public static Activity? OfSqlite(string what, string collection, int? documents = null) => Telemetry.Source.HasListeners() ? Start(what, Sqlite, collection, documents) : null;

    /// <inheritdoc cref="OfSqlite"/>
    public static Activity? OfMongo(string what, string collection, int? documents = null) => Telemetry.Source.HasListeners() ? Start(what, Mongo, collection, documents) : null;

    /// <summary>Says how many documents were found.</summary>
    public static void Found(this Activity? span, int documents) => span?.SetTag("db.response.returned_rows", documents);

    private static Activity? Start(string what, string system, string collection, int? documents)
    {
        if (Activity.Current is null || Telemetry.Source.StartActivity("store." + what, ActivityKind.Client) is not { } span) return null;
        span.SetTag("db.system.name", system).SetTag("db.collection.name", collection).SetTag("db.operation.name", what);
        return documents is { } count ? span.SetTag("db.operation.batch.size", count) : span;
    }
}
