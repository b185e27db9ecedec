namespace Sunshine.TransparencyLog;

/// <summary>A tile of hashes as it was found, and on level 0 the bundle that belongs to it.</summary>
/// <param name="Hashes">Null if they could not be had.</param>
/// <param name="Missing">Why there are none; null if there are.</param>
/// <param name="Bundle">Null above level 0.</param>
internal sealed record StoredTile(Tile Tile, Hash[]? Hashes, Fault? Missing, StoredBundle? Bundle)
{
    /// <summary>The index of the entry, on level 0, that a hash is of.</summary>
    public long Entry(int place) => (Tile.Index << Tile.Height) + place;

    /// <summary>The tile, above level 0, of which a hash is the root.</summary>
    public Tile Below(int place) => new(Tile.Level - 1, (Tile.Index << Tile.Height) + place, Tile.Full);

    public static async Task<StoredTile> Read(ILogFiles files, Tile tile, CancellationToken cancel)
    {
        var bundle = tile.Level == 0 ? await ReadBundle(files, tile with { Level = Tile.Entries }, cancel) : null;
        try
        {
            if (await files.Read(tile, cancel) is not { } bytes) return new StoredTile(tile, null, Fault.Missing(tile.Path), bundle);
            return bytes.Length == tile.Bytes
                ? new StoredTile(tile, Hash.In(bytes.Span).ToArray(), null, bundle)
                : new StoredTile(tile, null, TileHashes.Wrong(tile, bytes.Length), bundle);
        }
        catch (BadLogException e)
        {
            return new StoredTile(tile, null, e.In(tile.Path), bundle);
        }
    }

    private static async Task<StoredBundle> ReadBundle(ILogFiles files, Tile tile, CancellationToken cancel)
    {
        try
        {
            return await files.Read(tile, cancel) is { } bytes ? StoredBundle.Of(tile, bytes) : StoredBundle.Absent(tile, Fault.Missing(tile.Path));
        }
        catch (BadLogException e)
        {
            return StoredBundle.Absent(tile, e.In(tile.Path));
        }
    }
}
