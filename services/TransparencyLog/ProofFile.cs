using System.Text;

namespace Sunshine.TransparencyLog;

/// <summary>
/// A receipt: proves offline that an entry is in a log (c2sp.org/tlog-proof), from the entry's bytes and the log's verifier key. Usually in a
/// file that ends in .tlog-proof.
/// </summary>
/// <param name="Index">Of the entry.</param>
/// <param name="Hashes">The inclusion proof, from the leaf's sibling upward.</param>
/// <param name="Checkpoint">Of a tree that has the entry, with all its signatures.</param>
public sealed record ProofFile(long Index, IReadOnlyList<Hash> Hashes, SignedNote Checkpoint)
{
    /// <summary>What is longer is refused unread: a note, the hashes, and room for extra.</summary>
    public const int MostBytes = SignedNote.MostBytes + 100_000;

    private const string Title = "c2sp.org/tlog-proof@v1";

    /// <summary>Anything of use to the reader. Nothing proves it. Null for none.</summary>
    public ReadOnlyMemory<byte>? Extra { get; init; }

    /// <summary>Reads a file as <see cref="ToBytes"/> writes it. That proves nothing yet: <see cref="Verify"/>.</summary>
    /// <exception cref="BadLogException">It is written otherwise, or has more hashes than any tree is high.</exception>
    public static ProofFile Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes) throw new BadLogException($"A proof file has at most {MostBytes} bytes.");
        var end = bytes.IndexOf("\n\n"u8);
        if (end < 0) throw new BadLogException("The proof file has no empty line before its checkpoint.");

        var lines = new Queue<string>(Encoding.UTF8.GetString(bytes[..end]).Split('\n'));
        if (lines.Dequeue() != Title) throw new BadLogException($"The first line of a proof file is {Title}.");

        byte[]? extra = null;
        if (Follows("extra ") is { } text && !StrictBase64.TryDecode(text, out extra))
            throw new BadLogException("The extra of the proof file is not in base64.");
        if (!Digits.TryParse(Follows("index "), out long index)) throw new BadLogException("The proof file does not say the entry's index.");

        var hashes = new List<Hash>();
        foreach (var line in lines)
        {
            if (!Hash.TryParse(line, out var hash)) throw new BadLogException($"Hash {hashes.Count} of the proof is not 32 bytes in base64.");
            hashes.Add(hash);
        }

        if (hashes.Count > Proofs.MostHashes) throw new BadLogException("The proof has more hashes than any tree is high.");
        return new ProofFile(index, hashes, SignedNote.Parse(bytes[(end + 2)..])) { Extra = extra is null ? default(ReadOnlyMemory<byte>?) : extra };

        string? Follows(string word) =>
            lines.TryPeek(out var line) && line.StartsWith(word, StringComparison.Ordinal) ? lines.Dequeue()[word.Length..] : null;
    }

    /// <summary>Checks everything that the file says.</summary>
    /// <param name="entry">Its bytes as they were logged.</param>
    /// <param name="log">The log's key. Its name is the origin.</param>
    /// <param name="witnesses">Whose cosignatures to look for.</param>
    /// <returns>The checkpoint, of whose tree the entry is a part.</returns>
    /// <exception cref="BadLogException">The checkpoint is not the log's, or the entry is not proved to be in it at that place.</exception>
    public VerifiedCheckpoint Verify(ReadOnlySpan<byte> entry, VerifierKey log, params IEnumerable<VerifierKey> witnesses)
    {
        var verified = VerifiedCheckpoint.Of(Checkpoint, log, witnesses);
        var (_, size, root) = verified.Checkpoint;
        if (Index >= size) throw new BadLogException($"The checkpoint is of {size} entries, and has no entry {Index}.");
        if (!Proofs.Includes(Hash.Leaf(entry), Index, size, [.. Hashes], root))
            throw new BadLogException($"It is not proved that this is entry {Index} of the log's first {size}.");
        return verified;
    }

    public byte[] ToBytes()
    {
        var head = new StringBuilder(Title).Append('\n');
        if (Extra is { } extra) head.Append("extra ").Append(Convert.ToBase64String(extra.Span)).Append('\n');
        head.Append("index ").Append(Index).Append('\n');
        foreach (var hash in Hashes) head.Append(hash).Append('\n');
        return [.. Encoding.UTF8.GetBytes(head.Append('\n').ToString()), .. Checkpoint.ToBytes()];
    }
}
