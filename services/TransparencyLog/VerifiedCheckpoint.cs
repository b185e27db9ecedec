namespace Sunshine.TransparencyLog;

/// <summary>A checkpoint that its log has signed.</summary>
/// <param name="Note">As it was read.</param>
/// <param name="Signatures">The log's and those of the witnesses that were asked for, in the order of the note.</param>
public sealed record VerifiedCheckpoint(Checkpoint Checkpoint, SignedNote Note, IReadOnlyList<VerifiedSignature> Signatures)
{
    /// <summary>Reads a checkpoint as it is served.</summary>
    /// <param name="log">The log's key. Its name is the origin.</param>
    /// <param name="witnesses">Whose cosignatures to look for. How many are enough is for the caller to say.</param>
    /// <exception cref="BadLogException">Malformed, of another log, not signed by the log, or one of the known signatures is wrong.</exception>
    public static VerifiedCheckpoint Parse(ReadOnlySpan<byte> bytes, VerifierKey log, params IEnumerable<VerifierKey> witnesses) =>
        Of(SignedNote.Parse(bytes), log, witnesses);

    /// <inheritdoc cref="Parse"/>
    public static VerifiedCheckpoint Of(SignedNote note, VerifierKey log, params IEnumerable<VerifierKey> witnesses)
    {
        var signatures = note.Verify([log, .. witnesses]);
        if (!signatures.Any(s => s.Key.Equals(log))) throw new BadLogException($"The checkpoint is not signed by {log.Name}.");
        var checkpoint = Checkpoint.Parse(note.Text);
        if (checkpoint.Origin != log.Name) throw new BadLogException($"The checkpoint is of {checkpoint.Origin}, not of {log.Name}.");
        return new VerifiedCheckpoint(checkpoint, note, signatures);
    }
}
