namespace Sunshine.TransparencyLog;

/// <summary>What is wrong with a log, and where.</summary>
/// <param name="Path">
/// Of the file that is at fault, <c>tile/entries/018</c>, as far as that can be told. A partial tile that the log has replaced by the full
/// one is named as the partial one.
/// </param>
/// <param name="Entry">The index in the log of the entry that is; null if it is not one entry.</param>
/// <param name="Reason">A sentence without its full stop; "it" is the file or the entry.</param>
public sealed record Fault(string Path, long? Entry, string Reason)
{
    internal static Fault Missing(string path, long? entry = null) => new(path, entry, "it is missing");

    public override string ToString() => Entry is null ? $"{Path}: {Reason}" : $"{Path}: entry {Entry}: {Reason}";
}
