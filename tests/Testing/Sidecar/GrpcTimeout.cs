using System.Globalization;

namespace Sunshine.Testing.Sidecar;

/// <summary>The header <c>grpc-timeout</c>: up to eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    /// <summary>Null without a deadline.</summary>
    public static TimeSpan? Read(string? header)
    {
        if (header is not { Length: > 1 } || !long.TryParse(header.AsSpan(0, header.Length - 1), CultureInfo.InvariantCulture, out var n)) return null;
        return header[^1] switch
        {
            'H' => TimeSpan.FromHours(n),
            'M' => TimeSpan.FromMinutes(n),
            'S' => TimeSpan.FromSeconds(n),
            'm' => TimeSpan.FromMilliseconds(n),
            'u' => TimeSpan.FromMicroseconds(n),
            'n' => TimeSpan.FromTicks(n / 100),
            _ => null
        };
    }

    public static string Write(TimeSpan left) => left < TimeSpan.FromHours(24)
        ? $"{Math.Max(1, (long)left.TotalMilliseconds)}m"
        : $"{(long)left.TotalHours}H";
}
