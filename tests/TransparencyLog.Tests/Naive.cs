using System.Security.Cryptography;

namespace Sunshine.TransparencyLog.Tests;

/// <summary>RFC 6962, section 2.1, word for word: recursive, over all leaf hashes, without a thought of tiles.</summary>
internal static class Naive
{
    public static Hash Leaf(byte[] entry) => new(SHA256.HashData([0, .. entry]));

    public static Hash Root(ReadOnlySpan<Hash> leaves)
    {
        if (leaves.Length == 0) return new Hash(SHA256.HashData([]));
        if (leaves.Length == 1) return leaves[0];
        var k = Split(leaves.Length);
        return new Hash(SHA256.HashData([1, .. Root(leaves[..k]).Bytes, .. Root(leaves[k..]).Bytes]));
    }

    public static Hash[] Inclusion(int m, ReadOnlySpan<Hash> leaves)
    {
        if (leaves.Length == 1) return [];
        var k = Split(leaves.Length);
        return m < k ? [.. Inclusion(m, leaves[..k]), Root(leaves[k..])] : [.. Inclusion(m - k, leaves[k..]), Root(leaves[..k])];
    }

    public static Hash[] Consistency(int m, ReadOnlySpan<Hash> leaves, bool known = true)
    {
        if (m == leaves.Length) return known ? [] : [Root(leaves)];
        var k = Split(leaves.Length);
        return m <= k
            ? [.. Consistency(m, leaves[..k], known), Root(leaves[k..])]
            : [.. Consistency(m - k, leaves[k..], false), Root(leaves[..k])];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (2 * k < n) k *= 2;
        return k;
    }
}
