using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.ReadingRooms;

/// <summary>
/// The code with which a room says that it has received something: where the delivery is stored, and 80 bits that only who has the key can make. 29 letters and digits
/// of Crockford's alphabet, in which no two look alike; people type it where the QR code cannot be read.
/// </summary>
/// <param name="Distribution">Its number.</param>
/// <param name="Shard">Which of its shards, from 0.</param>
/// <param name="Place">Which delivery in it, from 0.</param>
public sealed partial record ConfirmationCode(uint Distribution, ushort Shard, ushort Place, string Proof)
{
    /// <summary>In bytes: the distribution, the shard, the place, the proof.</summary>
    private const int Length = 4 + 2 + 2 + 10;

    private const int Letters = (Length * 8 + 4) / 5;

    public static ConfirmationCode Of(Distribution distribution, int shard, int place, string roomId, SealedData key) =>
        new(checked((uint)distribution.Number), checked((ushort)shard), checked((ushort)place), ProofOf(distribution.Id, roomId, key));

    /// <summary>Null if it does not look like one.</summary>
    public static ConfirmationCode? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!Crockford.TryDecode(Marks().Replace(text, ""), bytes)) return null;
        return new ConfirmationCode(
            BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]), Convert.ToHexStringLower(bytes[8..]));
    }

    /// <summary>Whether this is the code of a delivery. In the same time for any guess.</summary>
    public bool Proves(string distributionId, string roomId, SealedData key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Proof), Encoding.ASCII.GetBytes(ProofOf(distributionId, roomId, key)));

    /// <summary>In groups, as people read it.</summary>
    public override string ToString()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Distribution);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), Shard);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), Place);
        Convert.FromHexString(Proof).CopyTo(bytes, 8);
        return string.Join('-', Crockford.Encode(bytes, Letters).Chunk(5).Select(five => new string(five)));
    }

    private static string ProofOf(string distributionId, string roomId, SealedData key) => key.Pseudonym("receipt", distributionId, roomId)[..20];

    [GeneratedRegex(@"[\s-]")]
    private static partial Regex Marks();
}
