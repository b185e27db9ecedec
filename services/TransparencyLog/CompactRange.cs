using System.Numerics;

namespace Sunshine.TransparencyLog;

/// <summary>
/// A tree that grows, by the few hashes that its roots to come depend on (RFC 9162, section 2.1.2): one for each 1 bit of its size, that of
/// the largest complete subtree first. Nothing is allocated by an append. Not for several threads at once.
/// </summary>
public sealed class CompactRange
{
    /// <summary>Levels of tiles that a tree can have, as its size has 63 bits.</summary>
    public const int MostTileLevels = 8;

    private readonly Hash[] _hashes = new Hash[63];
    private int _count;

    /// <summary>The empty tree.</summary>
    public CompactRange()
    {
    }

    /// <summary>A tree again, by what <see cref="Size"/> and <see cref="Hashes"/> were.</summary>
    /// <exception cref="ArgumentException">That many hashes do not make a tree of this size.</exception>
    public CompactRange(long size, ReadOnlySpan<Hash> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var count = BitOperations.PopCount((ulong)size);
        if (hashes.Length != count) throw new ArgumentException($"A tree of size {size} has {count} of them, not {hashes.Length}.", nameof(hashes));
        hashes.CopyTo(_hashes);
        (Size, _count) = (size, count);
    }

    /// <summary>How many entries the tree has.</summary>
    public long Size { get; private set; }

    /// <summary>The roots of the complete subtrees, the largest and first one first. Valid until the next append.</summary>
    public ReadOnlySpan<Hash> Hashes => _hashes.AsSpan(0, _count);

    /// <summary>The hash of the whole tree as it is now.</summary>
    public Hash Root
    {
        get
        {
            if (_count == 0) return Hash.Empty;
            var root = _hashes[_count - 1];
            for (var i = _count - 2; i >= 0; i--) root = Hash.Node(_hashes[i], root);
            return root;
        }
    }

    /// <summary>Appends an entry.</summary>
    /// <param name="leaf">Its <see cref="Hash.Leaf"/>.</param>
    public void Append(in Hash leaf)
    {
        Span<Hash> unused = stackalloc Hash[MostTileLevels];
        Append(leaf, unused);
    }

    /// <summary>Appends an entry and tells which hashes of tiles come to be by it.</summary>
    /// <param name="leaf">Its <see cref="Hash.Leaf"/>.</param>
    /// <param name="tileHashes">
    /// Room for <see cref="MostTileLevels"/> hashes. The one at place L is the next of the tiles of level L: the leaf itself for level 0, and
    /// for level 1 the root of a tile that is full now.
    /// </param>
    /// <returns>How many there are: 1, or 2 after every 256th entry, and so on.</returns>
    public int Append(in Hash leaf, Span<Hash> tileHashes)
    {
        var (hash, made) = (leaf, 1);
        tileHashes[0] = leaf;
        for (var (i, height) = (Size, 1); (i & 1) == 1; i >>= 1, height++)
        {
            hash = Hash.Node(_hashes[--_count], hash);
            if (height % Tile.Height == 0) tileHashes[made++] = hash;
        }

        _hashes[_count++] = hash;
        Size++;
        return made;
    }
}
