using Microsoft.Extensions.Caching.Memory;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>Reads what is served of the log. Full tiles and bundles never change and are kept in memory for a while.</summary>
public sealed class LogReading(Collections collections) : IDisposable
{
    private readonly MemoryCache _tiles = new(new MemoryCacheOptions { SizeLimit = 32 * 1024 * 1024 });
    private readonly MemoryCache _bundles = new(new MemoryCacheOptions { SizeLimit = 32 * 1024 * 1024 });

    public void Dispose()
    {
        _tiles.Dispose();
        _bundles.Dispose();
    }

    /// <summary>A tile or a bundle, of the width that is asked for; null if the log has not so much.</summary>
    public async Task<ReadOnlyMemory<byte>?> File(Tile tile, CancellationToken cancel)
    {
        if (tile.Level != Tile.Entries) return await Hashes(tile, cancel);
        var bundle = await Kept(tile.Index, cancel);
        if (bundle is null || bundle.Count < tile.Width) return null;
        return bundle.Count == tile.Width ? bundle.Entries : Ledger.Entries.Write(Ledger.Entries.Read(bundle.Entries, bundle.Count).Take(tile.Width));
    }

    /// <summary>What proofs are made from.</summary>
    public TiledTree Tree(long size) =>
        new(size, async (tile, cancel) => await Hashes(tile, cancel) ?? throw new InvalidDataException($"{tile} is missing in the log."));

    /// <summary>The entries of a bundle that a log of this size has; none if it has none there.</summary>
    public async Task<byte[][]> Entries(long number, long size, CancellationToken cancel)
    {
        var width = (int)Math.Clamp(size - number * Tile.Full, 0, Tile.Full);
        if (width == 0) return [];
        var bundle = await Kept(number, cancel);
        if (bundle is null || bundle.Count < width) throw new InvalidDataException($"Bundle {number} has {bundle?.Count ?? 0} entries, and the log has {width} there.");
        return Ledger.Entries.Read(bundle.Entries, bundle.Count)[..width];
    }

    /// <exception cref="InvalidDataException">The log has none there.</exception>
    public async Task<byte[]> Entry(long index, CancellationToken cancel)
    {
        var (bundle, place) = (await Kept(index / Tile.Full, cancel), (int)(index % Tile.Full));
        if (bundle is null || bundle.Count <= place) throw new InvalidDataException($"The log has no entry {index}.");
        return EntryBundle.Parse(bundle.Entries, bundle.Count)[place].ToArray();
    }

    private async Task<ReadOnlyMemory<byte>?> Hashes(Tile tile, CancellationToken cancel)
    {
        var id = HashTile.IdOf(tile.Level, tile.Index);
        if (!_tiles.TryGetValue(id, out byte[]? hashes))
        {
            hashes = (await collections.Tiles.Get(id, cancel))?.Value.Hashes;
            if (hashes?.Length == Tile.Full * Hash.Length) _tiles.Set(id, hashes, new MemoryCacheEntryOptions { Size = hashes.Length });
        }

        return hashes is null || hashes.Length < tile.Width * Hash.Length ? null : hashes.AsMemory(0, tile.Width * Hash.Length);
    }

    private async Task<Bundle?> Kept(long number, CancellationToken cancel)
    {
        if (_bundles.TryGetValue(number, out Bundle? bundle)) return bundle;
        bundle = (await collections.Bundles.Get(Bundle.IdOf(number), cancel))?.Value;
        if (bundle?.Count == Tile.Full) _bundles.Set(number, bundle, new MemoryCacheEntryOptions { Size = bundle.Entries.Length });
        return bundle;
    }
}
