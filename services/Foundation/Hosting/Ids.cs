using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Hosting;

/// <summary>Identifiers.</summary>
public static class Ids
{
    /// <summary>A new id that sorts by time: 32 hexadecimal digits (UUID version 7).</summary>
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>When an id of <see cref="New"/> was made, to a millisecond; null for any other id.</summary>
    public static DateTimeOffset? TimeOf(string id) => Guid.TryParseExact(id, "N", out var parsed) && parsed.Version == 7
        ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(id.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)) : null;

    /// <summary>
    /// The same id for the same parts: 26 letters and digits (the first 130 bits of a SHA-256). What is created again under the same key
    /// finds itself.
    /// </summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)), hash);
        return Crockford.Encode(hash, 26).ToLowerInvariant();
    }
}
