using System.Text.Json.Serialization;

namespace Sunshine.Ledger;

/// <summary>
/// The log as it is decided: the one document whose write appends. Entries that it counts and that are not served yet stand in a <see cref="Staged"/> document, from which any replica can
/// bring them into place.
/// </summary>
public sealed record Head
{
    /// <summary>Its id: there is one.</summary>
    public const string Only = "head";

    public string Id { get; init; } = Only;

    /// <summary>How many entries the log has.</summary>
    public long Size { get; init; }

    /// <summary>Roots of the perfect trees that make up a tree of that size, largest first: all that is needed to go on.</summary>
    public IReadOnlyList<byte[]> Range { get; init; } = [];

    /// <summary>The entries that were appended last; empty for none.</summary>
    public string StagedId { get; init; } = "";

    /// <summary>By name.</summary>
    public IReadOnlyList<SourcePlace> Sources { get; init; } = [];

    public SourcePlace Source(string name) => Sources.FirstOrDefault(s => s.Name == name) ?? new SourcePlace { Name = name };
}

/// <summary>Entries on their way into the log. Before the head names it, it is nothing.</summary>
/// <param name="From">Index of the first one.</param>
/// <param name="Range">The head's before them.</param>
/// <param name="Entries">As a bundle has them, one after another.</param>
public sealed record Staged(string Id, long From, IReadOnlyList<byte[]> Range, int Count, byte[] Entries, DateTimeOffset CreatedAt);

/// <summary>Up to 32 entries: the eighth part of a bundle, so that one entry is read without 255 others. It only grows.</summary>
/// <param name="Number">Which one, from 0.</param>
/// <param name="Count">How many entries.</param>
/// <param name="Entries">As a bundle has them, one after another.</param>
public sealed record Piece(long Number, int Count, byte[] Entries)
{
    /// <summary>Entries of a whole one.</summary>
    public const int Full = 32;

    public const int InBundle = TransparencyLog.Tile.Full / Full;

    public static string IdOf(long number) => number.ToString("D16", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Up to 256 entries, as they were stored before there were pieces. Read where there is no piece; never written.</summary>
/// <param name="Number">Which one, from 0.</param>
/// <param name="Count">How many entries.</param>
public sealed record Bundle(long Number, int Count, byte[] Entries)
{
    public static string IdOf(long number) => number.ToString("D16", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A tile of up to 256 hashes. It only grows.</summary>
public sealed record HashTile(int Level, long Number, byte[] Hashes)
{
    public static string IdOf(int level, long number) => $"{level:D2}/{number:D16}";
}

/// <summary>A signed checkpoint. The same size is signed once.</summary>
/// <param name="Note">With the log's own signature alone.</param>
public sealed record SignedCheckpoint(long Size, byte[] Root, string Note, DateTimeOffset CreatedAt)
{
    /// <summary>Signature lines of witnesses, without newlines; null for none.</summary>
    public IReadOnlyList<string>? Cosignatures { get; init; }

    /// <summary>The note as it is served.</summary>
    [JsonIgnore]
    public string Cosigned => Note + string.Concat((Cosignatures ?? []).Select(line => line + "\n"));

    public static string IdOf(long size) => size.ToString("D20", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An act that came later than it should.</summary>
public sealed record LateAct(long Index, string Source)
{
    public static string IdOf(long index) => index.ToString("D20", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What 65,536 acts come to, kept so that a start need not read them.</summary>
/// <param name="Number">Which ones, from 0.</param>
/// <param name="Marks">What occurs in which of its 256 bundles: one bit each.</param>
/// <param name="Keys">Eight bytes for each act, made of source and resource.</param>
public sealed record KeptSegment(long Number, IReadOnlyDictionary<string, decimal> Sums, IReadOnlyDictionary<string, byte[]> Marks, byte[] Keys)
{
    public static string IdOf(long number) => number.ToString("D10", System.Globalization.CultureInfo.InvariantCulture);
}
