using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>An OpenID Connect issuer of two documents, and what signs its tokens.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key;

    private TestAuthority(WebApplication app, string address)
    {
        _app = app;
        Address = address;
        _key = new RsaSecurityKey(_rsa) { KeyId = "test" };
    }

    public string Address { get; }

    public static async Task<TestAuthority> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = $"http://127.0.0.1:{Ports.Free()}";
        builder.WebHost.UseUrls(address);
        var authority = new TestAuthority(builder.Build(), address);
        authority.Map();
        await authority._app.StartAsync();
        return authority;
    }

    /// <param name="agency">The agency that bounds the caller; null for none.</param>
    public string Token(string subject, string role, TimeSpan? lifetime = null, string? agency = null)
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject, ["role"] = role };
        if (agency is not null) claims["agency"] = agency;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = "sunshine",
            IssuedAt = now.AddHours(-1),
            NotBefore = now.AddHours(-1),
            Expires = now + (lifetime ?? TimeSpan.FromHours(1)),
            Claims = claims,
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256)
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private void Map()
    {
        var open = _rsa.ExportParameters(includePrivateParameters: false);
        _app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object> { ["issuer"] = Address, ["jwks_uri"] = Address + "/jwks" });
        _app.MapGet("/jwks", () => new Dictionary<string, object>
        {
            ["keys"] = new[]
            {
                new Dictionary<string, string>
                {
                    ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = "test",
                    ["n"] = Base64UrlEncoder.Encode(open.Modulus), ["e"] = Base64UrlEncoder.Encode(open.Exponent)
                }
            }
        });
    }
}
