using System.Buffers;
using System.Buffers.Binary;

namespace Sunshine.TransparencyLog;

/// <summary>
/// Up to 256 entries as a log serves them (c2sp.org/tlog-tiles): each with its length before it in two bytes, big-endian; no count and no
/// trailer. Reading copies nothing.
/// </summary>
public sealed class EntryBundle
{
    /// <summary>The longest entry: its length must fit two bytes. An entry may be empty.</summary>
    public const int MostEntryBytes = ushort.MaxValue;

    /// <summary>The longest bundle.</summary>
    public const int MostBytes = Tile.Full * (LengthBytes + MostEntryBytes);

    private const int LengthBytes = 2;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<Range> _entries = [];

    private EntryBundle(ReadOnlyMemory<byte> bytes, int most)
    {
        _bytes = bytes;
        var at = 0;
        while (at < bytes.Length)
        {
            if (_entries.Count == most)
            {
                Broken = $"bytes follow its last entry, from byte {at}";
                return;
            }

            var left = bytes.Length - at - LengthBytes;
            var length = left < 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[at..]);
            if (left < length)
            {
                Broken = left < 0
                    ? $"it ends within the length at byte {at}"
                    : $"at byte {at} it says that {length} bytes follow, and there are {left}";
                return;
            }

            at += LengthBytes + length;
            _entries.Add((at - length)..at);
        }
    }

    public int Count => _entries.Count;

    /// <summary>Why there is no entry after the last one although there are bytes; null if the bundle ends with an entry.</summary>
    internal string? Broken { get; }

    /// <param name="place">0 for the first of the bundle.</param>
    public ReadOnlySpan<byte> this[int place] => _bytes.Span[_entries[place]];

    /// <summary>Appends an entry to a bundle.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MostEntryBytes"/>; nothing is appended.</exception>
    public static void Write(IBufferWriter<byte> bundle, ReadOnlySpan<byte> entry)
    {
        if (entry.Length > MostEntryBytes)
            throw new ArgumentException($"An entry has at most {MostEntryBytes} bytes, not {entry.Length}.", nameof(entry));
        var room = bundle.GetSpan(LengthBytes + entry.Length);
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)entry.Length);
        entry.CopyTo(room[LengthBytes..]);
        bundle.Advance(LengthBytes + entry.Length);
    }

    /// <summary>Reads a bundle that has to have exactly so many entries.</summary>
    /// <param name="bytes">Kept, and not to be changed.</param>
    /// <param name="width">1 to 256.</param>
    /// <exception cref="BadLogException">It is cut off, or has fewer or more entries.</exception>
    public static EntryBundle Parse(ReadOnlyMemory<byte> bytes, int width)
    {
        var bundle = Scan(bytes, width);
        if (bundle.Broken is not null) throw new BadLogException(bundle.Broken);
        if (bundle.Count != width) throw new BadLogException($"it has {bundle.Count} entries, not {width}");
        return bundle;
    }

    /// <summary>Reads as many entries as can be made out, at the most so many; <see cref="Broken"/> tells what kept it from the end.</summary>
    internal static EntryBundle Scan(ReadOnlyMemory<byte> bytes, int most) => new(bytes, most);

    /// <summary>The bytes of the first entries, for a partial bundle that the log has replaced by a wider one.</summary>
    internal static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> bytes, int width)
    {
        var bundle = Scan(bytes, width);
        return bundle.Count == width ? bytes[..bundle._entries[^1].End.Value] : bytes;
    }
}
