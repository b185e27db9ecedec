using System.Security.Cryptography;
using System.Text;

namespace Sunshine.Catalogue;

/// <summary>Secrets and signatures of Standard Webhooks 1.0.0.</summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The header <c>webhook-signature</c>: one signature for each secret.</summary>
    /// <param name="timestamp">Seconds since 1970.</param>
    public static string Sign(string id, long timestamp, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(s[Prefix.Length..]), signed))));
    }
}
