using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Sunshine.Gateway;

/// <summary>
/// How a terminal of an electronic reading point says which it is: by the header <c>Reading-Point</c>, or by a cookie that also tells the terminals of one point
/// apart. Whether its key is one that was given out the gateway cannot know; whoever counts it finds out.
/// </summary>
/// <param name="Value">The key, and perhaps the terminal's own number after a tilde.</param>
/// <param name="Key">The key alone.</param>
public readonly record struct TerminalName(string Value, string Key)
{
    public const string Header = "Reading-Point";
    public const string Cookie = "reading-point";

    private const int LongestRoom = 64;
    private const int ProofLength = 16;
    private const int LongestNumber = 16;

    private static readonly SearchValues<char> OfRooms = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
    private static readonly SearchValues<char> OfProofs = SearchValues.Create("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789abcdef");

    /// <summary>A terminal that nobody has told apart yet.</summary>
    public static TerminalName New(string key) => new($"{key}~{RandomNumberGenerator.GetHexString(LongestNumber, lowercase: true)}", key);

    /// <summary>Takes a call's name off it, so that no service and no cache sees it. Null if it has none, or none that could be one.</summary>
    public static TerminalName? TakeOff(IHeaderDictionary headers)
    {
        var value = "";
        if (headers.Cookie is { Count: > 0 } cookies && cookies.ToString() is var all && all.Contains(Cookie + "=", StringComparison.Ordinal))
        {
            var kept = new List<string>();
            foreach (var part in cookies.SelectMany(c => (c ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            {
                if (part.StartsWith(Cookie + "=", StringComparison.Ordinal)) value = part[(Cookie.Length + 1)..];
                else kept.Add(part);
            }

            headers.Cookie = kept.Count > 0 ? string.Join("; ", kept) : default;
        }

        if (headers.Remove(Header, out var given)) value = given.ToString();
        return value.Length > 0 ? Parse(value) : null;
    }

    public static bool IsKey(ReadOnlySpan<char> text) =>
        text.Length is > ProofLength + 1 and <= LongestRoom + 1 + ProofLength && text[^(ProofLength + 1)] == '.' && !text[..^(ProofLength + 1)].ContainsAnyExcept(OfRooms)
        && !text[^ProofLength..].ContainsAnyExcept(OfProofs);

    private static TerminalName? Parse(string value)
    {
        var tilde = value.IndexOf('~', StringComparison.Ordinal);
        var key = tilde < 0 ? value : value[..tilde];
        if (!IsKey(key) || (tilde >= 0 && (value.Length - tilde - 1 is 0 or > LongestNumber || value.AsSpan(tilde + 1).ContainsAnyExcept(OfNumbers)))) return null;
        return new TerminalName(value, key);
    }
}
