using System.Buffers;
using System.Buffers.Binary;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>Entries in one piece of bytes, written as a bundle.</summary>
internal static class Entries
{
    public static byte[] Write(IEnumerable<byte[]> entries)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var entry in entries) EntryBundle.Write(bytes, entry);
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="BadLogException">There are fewer or more.</exception>
    public static byte[][] Read(byte[] bytes, int count)
    {
        var bundle = EntryBundle.Parse(bytes, count);
        var entries = new byte[count][];
        for (var i = 0; i < count; i++) entries[i] = bundle[i].ToArray();
        return entries;
    }

    /// <summary>A bundle in parts of so many entries. Together they are its bytes, whatever is in them: who audits it has to see it as it is.</summary>
    /// <param name="count">How many entries it says it has.</param>
    public static IReadOnlyList<byte[]> Split(byte[] bytes, int count, int each)
    {
        var parts = new List<byte[]>();
        for (var (first, at) = (0, 0); first < count; first += each)
        {
            var begin = at;
            for (var i = 0; i < each && at + sizeof(ushort) <= bytes.Length; i++) at = Math.Min(bytes.Length, at + sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at)));
            if (first + each >= count) at = bytes.Length;
            parts.Add(bytes[begin..at]);
        }

        return parts;
    }
}
