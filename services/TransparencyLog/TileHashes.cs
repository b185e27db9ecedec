namespace Sunshine.TransparencyLog;

/// <summary>What the hashes of tiles come to.</summary>
internal static class TileHashes
{
    /// <summary>The root over so many hashes of a level, a power of two up to 256.</summary>
    public static Hash Root(ReadOnlySpan<Hash> hashes)
    {
        if (hashes.Length == 1) return hashes[0];
        Span<Hash> above = stackalloc Hash[hashes.Length / 2];
        for (var i = 0; i < above.Length; i++) above[i] = Hash.Node(hashes[2 * i], hashes[2 * i + 1]);
        for (; above.Length > 1; above = above[..(above.Length / 2)])
        {
            for (var i = 0; i < above.Length / 2; i++) above[i] = Hash.Node(above[2 * i], above[2 * i + 1]);
        }

        return above[0];
    }

    /// <summary>A tile has not the length that its width says.</summary>
    public static Fault Wrong(Tile tile, int length) => new(tile.Path, null, $"it has {length} bytes, not {tile.Bytes}");

    /// <summary>A whole tree, of which the partial tiles are all that is needed.</summary>
    /// <param name="size">The tree's.</param>
    /// <param name="edge">The hashes of the tiles of <see cref="Tile.Edge"/>, in its order.</param>
    public static CompactRange Tree(long size, IEnumerable<Hash[]> edge)
    {
        var complete = from tile in edge
                       from part in new Subtree(0, tile.Length).Complete()
                       select Root(tile.AsSpan((int)(part.Index << part.Height), 1 << part.Height));
        return new CompactRange(size, complete.ToArray());
    }
}
