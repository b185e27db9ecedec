using System.Buffers.Text;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Google.Protobuf;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Page tokens: opaque, and bound to the request they came from, so that a token cannot be used with other filters. The page's size may
/// change between pages.
/// </summary>
public static class PageTokens
{
    public const int DefaultSize = 20;
    public const int LargestSize = 200;

    /// <summary>With a page after it, still a number.</summary>
    private const int LastPosition = 1_000_000_000;

    /// <summary>The size to use: 0 is the default, larger than the cap is the cap; below 0 is refused.</summary>
    public static int Size(int asked, Violations violations)
    {
        if (asked < 0) violations.Add("pageSize", "OUT_OF_RANGE", "不能为负数。", "Must not be negative.");
        return asked <= 0 ? DefaultSize : Math.Min(asked, LargestSize);
    }

    /// <summary>A token for the place where a page ended; empty if there is no next one.</summary>
    public static string Of(string? place, IMessage request)
    {
        if (place is null) return "";
        var text = Encoding.UTF8.GetBytes(place);
        var token = new byte[8 + text.Length];
        text.CopyTo(token, 8);
        BitConverter.TryWriteBytes(token, Fingerprint(request, text));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The place a token stands for; null without a token or if it is refused.</summary>
    public static string? Place(string token, IMessage request, Violations violations)
    {
        if (token.Length == 0) return null;
        if (token.Length <= 16_384 && Base64Url.IsValid(token))
        {
            var bytes = Base64Url.DecodeFromChars(token);
            if (bytes.Length > 8 && BitConverter.ToUInt64(bytes) == Fingerprint(request, bytes.AsSpan(8))) return Encoding.UTF8.GetString(bytes, 8, bytes.Length - 8);
        }

        Refuse(violations);
        return null;
    }

    /// <summary>A position in a place, from 0 on. A place may be forged: whoever knows a request can make a token of it.</summary>
    /// <exception cref="BadPlaceException">It is none.</exception>
    public static int Position(string text) => Number(text) is var number and <= LastPosition ? (int)number : throw new BadPlaceException("Not a position.");

    /// <summary>A number in a place, from 0 on.</summary>
    /// <exception cref="BadPlaceException">It is none.</exception>
    public static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new BadPlaceException("Not a number.");

    /// <summary>What a place is made of; null without one. The last part may hold the separator.</summary>
    /// <exception cref="BadPlaceException">There are fewer.</exception>
    public static string[]? Parts(string? place, char separator, int count) =>
        place is null ? null : place.Split(separator, count) is var parts && parts.Length == count ? parts : throw new BadPlaceException("Not a place.");

    /// <summary>Of the place too: a token that was damaged on its way is no token.</summary>
    internal static void Refuse(Violations violations) =>
        violations.Add("pageToken", "BAD_PAGE_TOKEN", "不是本次查询的翻页标记：请原样使用上一页返回的标记，且不要更改其他条件。",
            "Not a token of this query: use the one from the page before as it is, and change nothing else.");

    private static ulong Fingerprint(IMessage request, ReadOnlySpan<byte> place)
    {
        var bare = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        foreach (var name in new[] { "page_token", "page_size" })
        {
            if (request.Descriptor.FindFieldByName(name) is { } field) field.Accessor.Clear(bare);
        }

        var hash = new XxHash64();
        hash.Append(bare.ToByteArray());
        hash.Append(place);
        return hash.GetCurrentHashAsUInt64();
    }
}
