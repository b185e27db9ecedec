namespace Sunshine.Foundation.Storage;

/// <summary>What one service keeps. Two engines: <see cref="Sqlite.SqliteStore"/> and <see cref="Mongo.MongoStore"/>.</summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>The documents of a collection, ready for use. The same object for the same collection.</summary>
    IDocuments<T> Open<T>(Collection<T> collection) where T : class;

    /// <summary>Events that were stored with documents and wait to be published.</summary>
    IOutbox Outbox { get; }

    /// <summary>Every event that was ever stored, for those who follow from a place of their own.</summary>
    IChanges Changes { get; }

    /// <summary>Contents that are too long for a document.</summary>
    IFiles Files { get; }

    /// <summary>
    /// Takes the next numbers of counters, durably: a number is given out once, though a crash may leave a gap.
    /// </summary>
    /// <param name="counts">How many numbers of each counter.</param>
    /// <returns>The first number for each counter; counting begins at 1.</returns>
    Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel);

    /// <summary>Whether what one caller asks to be written first is durable no later than what he asks for next, without waiting for it.</summary>
    bool InOrder => false;

    /// <summary>Answers if the engine does; throws if not.</summary>
    Task Ping(CancellationToken cancel);
}

/// <summary>
/// The documents of one collection. Every write is one document with its events, atomically; there is nothing larger, so that both
/// engines give the same guarantees.
/// </summary>
public interface IDocuments<T> where T : class
{
    Task<Stored<T>?> Get(string id, CancellationToken cancel);

    /// <summary>Those that exist, by id. At most 1,000 ids.</summary>
    Task<IReadOnlyDictionary<string, Stored<T>>> GetMany(IReadOnlyCollection<string> ids, CancellationToken cancel);

    /// <summary>
    /// Carries out writes, each by itself; one that is refused does not touch the others. What is not refused is durable when this returns.
    /// The same id must not occur twice.
    /// </summary>
    /// <returns>One result for each write, in order.</returns>
    Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<Write<T>> writes, CancellationToken cancel);

    Task<Slice<T>> List(ListQuery<T> query, CancellationToken cancel);

    /// <summary>How many documents fulfil criteria: equalities and a range on one field, as a declared index answers them.</summary>
    Task<long> Count(IReadOnlyList<Criterion<T>> where, CancellationToken cancel);

    /// <summary>How many documents have each value of a field. Values are text: days and times in ISO 8601, numbers plainly.</summary>
    Task<IReadOnlyDictionary<string, long>> CountBy(Field<T> field, CancellationToken cancel);

    /// <summary>Finds by text and facets. Only for collections with a <see cref="SearchIndex{T}"/>.</summary>
    Task<SearchPage<T>> Search(SearchQuery<T> query, CancellationToken cancel);

    /// <summary>Every document, oldest stored first. What is stored meanwhile may or may not be included.</summary>
    IAsyncEnumerable<Stored<T>> All(CancellationToken cancel);
}

/// <summary>A document with its revision, counted from 1.</summary>
public sealed record Stored<T>(T Value, long Revision) where T : class;

/// <summary>One write of one document, with what it causes.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Value">The document; null deletes it.</param>
/// <param name="Expected">The revision the document must have now: 0 if it must not exist; null if it does not matter.</param>
/// <param name="Events">What is published because of it.</param>
public sealed record Write<T>(string Id, T? Value, long? Expected, IReadOnlyList<OutgoingEvent> Events) where T : class;

public static class Write
{
    /// <summary>Stores a document that must not exist yet.</summary>
    public static Write<T> Create<T>(string id, T value, params IReadOnlyList<OutgoingEvent> events) where T : class => new(id, value, 0, events);

    /// <summary>Replaces a document that must be at this revision.</summary>
    public static Write<T> Replace<T>(string id, T value, long expected, params IReadOnlyList<OutgoingEvent> events) where T : class =>
        new(id, value, expected, events);

    /// <summary>Stores a document whether it exists or not.</summary>
    public static Write<T> Put<T>(string id, T value, params IReadOnlyList<OutgoingEvent> events) where T : class => new(id, value, null, events);

    /// <summary>Deletes a document that must be at this revision.</summary>
    public static Write<T> Delete<T>(string id, long expected, params IReadOnlyList<OutgoingEvent> events) where T : class =>
        new(id, null, expected, events);
}

public enum WriteOutcome
{
    Done,

    /// <summary>The document is at another revision than expected, or exists though it must not, or is gone.</summary>
    Stale,

    /// <summary>Another document has the same value of a unique field.</summary>
    Taken
}

/// <param name="Revision">The revision after the write; the current one (0: none) if stale.</param>
/// <param name="Field">The unique field whose value is taken.</param>
public readonly record struct WriteResult(WriteOutcome Outcome, long Revision, string? Field = null);

/// <summary>An event on its way: stored with the document that caused it, published at least once.</summary>
/// <param name="Id">Unique; the same at every delivery.</param>
/// <param name="Topic">Where it is published.</param>
/// <param name="Data">The event message in protobuf's JSON form.</param>
public sealed record OutgoingEvent(string Id, string Topic, string Data);

/// <summary>The events that wait. Order is that of storing, but a postponed one is overtaken.</summary>
public interface IOutbox
{
    /// <summary>Ends when there may be something to publish, or after a while.</summary>
    Task Wait(CancellationToken cancel);

    /// <summary>The oldest events that are due.</summary>
    Task<IReadOnlyList<PendingEvent>> Due(int most, CancellationToken cancel);

    /// <summary>Forgets events that were delivered.</summary>
    Task Delivered(IReadOnlyCollection<PendingEvent> events, CancellationToken cancel);

    /// <summary>Keeps an event that could not be delivered, for a later try.</summary>
    Task Postpone(PendingEvent pending, DateTimeOffset until, CancellationToken cancel);

    /// <summary>How many wait.</summary>
    Task<long> Count(CancellationToken cancel);

    /// <summary>When the oldest that waits was made, as its id tells (<see cref="Hosting.Ids.New"/>); null if none waits, or it has another id.</summary>
    Task<DateTimeOffset?> Oldest(CancellationToken cancel);
}

/// <summary>
/// The events of a store in one order that all readers see: an event's number is larger than that of every event that could be read
/// before it, so that reading on from a number neither loses nor repeats one. Numbers may have holes.
/// </summary>
public interface IChanges
{
    /// <summary>The oldest events after a number, in order.</summary>
    Task<IReadOnlyList<NumberedEvent>> After(long number, int most, CancellationToken cancel);

    /// <summary>The number of the last event; 0 if there is none.</summary>
    Task<long> Last(CancellationToken cancel);

    /// <summary>Ends when there may be events after those that could be read when it was called, or after a while. Any number may wait.</summary>
    Task Wait(CancellationToken cancel);
}

/// <param name="Number">From 1.</param>
public sealed record NumberedEvent(long Number, OutgoingEvent Event);

/// <param name="Attempts">How often delivery has failed.</param>
/// <param name="Key">The engine's own handle.</param>
public sealed record PendingEvent(OutgoingEvent Event, int Attempts, object Key);
