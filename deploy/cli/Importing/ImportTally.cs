using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Importing;

/// <summary>What became of the rows so far. Safe to read while an import is running.</summary>
public sealed class ImportTally
{
    private long _rows, _created, _updated, _unchanged, _refused, _unreadable, _withWarnings, _reconnects;

    /// <summary>Rows taken from the source.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Records stored for the first time.</summary>
    public long Created => Interlocked.Read(ref _created);

    /// <summary>Records stored over an earlier state.</summary>
    public long Updated => Interlocked.Read(ref _updated);

    /// <summary>Records that were stored as they are already.</summary>
    public long Unchanged => Interlocked.Read(ref _unchanged);

    /// <summary>Records the server did not store.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Rows that could not be read and were not sent.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    /// <summary>Stored records about which the server warns; they are counted above too.</summary>
    public long WithWarnings => Interlocked.Read(ref _withWarnings);

    /// <summary>How often the connection was made anew.</summary>
    public long Reconnects => Interlocked.Read(ref _reconnects);

    /// <summary>Rows whose fate is known. At the end of an import that was not broken off: all rows.</summary>
    public long Settled => Created + Updated + Unchanged + Refused + Unreadable;

    /// <summary>Whether every row is stored.</summary>
    public bool IsComplete => Refused == 0 && Unreadable == 0 && Settled == Rows;

    internal void CountRow() => Interlocked.Increment(ref _rows);

    internal void CountUnreadable() => Interlocked.Increment(ref _unreadable);

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    internal void CountReconnect() => Interlocked.Increment(ref _reconnects);

    internal void Count(ImportResult result)
    {
        switch (result.Outcome)
        {
            case ImportOutcome.Created: Interlocked.Increment(ref _created); break;
            case ImportOutcome.Updated: Interlocked.Increment(ref _updated); break;
            case ImportOutcome.Unchanged: Interlocked.Increment(ref _unchanged); break;
            default: Interlocked.Increment(ref _refused); break;
        }

        if (result.Outcome != ImportOutcome.Refused && result.Warnings.Count > 0) Interlocked.Increment(ref _withWarnings);
    }
}
