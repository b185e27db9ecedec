using System.Security.Cryptography;
using System.Text;

namespace Sunshine.Foundation.Hosting;

/// <summary>Identifiers.</summary>
public static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A new id that sorts by time: 32 hexadecimal digits (UUID version 7).</summary>
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>
    /// The same id for the same parts: 26 letters and digits (the first 130 bits of a SHA-256). What is created again under the same key
    /// finds itself.
    /// </summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)), hash);
        return string.Create(26, hash, static (id, bits) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                var bit = i * 5;
                id[i] = Alphabet[((bits[bit / 8] << 8 | bits[bit / 8 + 1]) >> (11 - bit % 8)) & 31];
            }
        });
    }
}
