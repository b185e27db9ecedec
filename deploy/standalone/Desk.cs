using System.Security.Cryptography;
using System.Text;
using Sunshine.Foundation.Storage;

namespace Sunshine.Standalone;

/// <summary>
/// The one client by which people sign in: the officers' desk. It runs on a server, so it has a secret: a file that is made at the first start, and that a desk in this process
/// reads from there.
/// </summary>
public sealed class Desk
{
    public const string ClientId = "desk";

    /// <summary>The name of the secret's file.</summary>
    public const string SecretName = "desk.secret";

    private readonly byte[] _secret;
    private readonly IReadOnlyList<string> _redirects;
    private readonly IReadOnlyList<string> _returns;

    /// <param name="issuer">The authority's address.</param>
    public Desk(string secret, Uri issuer, DeskOptions options)
    {
        _secret = Encoding.UTF8.GetBytes(secret);
        _redirects = options.RedirectUris.Count > 0 ? options.RedirectUris : At(issuer, "signin-oidc");
        _returns = options.PostLogoutRedirectUris.Count > 0 ? options.PostLogoutRedirectUris : At(issuer, "signout-callback-oidc");
        Origins = [.. _redirects.Select(r => new Uri(r).GetLeftPart(UriPartial.Authority)).Distinct()];
    }

    /// <summary>Where the pages are that a browser is sent back to.</summary>
    public IReadOnlyList<string> Origins { get; }

    /// <summary>The secret of <c>desk.secret</c>, made if it is not there: 64 hexadecimal digits.</summary>
    /// <param name="folder">The authority's.</param>
    public static string Secret(string folder) => Encoding.UTF8.GetString(
        SecretFile.ReadOrMake(Path.Combine(folder, SecretName), () => Encoding.UTF8.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true)))).Trim();

    public bool Is(string? clientId, string? secret) =>
        clientId == ClientId && secret is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(_secret));

    public bool MayRedirectTo(string? uri) => uri is not null && _redirects.Contains(uri, StringComparer.Ordinal);

    public bool MayReturnTo(string? uri) => uri is not null && _returns.Contains(uri, StringComparer.Ordinal);

    /// <summary>This machine's browser may call it by either name.</summary>
    private static IReadOnlyList<string> At(Uri issuer, string path) =>
        [.. (issuer.IsLoopback ? ["localhost", "127.0.0.1"] : new[] { issuer.Host }).Select(host => new Uri(new UriBuilder(issuer) { Host = host }.Uri, path).AbsoluteUri)];
}
