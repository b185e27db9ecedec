using System.Security.Cryptography;
using System.Buffers.Binary;

namespace Sunshine.Foundation.Storage.Transfer;

/// <summary>How much there is of something, and what it is.</summary>
/// <param name="Name">A collection's; in brackets what is none.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record ContentDigest(string Name, long Count, string Sha256);

/// <summary>A digest over things in order, each of several parts.</summary>
internal sealed class DigestBuilder(string name) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _count;

    public void Add(params ReadOnlySpan<byte[]> parts)
    {
        _count++;
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            // With its length, so that parts cannot run into one another.
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            _hash.AppendData(length);
            _hash.AppendData(part);
        }
    }

    public ContentDigest Done() => new(name, _count, Convert.ToHexStringLower(_hash.GetHashAndReset()));

    public void Dispose() => _hash.Dispose();
}
