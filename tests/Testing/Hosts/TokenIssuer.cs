using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sunshine.Foundation.Identity;

namespace Sunshine.Testing.Hosts;

/// <summary>An authority of the test's own: it signs whatever a test wants a caller to be.</summary>
public sealed class TokenIssuer(TimeProvider time)
{
    public const string Authority = "https://authority.test/";

    private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };
    private static readonly ECDsaSecurityKey Strange = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" };

    public static void Trust(IServiceCollection services) => services.PostConfigure<IdentityOptions>(identity => identity.Keys = [Key]);

    /// <param name="agency">The agency that bounds the caller; null for none.</param>
    public string Token(IReadOnlyList<string> roles, string? agency = null, string subject = "tester", TimeSpan? lifetime = null, bool forged = false)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = subject, ["role"] = roles };
        if (agency is not null) claims["agency"] = agency;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority, Audience = "sunshine", IssuedAt = now, NotBefore = now, Expires = now + (lifetime ?? TimeSpan.FromDays(365)),
            Claims = claims, SigningCredentials = new SigningCredentials(forged ? Strange : Key, SecurityAlgorithms.EcdsaSha256)
        });
    }
}
