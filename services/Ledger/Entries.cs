using System.Buffers;
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
}
