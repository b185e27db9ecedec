using System.Numerics;

namespace Sunshine.TransparencyLog;

/// <summary>
/// A range of entries whose hash is part of some proof. It begins at a multiple of the smallest power of two that is not less than its
/// length, as all that come of RFC 6962's way of splitting do.
/// </summary>
/// <param name="Start">Of the first entry.</param>
/// <param name="End">Of the first entry that is not in it.</param>
internal readonly record struct Subtree(long Start, long End)
{
    /// <summary>What proves that an entry is in a tree, from the leaf's sibling upward (RFC 6962, section 2.1.1).</summary>
    public static List<Subtree> Inclusion(long index, long size)
    {
        var path = new List<Subtree>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            if (index < middle)
            {
                path.Add(new Subtree(middle, end));
                end = middle;
            }
            else
            {
                path.Add(new Subtree(start, middle));
                start = middle;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>What proves that one tree is the beginning of another (RFC 6962, section 2.1.2). 0 &lt; from ≤ to.</summary>
    public static List<Subtree> Consistency(long from, long to)
    {
        var path = new List<Subtree>();
        var (start, end) = (0L, to);
        while (end != from)
        {
            var middle = start + Split(end - start);
            if (from <= middle)
            {
                path.Add(new Subtree(middle, end));
                end = middle;
            }
            else
            {
                path.Add(new Subtree(start, middle));
                start = middle;
            }
        }

        // The old tree as a whole is what the verifier has already.
        if (start > 0) path.Add(new Subtree(start, end));
        path.Reverse();
        return path;
    }

    /// <summary>The complete subtrees that it consists of, the largest and first one first: 2^height entries from a multiple of that.</summary>
    public IEnumerable<(int Height, long Index)> Complete()
    {
        var (start, left) = (Start, End - Start);
        while (left > 0)
        {
            var height = BitOperations.Log2((ulong)left);
            yield return (height, start >> height);
            start += 1L << height;
            left -= 1L << height;
        }
    }

    /// <summary>The largest power of two that is less than the length, which is 2 or more.</summary>
    private static long Split(long length) => 1L << BitOperations.Log2((ulong)(length - 1));
}
