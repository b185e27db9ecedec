using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sunshine.TransparencyLog;

/// <summary>
/// A SHA-256 in a Merkle tree (RFC 6962 and RFC 9162, section 2.1): of an entry, of two hashes below, or of the empty tree. 32 bytes without
/// padding, so that the bytes of a tile are its hashes (<see cref="In"/>). Text is standard base64, 44 characters.
/// </summary>
public readonly struct Hash : IEquatable<Hash>
{
    /// <summary>In bytes.</summary>
    public const int Length = 32;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>Entries up to this length are hashed from the stack.</summary>
    private const int OnStack = 1024;

    /// <summary>The root of a tree without entries: SHA-256 of nothing.</summary>
    public static readonly Hash Empty = Sha256([]);

    private readonly Content _content;

    /// <param name="bytes">32 of them.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public Hash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A hash has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(_content);
    }

    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => _content;

    /// <summary>SHA-256 of a zero byte and the entry.</summary>
    /// <param name="entry">Bare, without the length that stands before it in a bundle.</param>
    public static Hash Leaf(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < OnStack)
        {
            Span<byte> onStack = stackalloc byte[OnStack];
            return Prefixed(entry, onStack);
        }

        var rented = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        var hash = Prefixed(entry, rented);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>SHA-256 of a byte of one and the two hashes.</summary>
    public static Hash Node(in Hash left, in Hash right)
    {
        Span<byte> bytes = stackalloc byte[1 + 2 * Length];
        bytes[0] = NodePrefix;
        left.Bytes.CopyTo(bytes[1..]);
        right.Bytes.CopyTo(bytes[(1 + Length)..]);
        return Sha256(bytes);
    }

    /// <summary>The hashes that a tile consists of, without a copy; bytes at its end that make no whole hash are left out.</summary>
    public static ReadOnlySpan<Hash> In(ReadOnlySpan<byte> tile) => MemoryMarshal.Cast<byte, Hash>(tile);

    /// <summary>Reads base64 as <see cref="ToString"/> writes it; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> base64, out Hash hash)
    {
        var whole = StrictBase64.TryDecode(base64, out var bytes) && bytes.Length == Length;
        hash = whole ? new Hash(bytes) : default;
        return whole;
    }

    public static bool operator ==(Hash left, Hash right) => left.Equals(right);

    public static bool operator !=(Hash left, Hash right) => !left.Equals(right);

    public bool Equals(Hash other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is Hash other && Equals(other);

    public override int GetHashCode() => MemoryMarshal.Read<int>(Bytes);

    /// <summary>Standard base64 with padding, as in checkpoints and proofs.</summary>
    public override string ToString() => Convert.ToBase64String(Bytes);

    private static Hash Prefixed(ReadOnlySpan<byte> entry, Span<byte> room)
    {
        room[0] = LeafPrefix;
        entry.CopyTo(room[1..]);
        return Sha256(room[..(entry.Length + 1)]);
    }

    private static Hash Sha256(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(bytes, hash);
        return new Hash(hash);
    }

    [InlineArray(Length)]
    private struct Content
    {
        private byte _first;
    }
}
