namespace Sunshine.TransparencyLog;

/// <summary>
/// What a log says of itself at one size (c2sp.org/tlog-checkpoint): the text of a note that it signs. A log never signs two of which one is
/// not the beginning of the other.
/// </summary>
/// <param name="Origin">Which log: usually its address without scheme, and the name of its key.</param>
/// <param name="Size">How many entries it has.</param>
/// <param name="Root">The hash of its tree.</param>
public sealed record Checkpoint(string Origin, long Size, Hash Root)
{
    /// <summary>Where it is, signed, below the log's prefix.</summary>
    public const string Path = "checkpoint";

    /// <summary>Further lines, each with its newline; better none, since some cosignatures do not cover them.</summary>
    public string Extensions { get; init; } = "";

    /// <summary>What is signed.</summary>
    public string Text => $"{Origin}\n{Size}\n{Root}\n{Extensions}";

    /// <summary>Reads a note's text.</summary>
    /// <exception cref="BadLogException">It is written otherwise than <see cref="Text"/>, or the empty tree has another root than that.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0) throw new BadLogException("A checkpoint has a line each for origin, size and root.");
        if (lines[0].Length == 0) throw new BadLogException("The checkpoint has no origin.");
        if (!Digits.TryParse(lines[1], out long size)) throw new BadLogException("The checkpoint's size is not a decimal number.");
        if (!Hash.TryParse(lines[2], out var root)) throw new BadLogException("The checkpoint's root is not 32 bytes in base64.");
        if (size == 0 && root != Hash.Empty) throw new BadLogException("The checkpoint's root is not that of an empty tree.");
        var extensions = lines[3..^1].Select(line => $"{line}\n").ToList();
        if (extensions.Contains("\n")) throw new BadLogException("The checkpoint has an empty line.");
        return new Checkpoint(lines[0], size, root) { Extensions = string.Concat(extensions) };
    }

    /// <summary>The checkpoint as the log publishes it. The same every time.</summary>
    /// <exception cref="ArgumentException">The origin is not the name of the key: readers would refuse it.</exception>
    public SignedNote Sign(SignerKey key)
    {
        if (key.Verifier.Name != Origin) throw new ArgumentException($"The key is of {key.Verifier.Name}, not of {Origin}.", nameof(key));
        return new SignedNote(Text, key.Sign(Text));
    }
}
