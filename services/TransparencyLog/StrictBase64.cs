using System.Diagnostics.CodeAnalysis;

namespace Sunshine.TransparencyLog;

/// <summary>
/// Standard base64 with padding (RFC 4648, section 4), of which every content has exactly one. The base library also takes white space and
/// loose bits at the end, by which one signature could be written in many ways.
/// </summary>
internal static class StrictBase64
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var room = new byte[text.Length / 4 * 3];
        bytes = Convert.TryFromBase64Chars(text, room, out var length) ? room[..length] : null;
        if (bytes is not null && !text.SequenceEqual(Convert.ToBase64String(bytes))) bytes = null;
        return bytes is not null;
    }
}
