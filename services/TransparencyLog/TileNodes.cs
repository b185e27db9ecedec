namespace Sunshine.TransparencyLog;

/// <summary>
/// A tile with every hash of the tree that its own come to, of which only each eighth level is stored: 510 for a full one, 16 KiB. Whoever makes many proofs
/// keeps these, as working them out takes far longer than reading the tile. For several threads at once.
/// </summary>
public sealed class TileNodes
{
    /// <summary>By height above the tile's own hashes, of complete subtrees only.</summary>
    private readonly List<Hash[]> _heights = [];

    /// <param name="tile">Of hashes, not a bundle.</param>
    /// <param name="bytes">Its own.</param>
    /// <exception cref="BadLogException">There are more or fewer than the tile has.</exception>
    public TileNodes(Tile tile, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != tile.Bytes) throw new BadLogException(TileHashes.Wrong(tile, bytes.Length));
        for (var hashes = Hash.In(bytes).ToArray(); ; hashes = Above(hashes))
        {
            _heights.Add(hashes);
            if (hashes.Length == 1 || _heights.Count == Tile.Height) return;
        }
    }

    /// <summary>The root of a complete subtree.</summary>
    /// <param name="height">0 for the tile's own hashes, to 7: the root of the tile is a hash of the one above.</param>
    /// <param name="place">Counted from 0 along that height within the tile.</param>
    internal Hash this[int height, int place] => _heights[height][place];

    private static Hash[] Above(Hash[] hashes)
    {
        var above = new Hash[hashes.Length / 2];
        for (var i = 0; i < above.Length; i++) above[i] = Hash.Node(hashes[2 * i], hashes[2 * i + 1]);
        return above;
    }
}
