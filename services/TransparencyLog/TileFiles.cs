namespace Sunshine.TransparencyLog;

/// <summary>Tiles among the files of a log.</summary>
internal static class TileFiles
{
    /// <summary>
    /// The bytes of a tile, or the beginning of the full one: a log may delete a partial tile once that is there. Null if there is neither.
    /// </summary>
    /// <exception cref="BadLogException">The file is larger than any tile.</exception>
    public static async Task<ReadOnlyMemory<byte>?> Read(this ILogFiles files, Tile tile, CancellationToken cancel)
    {
        var full = tile with { Width = Tile.Full };
        var most = tile.Level == Tile.Entries ? EntryBundle.MostBytes : full.Bytes;
        if (await files.Read(tile.Path, most, cancel) is { } bytes) return bytes;
        if (tile.IsFull || await files.Read(full.Path, most, cancel) is not { } wider) return null;
        return tile.Level == Tile.Entries ? EntryBundle.First(wider, tile.Width) : wider.AsMemory(0, Math.Min(wider.Length, tile.Bytes));
    }

    /// <summary>As a reader for which there has to be every tile.</summary>
    public static TileReader Reader(this ILogFiles files) => async (tile, cancel) =>
        await files.Read(tile, cancel) ?? throw new BadLogException(Fault.Missing(tile.Path));
}
