namespace Sunshine.TransparencyLog;

/// <summary>
/// Gives the bytes of a tile: <see cref="Tile.Width"/> hashes, or a bundle of so many entries, and nothing else. A reader whose store has only
/// a wider one gives its beginning.
/// </summary>
/// <exception cref="BadLogException">There is no such tile, or it cannot be relied on.</exception>
public delegate ValueTask<ReadOnlyMemory<byte>> TileReader(Tile tile, CancellationToken cancel);

/// <summary>Gives a tile of hashes with what they come to.</summary>
/// <exception cref="BadLogException">There is no such tile, or it cannot be relied on.</exception>
public delegate ValueTask<TileNodes> NodeReader(Tile tile, CancellationToken cancel);

/// <summary>
/// Makes proofs and roots from the tiles of a tree. Each tile is read once and kept, so one of these is for one question or a few, and then
/// forgotten. What it makes is as good as what the reader gives. Not for several threads at once.
/// </summary>
public sealed class TiledTree(long size, NodeReader read)
{
    private readonly Dictionary<Tile, TileNodes> _tiles = [];

    public TiledTree(long size, TileReader read) : this(size, async (tile, cancel) => new TileNodes(tile, (await read(tile, cancel)).Span))
    {
    }

    /// <summary>How many entries the tree has.</summary>
    public long Size => size;

    /// <summary>The root as of a size that the tree has or had.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree is smaller.</exception>
    public async Task<Hash> Root(long at, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(at);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at, size);
        return at == 0 ? Hash.Empty : await Of(new Subtree(0, at), cancel);
    }

    /// <summary>Proves that an entry is in the tree for <see cref="Proofs.Includes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has no such entry.</exception>
    public Task<Hash[]> Inclusion(long index, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        return Of(Subtree.Inclusion(index, size), cancel);
    }

    /// <summary>Proves that the tree begins with an older one, for <see cref="Proofs.Extends"/>. Empty for its own size.</summary>
    /// <param name="from">1 to the tree's size; of the empty tree there is nothing to prove.</param>
    public Task<Hash[]> Consistency(long from, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, size);
        return Of(Subtree.Consistency(from, size), cancel);
    }

    private async Task<Hash[]> Of(List<Subtree> path, CancellationToken cancel)
    {
        var proof = new Hash[path.Count];
        for (var i = 0; i < proof.Length; i++) proof[i] = await Of(path[i], cancel);
        return proof;
    }

    private async Task<Hash> Of(Subtree subtree, CancellationToken cancel)
    {
        var parts = new List<Hash>();
        foreach (var (height, index) in subtree.Complete()) parts.Add(await Complete(height, index, cancel));

        var hash = parts[^1];
        for (var i = parts.Count - 2; i >= 0; i--) hash = Hash.Node(parts[i], hash);
        return hash;
    }

    /// <summary>Of a complete subtree: one hash of a tile, or the root of a part of one, since only every eighth level is stored.</summary>
    private async Task<Hash> Complete(int height, long index, CancellationToken cancel)
    {
        var (level, above) = (height / Tile.Height, height % Tile.Height);
        var first = index << above;
        var tile = Tile.At(level, first >> Tile.Height, size);
        if (!_tiles.TryGetValue(tile, out var nodes)) _tiles[tile] = nodes = await read(tile, cancel);
        return nodes[above, (int)(index % (Tile.Full >> above))];
    }
}
