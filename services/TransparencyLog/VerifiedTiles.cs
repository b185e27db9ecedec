namespace Sunshine.TransparencyLog;

/// <summary>
/// Tiles of hashes that belong to a tree of known root: the partial ones together make that root, and the root of each full one is the hash
/// that the tile above has at its place. What does not is not given out. Tiles are kept, so one of these is for a few questions and then
/// forgotten. Not for several threads at once.
/// </summary>
public sealed class VerifiedTiles(long size, Hash root, TileReader read)
{
    private readonly Dictionary<Tile, ReadOnlyMemory<byte>> _tiles = [];

    /// <summary>A <see cref="TileReader"/> for tiles as a tree of this size has them; not for bundles.</summary>
    /// <exception cref="BadLogException">The tile, or one through which it is verified, is missing or is not the tree's.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> Read(Tile tile, CancellationToken cancel)
    {
        if (tile.Level == Tile.Entries) throw new ArgumentException("A bundle is no tile of hashes.", nameof(tile));
        if (_tiles.Count == 0) await ReadEdge(cancel);
        if (_tiles.TryGetValue(tile, out var known)) return known;
        if (!tile.IsFull) throw new ArgumentException($"A tree of size {size} has no {tile}.", nameof(tile));

        var (above, place) = (Tile.At(tile.Level + 1, tile.Index >> Tile.Height, size), (int)(tile.Index % Tile.Full));
        var expected = Hash.In((await Read(above, cancel)).Span)[place];
        var bytes = await Exactly(tile, cancel);
        if (TileHashes.Root(Hash.In(bytes.Span)) != expected)
            throw new BadLogException(new Fault(tile.Path, null, $"its root is not hash {place} of {above}"));
        _tiles.Add(tile, bytes);
        return bytes;
    }

    private async Task ReadEdge(CancellationToken cancel)
    {
        var edge = new List<(Tile Tile, ReadOnlyMemory<byte> Bytes)>();
        foreach (var tile in Tile.Edge(size)) edge.Add((tile, await Exactly(tile, cancel)));
        if (TileHashes.Tree(size, edge.Select(e => Hash.In(e.Bytes.Span).ToArray())).Root != root)
            throw new BadLogException(new Fault(Checkpoint.Path, null, $"{string.Join(", ", edge.Select(e => e.Tile))} do not make its root"));
        foreach (var (tile, bytes) in edge) _tiles.Add(tile, bytes);
    }

    private async Task<ReadOnlyMemory<byte>> Exactly(Tile tile, CancellationToken cancel)
    {
        var bytes = await read(tile, cancel);
        return bytes.Length == tile.Bytes
            ? bytes
            : throw new BadLogException(TileHashes.Wrong(tile, bytes.Length));
    }
}
