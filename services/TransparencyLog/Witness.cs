using System.Text;

namespace Sunshine.TransparencyLog;

/// <summary>
/// What a log says to a witness and hears from it (c2sp.org/tlog-witness): it posts to <c>add-checkpoint</c> below the witness's address and
/// gets a cosignature, when the new tree is shown to begin with the one that the witness saw last.
/// </summary>
public static class Witness
{
    /// <summary>The content type of an answer 409, which is for <see cref="ReadSize"/>.</summary>
    public const string SizeContentType = "text/x.tlog.size";

    /// <summary>An answer is what follows a note's text.</summary>
    private static ReadOnlySpan<byte> NoText => "\n\n"u8;

    /// <summary>The request's body.</summary>
    /// <param name="old">The size that the witness cosigned last; 0 if none.</param>
    /// <param name="proof">From that size to the checkpoint's; empty if the old size is 0 or the same.</param>
    public static byte[] AddCheckpoint(long old, IReadOnlyCollection<Hash> proof, SignedNote checkpoint)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proof.Count, Proofs.MostHashes);
        var lines = string.Concat(proof.Select(hash => $"{hash}\n"));
        return [.. Encoding.UTF8.GetBytes($"old {old}\n{lines}\n"), .. checkpoint.ToBytes()];
    }

    /// <summary>Reads the body of an answer 200. What is not by the witness's key has to be left out: <see cref="SignedNote.Verify"/>.</summary>
    /// <exception cref="BadLogException">It is not one or more signature lines.</exception>
    public static IReadOnlyList<NoteSignature> ReadSignatures(ReadOnlySpan<byte> body)
    {
        var note = SignedNote.Parse([.. NoText, .. body]);
        return note.Text.Length == 1 ? note.Signatures : throw new BadLogException("The witness answered with more than signatures.");
    }

    /// <summary>Reads the body of an answer 409: the size that the witness cosigned last, from which it wants a proof.</summary>
    /// <exception cref="BadLogException">It is not a number and a newline.</exception>
    public static long ReadSize(ReadOnlySpan<byte> body) =>
        body.EndsWith("\n"u8) && Digits.TryParse(Encoding.UTF8.GetString(body[..^1]), out long size)
            ? size
            : throw new BadLogException("The witness answered with no size.");
}
