using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>Compact ranges as documents keep them.</summary>
internal static class Ranges
{
    public static CompactRange Of(long size, IReadOnlyList<byte[]> kept) => new(size, kept.Select(h => new Hash(h)).ToArray());

    public static byte[][] Kept(CompactRange range) => range.Hashes.ToArray().Select(h => h.Bytes.ToArray()).ToArray();
}
