namespace Sunshine.Foundation.Storage.Transfer;

/// <summary>
/// All that a store keeps, as it stands, to be carried into an empty one. Two engines: <see cref="Sqlite.SqliteContents"/> and <see cref="Mongo.MongoContents"/>. What is read is that of one moment only if
/// nobody writes meanwhile.
/// </summary>
public interface IStoreContents
{
    /// <summary>Whose contents they are. Documents are read from it.</summary>
    IStore Store { get; }

    /// <summary>Names of all collections that any program has opened in it.</summary>
    Task<IReadOnlyList<string>> Collections(CancellationToken cancel);

    /// <summary>The last number that was taken of each counter.</summary>
    Task<IReadOnlyDictionary<string, long>> Counters(CancellationToken cancel);

    /// <summary>All events in the order of their numbers.</summary>
    IAsyncEnumerable<KeptEvent> Events(CancellationToken cancel);

    /// <summary>Hashes of all files, in no order.</summary>
    IAsyncEnumerable<string> Files(CancellationToken cancel);

    /// <summary>Stores documents that are not there, behind those that are, with the revisions that they have.</summary>
    Task Put<T>(Collection<T> collection, IReadOnlyList<Stored<T>> documents, CancellationToken cancel) where T : class;

    /// <summary>Stores events with their numbers, which are larger than all that are there. A collection must have been opened before.</summary>
    Task Put(IReadOnlyList<KeptEvent> events, CancellationToken cancel);

    /// <summary>Sets counters.</summary>
    Task Put(IReadOnlyDictionary<string, long> counters, CancellationToken cancel);
}

/// <summary>An event with its number.</summary>
/// <param name="Waiting">Null if it was delivered.</param>
public sealed record KeptEvent(long Number, OutgoingEvent Event, WaitingEvent? Waiting);

/// <param name="Attempts">How often delivery has failed.</param>
/// <param name="Due">Not before.</param>
public sealed record WaitingEvent(int Attempts, DateTimeOffset Due);
