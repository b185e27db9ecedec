namespace Sunshine.TransparencyLog;

/// <summary>
/// A log as of one checkpoint, which its key has signed. Whatever is read through it is verified up to that checkpoint; only the tiles that
/// this takes are read, and they are kept. Not for several threads at once.
/// </summary>
public sealed class LogView
{
    private readonly TileReader _read;
    private readonly VerifiedTiles _tiles;
    private readonly TiledTree _tree;

    /// <param name="checkpoint">Of this log; not necessarily its newest.</param>
    public LogView(ILogFiles files, VerifiedCheckpoint checkpoint)
    {
        Verified = checkpoint;
        _read = files.Reader();
        _tiles = new VerifiedTiles(Checkpoint.Size, Checkpoint.Root, _read);
        _tree = new TiledTree(Checkpoint.Size, _tiles.Read);
    }

    /// <summary>The checkpoint with its note and who signed it.</summary>
    public VerifiedCheckpoint Verified { get; }

    public Checkpoint Checkpoint => Verified.Checkpoint;

    /// <summary>Reads the newest checkpoint and goes by it.</summary>
    /// <param name="log">The log's key. Its name is the origin.</param>
    /// <param name="witnesses">Whose cosignatures to look for.</param>
    /// <exception cref="BadLogException">There is no checkpoint, or none of that log.</exception>
    public static async Task<LogView> Open(ILogFiles files, VerifierKey log, IEnumerable<VerifierKey> witnesses, CancellationToken cancel = default)
    {
        var note = await files.Read(Checkpoint.Path, SignedNote.MostBytes, cancel) ?? throw new BadLogException(Fault.Missing(Checkpoint.Path));
        return new LogView(files, VerifiedCheckpoint.Parse(note, log, witnesses));
    }

    /// <summary>An entry, verified to be that of the tree.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The checkpoint has no such entry.</exception>
    /// <exception cref="BadLogException">It, or a tile on the way from it to the checkpoint, is missing or another: the message says which.</exception>
    public async Task<byte[]> Entry(long index, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Checkpoint.Size);
        var leaves = Tile.At(0, index >> Tile.Height, Checkpoint.Size);
        var bundle = leaves with { Level = Tile.Entries };
        var (hashes, place) = (await _tiles.Read(leaves, cancel), (int)(index % Tile.Full));

        var entries = EntryBundle.Scan(await _read(bundle, cancel), bundle.Width);
        if (place >= entries.Count) throw new BadLogException(Fault.Missing(bundle.Path, index));
        if (Hash.Leaf(entries[place]) != Hash.In(hashes.Span)[place])
            throw new BadLogException(new Fault(bundle.Path, index, $"its hash is not the one in {leaves}"));
        return entries[place].ToArray();
    }

    /// <summary>Makes the receipt of an entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The checkpoint has no such entry.</exception>
    /// <exception cref="BadLogException">A tile that it takes is missing or is not the tree's.</exception>
    public async Task<ProofFile> Prove(long index, CancellationToken cancel = default) =>
        new(index, await _tree.Inclusion(index, cancel), Verified.Note);

    /// <summary>Verifies that the log still begins with what it was when somebody saw it before.</summary>
    /// <exception cref="BadLogException">It does not: it has been rewritten. Or a tile that it takes is missing or is not the tree's.</exception>
    public async Task CheckExtends(Checkpoint earlier, CancellationToken cancel = default)
    {
        if (earlier.Origin != Checkpoint.Origin) throw new BadLogException($"The earlier checkpoint is of {earlier.Origin}.");
        if (earlier.Size > Checkpoint.Size) throw new BadLogException($"The log had {earlier.Size} entries earlier, and has {Checkpoint.Size}.");
        if (await _tree.Root(earlier.Size, cancel) != earlier.Root)
            throw new BadLogException($"The first {earlier.Size} entries are others than in the earlier checkpoint.");
    }
}
