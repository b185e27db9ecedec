using System.Globalization;
using System.Text;

namespace Sunshine.TransparencyLog;

/// <summary>
/// One of the files that a log consists of (c2sp.org/tlog-tiles): up to 256 hashes of a level of the tree, or the bundle of up to 256
/// entries. Its bytes never change; a partial one is replaced by wider ones as the tree grows.
/// </summary>
/// <param name="Level">0 for the hashes of entries, each further level is 256 times coarser; <see cref="Entries"/> for a bundle.</param>
/// <param name="Index">Counted from 0 along the level.</param>
/// <param name="Width">1 to 256: how many hashes or entries it has. Fewer than 256 is a partial tile.</param>
public readonly record struct Tile(int Level, long Index, int Width)
{
    /// <summary>The level of entry bundles.</summary>
    public const int Entries = -1;

    /// <summary>How wide a full tile is.</summary>
    public const int Full = 256;

    /// <summary>How many levels of the tree one level of tiles stands for: a full tile is a complete subtree of 2^8 hashes.</summary>
    internal const int Height = 8;

    private const int HighestLevel = 63;

    public bool IsFull => Width == Full;

    /// <summary>The bytes of its hashes. Not for bundles.</summary>
    internal int Bytes => Width * Hash.Length;

    /// <summary>Where it is below the log's prefix: <c>tile/0/x001/234</c>, <c>tile/entries/000.p/3</c>.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder("tile/");
            if (Level == Entries) path.Append("entries");
            else path.Append(Level);

            var index = Index.ToString(CultureInfo.InvariantCulture);
            index = index.PadLeft((index.Length + 2) / 3 * 3, '0');
            for (var i = 0; i < index.Length; i += 3) path.Append(i + 3 < index.Length ? "/x" : "/").Append(index, i, 3);
            if (!IsFull) path.Append(".p/").Append(Width);
            return path.ToString();
        }
    }

    /// <summary>Reads what <see cref="Path"/> writes, of levels 0 to 63; false for anything else, a leading zero say.</summary>
    public static bool TryParse(string path, out Tile tile)
    {
        tile = default;
        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0] != "tile") return false;

        var level = Entries;
        if (parts[1] != "entries" && (!Digits.TryParse(parts[1], out level) || level > HighestLevel)) return false;

        var width = Full;
        if (parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!Digits.TryParse(parts[^1], out width) || width is 0 or >= Full) return false;
            parts = [.. parts[..^2], parts[^2][..^2]];
        }

        var digits = string.Concat(parts[2..]).Replace("x", "", StringComparison.Ordinal).TrimStart('0');
        if (!Digits.TryParse(digits.Length == 0 ? "0" : digits, out long index)) return false;

        // There is one way to write a tile: whatever was read leniently above shows here.
        tile = new Tile(level, index, width);
        if (tile.Path == path) return true;
        tile = default;
        return false;
    }

    /// <summary>A tile as a tree of some size has it: full, or as wide as its right edge is there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree does not reach that far.</exception>
    public static Tile At(int level, long index, long size)
    {
        var hashes = Hashes(level, size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, (hashes - 1) >> Height);
        return new Tile(level, index, (int)Math.Min(Full, hashes - (index << Height)));
    }

    /// <summary>The tile at the right edge of a level.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree does not reach that high.</exception>
    internal static Tile Last(int level, long size) => At(level, (Hashes(level, size) - 1) >> Height, size);

    /// <summary>
    /// All tiles that a tree of this size has, partial ones only in the width of this size: bundles, then each level upward. None for the
    /// empty tree.
    /// </summary>
    public static IEnumerable<Tile> Of(long size) => Between(0, size);

    /// <summary>
    /// The tiles that a tree has of size <paramref name="to"/> and had not at size <paramref name="from"/>: what has to be written before a
    /// checkpoint of the new size. In the order of <see cref="Of"/>.
    /// </summary>
    public static IEnumerable<Tile> Between(long from, long to)
    {
        for (var level = Entries; Hashes(level, to) > 0; level++)
        {
            var (before, after) = (Hashes(level, from), Hashes(level, to));
            for (var index = before >> Height; before < after && index <= (after - 1) >> Height; index++) yield return At(level, index, to);
        }
    }

    /// <summary>
    /// The partial tiles of hashes that a tree of this size has, at most one a level, the highest level first. They tell its root
    /// (<see cref="TileHashes.Tree"/>): every full tile's own root is a hash of the level above.
    /// </summary>
    internal static IEnumerable<Tile> Edge(long size)
    {
        for (var level = CompactRange.MostTileLevels - 1; level >= 0; level--)
        {
            var hashes = Hashes(level, size);
            if (hashes % Full != 0) yield return new Tile(level, hashes >> Height, (int)(hashes % Full));
        }
    }

    public override string ToString() => Path;

    /// <summary>How many hashes (or entries) the tiles of a level have together.</summary>
    private static long Hashes(int level, long size) => level < CompactRange.MostTileLevels ? size >> Math.Max(0, level) * Height : 0;
}
