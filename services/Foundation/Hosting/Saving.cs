using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Hosting;

/// <summary>The two writes of an rpc: a creation that may be repeated, and a change of what was read.</summary>
public static class Saving
{
    /// <summary>Stores a document whose id follows from the caller's request id; if it is there already, that one is returned.</summary>
    /// <param name="taken">What is refused if another document has the same value of a unique field.</param>
    /// <param name="events">What is published with the creation, and not when it is repeated.</param>
    public static async Task<Stored<T>> CreateOnce<T>(
        this IDocuments<T> documents, string id, T created, RefusedException? taken, CancellationToken cancel, params IReadOnlyList<OutgoingEvent> events) where T : class
    {
        var written = (await documents.Write([Write.Create(id, created, events)], cancel))[0];
        return written.Outcome switch
        {
            WriteOutcome.Done => new Stored<T>(created, written.Revision),
            WriteOutcome.Stale => (await documents.Get(id, cancel))!,
            _ => throw taken ?? (Exception)new InvalidOperationException($"The value of {written.Field} is taken.")
        };
    }

    /// <summary>Replaces a document that must be as it was read.</summary>
    /// <param name="expected">The revision the caller named; null for none.</param>
    /// <exception cref="RefusedException">It has changed since the caller or this call read it, or a unique value is taken.</exception>
    public static async Task<Stored<T>> Replace<T>(
        this IDocuments<T> documents, string id, Stored<T> read, T changed, long? expected, RefusedException? taken, CancellationToken cancel,
        params IReadOnlyList<OutgoingEvent> events) where T : class
    {
        if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);
        var written = (await documents.Write([Write.Replace(id, changed, read.Revision, events)], cancel))[0];
        return written.Outcome switch
        {
            WriteOutcome.Done => new Stored<T>(changed, written.Revision),
            WriteOutcome.Stale => throw Etags.Stale(written.Revision),
            _ => throw taken ?? (Exception)new InvalidOperationException($"The value of {written.Field} is taken.")
        };
    }
}
