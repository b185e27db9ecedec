using System.Text;

namespace Sunshine.TransparencyLog;

/// <summary>
/// A text and who signed it (c2sp.org/signed-note): the text, an empty line, signature lines. The text may have empty lines too, the last one
/// divides. What is signed is the text with its last newline.
/// </summary>
public sealed class SignedNote
{
    /// <summary>What is longer is refused unread. Go's limit.</summary>
    public const int MostBytes = 1_000_000;

    /// <summary>A note with more signature lines is refused. Go's limit; the specification asks for 16 at least.</summary>
    public const int MostSignatures = 100;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="text">Its last newline included.</param>
    /// <exception cref="ArgumentException">The text ends with no newline or has control characters.</exception>
    public SignedNote(string text, params IEnumerable<NoteSignature> signatures)
    {
        if (!text.EndsWith('\n') || HasControls(text))
            throw new ArgumentException("A note's text ends with a newline and has no other control characters.", nameof(text));
        (Text, Signatures) = (text, [.. signatures]);
    }

    /// <summary>Its last newline included.</summary>
    public string Text { get; }

    /// <summary>Whether or not anybody knows the keys.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Reads a note. That says nothing yet about who signed it: <see cref="Verify"/>.</summary>
    /// <exception cref="BadLogException">
    /// Too long, not UTF-8, control characters, no empty line, no signature line, too many of them, or one that is malformed.
    /// </exception>
    public static SignedNote Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes) throw new BadLogException($"A note has at most {MostBytes} bytes.");
        string note;
        try
        {
            note = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new BadLogException("The note is not in UTF-8.");
        }

        if (HasControls(note)) throw new BadLogException("The note has control characters.");
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0) throw new BadLogException("The note has no empty line before its signatures.");
        if (end + 2 == note.Length) throw new BadLogException("The note is not signed.");
        if (note[^1] != '\n') throw new BadLogException("The note's last line has no end.");
        var lines = note[(end + 2)..^1].Split('\n');
        if (lines.Length > MostSignatures) throw new BadLogException($"The note has more than {MostSignatures} signatures.");
        return new SignedNote(note[..(end + 1)], lines.Select(NoteSignature.Parse));
    }

    /// <summary>
    /// Who of those that one knows signed the note, in the order of its lines; of several lines of one key the first counts. Lines of unknown
    /// keys are ignored: some logs add such ones on purpose.
    /// </summary>
    /// <exception cref="BadLogException">None of them did, or a line that bears the name and id of one is not by that key.</exception>
    public IReadOnlyList<VerifiedSignature> Verify(params IEnumerable<VerifierKey> known)
    {
        var unseen = known.ToHashSet();
        var verified = new List<VerifiedSignature>();
        foreach (var signature in Signatures)
        {
            var key = unseen.FirstOrDefault(k => k.Name == signature.Name && k.Id == signature.KeyId);
            if (key is null) continue;
            unseen.Remove(key);
            if (!key.Verifies(Text, signature.Signature.Span, out var at)) throw new BadLogException($"The signature of {key.Name} is wrong.");
            verified.Add(new VerifiedSignature(key, at));
        }

        if (verified.Count == 0) throw new BadLogException("The note is signed by nobody known.");
        return verified;
    }

    /// <summary>The same note with signatures added, such as those of witnesses.</summary>
    public SignedNote With(params IEnumerable<NoteSignature> signatures) => new(Text, [.. Signatures, .. signatures]);

    /// <summary>The note as it is served and stored, in UTF-8.</summary>
    public byte[] ToBytes() => Utf8.GetBytes(ToString());

    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => $"{s}\n"))}";

    private static bool HasControls(string text) => text.Any(c => c < ' ' && c != '\n');
}

/// <param name="At">When, in seconds since 1970, as a witness says; null for a signature without time.</param>
public sealed record VerifiedSignature(VerifierKey Key, long? At);
