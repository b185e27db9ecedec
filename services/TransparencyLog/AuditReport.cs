namespace Sunshine.TransparencyLog;

/// <summary>What an audit found.</summary>
/// <param name="Checkpoint">What the log says of itself; null if that is not signed by it, in which case nothing else was looked at.</param>
/// <param name="Entries">How many entries are there and are those of the tree.</param>
/// <param name="Faults">Empty if every entry and every tile is as the checkpoint says. In the order of the log.</param>
/// <param name="Complete">False if it stopped for too many faults: there may be more.</param>
public sealed record AuditReport(VerifiedCheckpoint? Checkpoint, long Entries, IReadOnlyList<Fault> Faults, bool Complete)
{
    public bool IsSound => Complete && Faults.Count == 0;
}

/// <summary>Is shown the entries of a log, in order.</summary>
/// <param name="index">From 0.</param>
/// <param name="entry">Valid during the call.</param>
public delegate void EntryVisitor(long index, ReadOnlySpan<byte> entry);
