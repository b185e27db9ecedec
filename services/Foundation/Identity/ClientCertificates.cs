using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Identity;

/// <summary>
/// The certificate that a caller showed in the TLS handshake, by whom it was seen: this process, or a proxy or the gateway before it, which hands it on as RFC 9440 has it. Who made it does
/// not matter: it is known by its hash alone.
/// </summary>
public static class ClientCertificates
{
    /// <summary>The header of RFC 9440: the certificate in DER, as a byte sequence of structured fields.</summary>
    public const string Header = "Client-Cert";

    /// <summary>The certificate in DER; null if none was shown, or if it is told by somebody who is not believed.</summary>
    public static byte[]? Of(HttpContext http)
    {
        if (http.Connection.ClientCertificate is { } seen) return seen.RawData;
        if (!http.Request.Headers.TryGetValue(Header, out var told) || told is not [{ Length: > 2 } only] || only[0] != ':' || only[^1] != ':') return null;
        if (!http.RequestServices.GetRequiredService<ClientAddress>().IsFromOurs(http) || !Base64.IsValid(only.AsSpan(1, only.Length - 2))) return null;
        return Convert.FromBase64String(only[1..^1]);
    }

    /// <summary>As a token is bound to it (RFC 8705): <c>x5t#S256</c>.</summary>
    public static string ThumbprintOf(byte[] certificate) => Base64Url.EncodeToString(SHA256.HashData(certificate));

    /// <summary>As the header has it.</summary>
    public static string ToHeader(byte[] certificate) => $":{Convert.ToBase64String(certificate)}:";
}
