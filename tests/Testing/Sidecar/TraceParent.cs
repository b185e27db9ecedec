using System.Security.Cryptography;

namespace Sunshine.Testing.Sidecar;

/// <summary>The sidecar's own span in a W3C trace.</summary>
internal static class TraceParent
{
    /// <summary>A span below the caller's, or a new trace.</summary>
    public static string Below(string? caller) => caller?.Split('-') is [var version, { Length: 32 } trace, _, var flags]
        ? $"{version}-{trace}-{Hex(8)}-{flags}"
        : $"00-{Hex(16)}-{Hex(8)}-01";

    private static string Hex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
