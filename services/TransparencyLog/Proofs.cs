using System.Numerics;

namespace Sunshine.TransparencyLog;

/// <summary>
/// Whether proofs prove. The reverse of <see cref="TiledTree"/>; needs nothing but what is passed. A proof with one hash too many or too few
/// proves nothing.
/// </summary>
public static class Proofs
{
    /// <summary>No proof has more, as sizes have 63 bits.</summary>
    public const int MostHashes = 63;

    /// <summary>Whether an entry is in a tree (RFC 9162, section 2.1.3.2).</summary>
    /// <param name="leaf">The entry's <see cref="Hash.Leaf"/>.</param>
    /// <param name="index">Where it is said to be; outside of the tree, nothing is proved.</param>
    /// <param name="size">The tree's.</param>
    /// <param name="proof">From the leaf's sibling upward.</param>
    /// <param name="root">The tree's.</param>
    public static bool Includes(in Hash leaf, long index, long size, ReadOnlySpan<Hash> proof, in Hash root)
    {
        if (index < 0 || index >= size) return false;
        var (at, last, hash) = (index, size - 1, leaf);
        foreach (var step in proof)
        {
            if (last == 0) return false;
            if (IsRight(ref at, ref last)) hash = Hash.Node(step, hash);
            else hash = Hash.Node(hash, step);
            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>
    /// Whether one tree is the beginning of another (RFC 9162, section 2.1.4.2). Of a tree and itself the proof is empty and the roots are
    /// the same.
    /// </summary>
    /// <param name="from">
    /// At least 1. Everything extends the empty tree, and the formats differ in whether that takes a proof: who asks has to decide.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is less than 1.</exception>
    public static bool Extends(long from, in Hash fromRoot, long to, in Hash toRoot, ReadOnlySpan<Hash> proof)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        if (from >= to) return from == to && proof.IsEmpty && fromRoot == toRoot;

        var (at, last) = (from - 1, to - 1);
        while ((at & 1) == 1) (at, last) = (at >> 1, last >> 1);

        // Of a complete old tree its own root is the first hash, and is left out of the proof.
        var (before, after) = (fromRoot, fromRoot);
        if (!BitOperations.IsPow2(from))
        {
            if (proof.IsEmpty) return false;
            before = after = proof[0];
            proof = proof[1..];
        }

        foreach (var step in proof)
        {
            if (last == 0) return false;
            if (IsRight(ref at, ref last)) (before, after) = (Hash.Node(step, before), Hash.Node(step, after));
            else after = Hash.Node(after, step);
            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && before == fromRoot && after == toRoot;
    }

    /// <summary>
    /// Whether the next hash of a proof stands left of what has been computed. At the right edge of the tree, levels at which a node has no
    /// sibling and is promoted as it is are passed over.
    /// </summary>
    private static bool IsRight(ref long at, ref long last)
    {
        if ((at & 1) == 0 && at != last) return false;
        while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
        return true;
    }
}
