using System.Buffers;
using CsCheck;

namespace Sunshine.TransparencyLog.Tests;

public sealed class EntryBundleTests
{
    [Fact]
    public void What_is_written_is_read() =>
        Gen.Byte.Array[0, 40].Array[1, 256].Sample(entries =>
        {
            var bundle = EntryBundle.Parse(Write(entries), entries.Length);
            Assert.Equal(entries, Enumerable.Range(0, bundle.Count).Select(i => bundle[i].ToArray()));
        }, iter: 300);

    [Fact]
    public void Lengths_are_two_bytes_big_endian()
    {
        Assert.Equal("0003010203", Convert.ToHexString(Write([[1, 2, 3]])));
        Assert.Equal("0000", Convert.ToHexString(Write([[]])));
        Assert.Equal("0100", Convert.ToHexString(Write([new byte[256]])[..2]));
    }

    [Fact]
    public void The_longest_entries_make_the_longest_bundle()
    {
        var bytes = Write([.. Enumerable.Repeat(new byte[EntryBundle.MostEntryBytes], Tile.Full)]);
        Assert.Equal(16_777_472, bytes.Length);
        Assert.Equal(EntryBundle.MostBytes, bytes.Length);
        Assert.Equal(EntryBundle.MostEntryBytes, EntryBundle.Parse(bytes, Tile.Full)[255].Length);
    }

    [Fact]
    public void An_entry_that_is_too_long_is_refused_and_not_written()
    {
        var bundle = new ArrayBufferWriter<byte>();
        Assert.Throws<ArgumentException>(() => EntryBundle.Write(bundle, new byte[EntryBundle.MostEntryBytes + 1]));
        Assert.Equal(0, bundle.WrittenCount);
    }

    [Theory]
    [InlineData("", 1, "it has 0 entries, not 1")]
    [InlineData("00", 1, "it ends within the length at byte 0")]
    [InlineData("0001", 1, "at byte 0 it says that 1 bytes follow, and there are 0")]
    [InlineData("000141", 2, "it has 1 entries, not 2")]
    [InlineData("000141000242", 2, "at byte 3 it says that 2 bytes follow, and there are 1")]
    [InlineData("00014100", 2, "it ends within the length at byte 3")]
    [InlineData("00014100", 1, "bytes follow its last entry, from byte 3")]
    [InlineData("0001410000", 1, "bytes follow its last entry, from byte 3")]
    public void Anything_else_is_refused_with_the_reason(string hex, int width, string reason) =>
        Assert.Equal(reason, Assert.Throws<BadLogException>(() => EntryBundle.Parse(Convert.FromHexString(hex), width)).Message);

    [Fact]
    public void A_bundle_that_is_cut_off_anywhere_is_refused() =>
        Gen.Byte.Array[0, 5].Array[1, 8].Sample(entries =>
        {
            var bytes = Write(entries);
            for (var length = 0; length < bytes.Length; length++)
                Assert.Throws<BadLogException>(() => EntryBundle.Parse(bytes.AsMemory(0, length), entries.Length));
        }, iter: 200);

    internal static byte[] Write(byte[][] entries)
    {
        var bundle = new ArrayBufferWriter<byte>();
        foreach (var entry in entries) EntryBundle.Write(bundle, entry);
        return bundle.WrittenSpan.ToArray();
    }
}
