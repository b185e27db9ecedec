using System.Buffers;
using Microsoft.Extensions.Caching.Memory;
using Sunshine.Foundation.Storage;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>Reads what is served of the log. Tiles of one width and full pieces never change and are kept in memory for a while.</summary>
public sealed class LogReading(Collections collections) : IDisposable
{
    /// <summary>Of a hash in memory, with those above it.</summary>
    private const int NodeBytes = 2 * Hash.Length;

    private readonly MemoryCache _tiles = new(new MemoryCacheOptions { SizeLimit = 48 * 1024 * 1024 });
    private readonly MemoryCache _pieces = new(new MemoryCacheOptions { SizeLimit = 16 * 1024 * 1024 });

    public void Dispose()
    {
        _tiles.Dispose();
        _pieces.Dispose();
    }

    /// <summary>A tile or a bundle, of the width that is asked for, as it is stored now; null if the log has not so much.</summary>
    public async Task<ReadOnlyMemory<byte>?> File(Tile tile, CancellationToken cancel)
    {
        if (tile.Level != Tile.Entries) return await Hashes(tile, cancel);
        var numbers = Numbers(tile.Index, tile.Width);
        var read = await collections.PiecesOf(numbers, long.MaxValue, cancel);
        var pieces = numbers.Select(read.GetValueOrDefault).OfType<Stored<Piece>>().Select(p => p.Value).ToList();
        if (pieces.Sum(p => p.Count) < tile.Width) return null;
        var (whole, wanted) = (new ArrayBufferWriter<byte>(), tile.Width);
        foreach (var piece in pieces)
        {
            // As it is, whatever is in it, unless it has more than is asked for.
            whole.Write(piece.Count <= wanted ? piece.Entries : Ledger.Entries.Write(Ledger.Entries.Read(piece.Entries, piece.Count).Take(wanted)));
            wanted -= piece.Count;
        }

        return whole.WrittenMemory;
    }

    /// <summary>What proofs are made from.</summary>
    public TiledTree Tree(long size) => new(size, Nodes);

    /// <summary>The entries of a bundle that a log of this size has; none if it has none there.</summary>
    public async Task<byte[][]> Entries(long number, long size, CancellationToken cancel)
    {
        var width = (int)Math.Clamp(size - number * Tile.Full, 0, Tile.Full);
        if (width == 0) return [];
        var pieces = await Pieces(number, width, cancel);
        var have = pieces.Sum(p => p.Count);
        if (have < width) throw new InvalidDataException($"Bundle {number} has {have} entries, and the log has {width} there.");
        return [.. pieces.SelectMany(p => Ledger.Entries.Read(p.Entries, p.Count)).Take(width)];
    }

    /// <exception cref="InvalidDataException">The log has none there.</exception>
    public async Task<byte[]> Entry(long index, CancellationToken cancel)
    {
        var (number, place) = (index / Piece.Full, (int)(index % Piece.Full));
        if (!_pieces.TryGetValue(number, out Piece? piece)) piece = Keep((await collections.PiecesOf([number], index + 1, cancel)).GetValueOrDefault(number)?.Value);
        if (piece is null || piece.Count <= place) throw new InvalidDataException($"The log has no entry {index}.");
        return EntryBundle.Parse(piece.Entries, piece.Count)[place].ToArray();
    }

    /// <summary>The pieces with the first entries of a bundle, as far as they are there.</summary>
    /// <param name="width">How many entries; the last piece may have more.</param>
    private async Task<IReadOnlyList<Piece>> Pieces(long bundle, int width, CancellationToken cancel)
    {
        var numbers = Numbers(bundle, width);
        var kept = numbers.Select(n => _pieces.Get<Piece>(n)).ToList();
        var missing = numbers.Where((_, i) => kept[i] is null).ToList();
        var read = missing.Count > 0 ? await collections.PiecesOf(missing, long.MaxValue, cancel) : new Dictionary<long, Stored<Piece>>();
        return [.. numbers.Select((n, i) => kept[i] ?? Keep(read.GetValueOrDefault(n)?.Value)).OfType<Piece>()];
    }

    private static List<long> Numbers(long bundle, int width) => [.. Enumerable.Range(0, (width + Piece.Full - 1) / Piece.Full).Select(i => bundle * Piece.InBundle + i)];

    private Piece? Keep(Piece? piece) =>
        piece?.Count == Piece.Full ? _pieces.Set(piece.Number, piece, new MemoryCacheEntryOptions { Size = piece.Entries.Length }) : piece;

    private async ValueTask<TileNodes> Nodes(Tile tile, CancellationToken cancel)
    {
        if (_tiles.TryGetValue(tile, out TileNodes? nodes)) return nodes!;
        var hashes = await Hashes(tile, cancel) ?? throw new InvalidDataException($"{tile} is missing in the log.");
        return _tiles.Set(tile, new TileNodes(tile, hashes.Span), new MemoryCacheEntryOptions { Size = tile.Width * NodeBytes });
    }

    private async Task<ReadOnlyMemory<byte>?> Hashes(Tile tile, CancellationToken cancel)
    {
        var hashes = (await collections.Tiles.Get(HashTile.IdOf(tile.Level, tile.Index), cancel))?.Value.Hashes;
        return hashes is null || hashes.Length < tile.Width * Hash.Length ? null : hashes.AsMemory(0, tile.Width * Hash.Length);
    }
}
