using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Sunshine.Foundation.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sunshine.Standalone;

/// <summary>
/// The embedded OpenID Connect authority: client credentials for machines and the command line, at <c>/connect/token</c>. Its key and its
/// clients are files in <c>{Storage:Path}/authority</c> that only the owner can read.
/// </summary>
public static class Authority
{
    /// <summary>Where the key and the clients are.</summary>
    public static string Folder(IConfiguration configuration) => Path.Combine(configuration["Storage:Path"] ?? "data", "authority");

    public static void AddAuthority(this WebApplicationBuilder builder)
    {
        var folder = Folder(builder.Configuration);
        var clients = AuthorityClients.Open(folder);
        var key = new ECDsaSecurityKey(SigningKey(Path.Combine(folder, "signing-key.pem"))) { KeyId = "sunshine-1" };
        builder.Services.AddSingleton(clients);
        builder.Services.PostConfigure<IdentityOptions>(identity =>
        {
            identity.Keys = [key];
            identity.OwnPaths = ["/connect", "/.well-known"];
        });
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(builder.Configuration["Identity:Authority"] ?? "http://localhost:8080/");
            server.SetTokenEndpointUris("connect/token");
            server.AllowClientCredentialsFlow();
            server.SetAccessTokenLifetime(TimeSpan.FromHours(1));
            server.AddSigningKey(key);
            // Tokens are read by every service, so they are signed and not encrypted; the library wants a key for its other kinds all the same.
            server.AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            // There is no database of applications: the two handlers below decide.
            server.EnableDegradedMode();
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (clients.Find(context.ClientId, context.ClientSecret) is null)
                    context.Reject(Errors.InvalidClient, "The client id or the client secret is wrong.");
                return default;
            }));
            server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                var client = clients.Find(context.Request.ClientId, context.Request.ClientSecret)!;
                var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Subject, Claims.Role);
                identity.SetClaim(Claims.Subject, client.ClientId);
                identity.SetClaims(Claims.Role, [.. client.Roles]);
                if (client.Agency is not null) identity.SetClaim("agency", client.Agency);
                identity.SetResources("sunshine");
                identity.SetDestinations(_ => [Destinations.AccessToken]);
                context.SignIn(new ClaimsPrincipal(identity));
                return default;
            }));
        });
    }

    private static ECDsa SigningKey(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path)) key.ImportFromPem(File.ReadAllText(path));
        else PrivateFile.Write(path, key.ExportPkcs8PrivateKeyPem());
        return key;
    }
}
