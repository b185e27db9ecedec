using System.Buffers;

namespace Sunshine.TransparencyLog;

/// <summary>
/// Makes a log's files while entries are appended; it writes none of them. Only the right edge of the tree is in memory, and what has come to
/// be since <see cref="Take"/>. Not for several threads at once.
/// </summary>
public sealed class Appender
{
    private readonly CompactRange _tree;
    private readonly ArrayBufferWriter<byte>[] _levels =
        [.. Enumerable.Range(0, CompactRange.MostTileLevels).Select(_ => new ArrayBufferWriter<byte>())];

    private readonly ArrayBufferWriter<byte> _bundle = new();
    private readonly List<TileContent> _full = [];
    private long _taken;

    /// <summary>An empty log.</summary>
    public Appender() => _tree = new CompactRange();

    private Appender(CompactRange tree, IEnumerable<(Tile Tile, ReadOnlyMemory<byte> Bytes)> edge)
    {
        (_tree, _taken) = (tree, tree.Size);
        foreach (var (tile, bytes) in edge) (tile.Level == Tile.Entries ? _bundle : _levels[tile.Level]).Write(bytes.Span);
    }

    /// <summary>How many entries the log has.</summary>
    public long Size => _tree.Size;

    /// <summary>The hash of the tree, for a checkpoint of this size.</summary>
    public Hash Root => _tree.Root;

    /// <summary>Goes on with a log, from the partial tiles and the partial bundle of its right edge, which are checked.</summary>
    /// <param name="size">That of the last checkpoint.</param>
    /// <param name="root">That of the last checkpoint.</param>
    /// <exception cref="BadLogException">They do not make this root: nothing may be appended to such a log.</exception>
    public static async Task<Appender> Resume(long size, Hash root, TileReader read, CancellationToken cancel = default)
    {
        var tiles = new VerifiedTiles(size, root, read);
        var edge = new List<(Tile Tile, ReadOnlyMemory<byte> Bytes)>();
        foreach (var tile in Tile.Edge(size)) edge.Add((tile, await tiles.Read(tile, cancel)));
        if (size == 0 && root != Hash.Empty) throw new BadLogException("The root is not that of an empty tree.");
        var tree = TileHashes.Tree(size, edge.Select(e => Hash.In(e.Bytes.Span).ToArray()));

        if (edge.Count > 0 && edge[^1] is { Tile: { Level: 0 } leaves, Bytes: var hashes })
        {
            var bundle = leaves with { Level = Tile.Entries };
            var bytes = await read(bundle, cancel);
            var stored = StoredBundle.Of(bundle, bytes);
            if (stored.Faults(Hash.In(hashes.Span).ToArray()).FirstOrDefault() is { } fault) throw new BadLogException(fault);
            edge.Add((bundle, bytes));
        }

        return new Appender(tree, edge);
    }

    /// <summary>Appends an entry and gives its index.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="EntryBundle.MostEntryBytes"/>; nothing is appended.</exception>
    public long Append(ReadOnlySpan<byte> entry)
    {
        EntryBundle.Write(_bundle, entry);
        Span<Hash> hashes = stackalloc Hash[CompactRange.MostTileLevels];
        var index = Size;
        var made = _tree.Append(Hash.Leaf(entry), hashes);
        for (var level = 0; level < made; level++)
        {
            _levels[level].Write(hashes[level].Bytes);
            TakeIfFull(level, _levels[level]);
        }

        TakeIfFull(Tile.Entries, _bundle);
        return index;
    }

    /// <summary>
    /// What has to be written before a checkpoint of this size is published, and has not been given by the last call: full tiles and bundles,
    /// and the partial ones that end at this size. Each is written to <see cref="Tile.Path"/>. It is given once: who cannot write it has to
    /// <see cref="Resume"/> from the last checkpoint.
    /// </summary>
    public IReadOnlyList<TileContent> Take()
    {
        var partial = from tile in Tile.Between(_taken, Size)
                      where !tile.IsFull
                      select new TileContent(tile, (tile.Level == Tile.Entries ? _bundle : _levels[tile.Level]).WrittenSpan.ToArray());
        TileContent[] taken = [.. _full, .. partial];
        _full.Clear();
        _taken = Size;
        return taken;
    }

    private void TakeIfFull(int level, ArrayBufferWriter<byte> content)
    {
        var last = Tile.Last(level, Size);
        if (!last.IsFull) return;
        _full.Add(new TileContent(last, content.WrittenSpan.ToArray()));
        content.ResetWrittenCount();
    }
}

/// <param name="Bytes">As they are served and stored.</param>
public sealed record TileContent(Tile Tile, ReadOnlyMemory<byte> Bytes);
