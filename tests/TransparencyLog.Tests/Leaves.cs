using System.Buffers.Binary;

namespace Sunshine.TransparencyLog.Tests;

/// <summary>Leaf hashes, the same in every run, and the tiles over the first of them, by the definition of a tile.</summary>
internal static class Leaves
{
    /// <summary>Enough for three levels of tiles.</summary>
    public const int Count = 70_000;

    public static readonly Hash[] All = [.. Enumerable.Range(0, Count).Select(i => Naive.Leaf(Entry(i)))];

    private static readonly Hash[][] Levels = [All, Above(All), Above(Above(All))];

    public static byte[] Entry(int index)
    {
        var entry = new byte[4 + index % 7];
        BinaryPrimitives.WriteInt32BigEndian(entry, index);
        return entry;
    }

    public static ReadOnlySpan<Hash> First(long size) => All.AsSpan(0, (int)size);

    /// <summary>A reader, and what it was asked for.</summary>
    public static (TileReader Read, List<Tile> Asked) Tiles()
    {
        var asked = new List<Tile>();
        return ((tile, _) =>
        {
            asked.Add(tile);
            return ValueTask.FromResult<ReadOnlyMemory<byte>>(Bytes(tile));
        }, asked);
    }

    public static byte[] Bytes(Tile tile) =>
        [.. Levels[tile.Level].AsSpan((int)tile.Index * Tile.Full, tile.Width).ToArray().SelectMany(hash => hash.Bytes.ToArray())];

    private static Hash[] Above(Hash[] level) =>
        [.. Enumerable.Range(0, level.Length / Tile.Full).Select(i => Naive.Root(level.AsSpan(i * Tile.Full, Tile.Full)))];
}
