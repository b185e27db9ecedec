using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Standalone.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sunshine.Standalone;

/// <summary>
/// The embedded OpenID Connect authority: client credentials for machines and the command line, and the code flow with PKCE for officers at the desk. Its keys and its clients
/// are files in <c>{Storage:Path}/authority</c> that only the owner can read; accounts and sign-ins are in a store of its own.
/// </summary>
public static class Authority
{
    /// <summary>Where the keys and the clients are.</summary>
    public static string Folder(IConfiguration configuration) => Path.Combine(configuration["Storage:Path"] ?? "data", "authority");

    public static void AddAuthority(this WebApplicationBuilder builder)
    {
        var folder = Folder(builder.Configuration);
        var issuer = new Uri(builder.Configuration["Identity:Authority"] ?? "http://localhost:8080/");
        var clients = AuthorityClients.Open(folder);
        var key = new ECDsaSecurityKey(SigningKey(Path.Combine(folder, "signing-key.pem"))) { KeyId = "sunshine-1" };
        var secret = Desk.Secret(folder);
        // Of codes and refresh tokens: they outlive a restart.
        var encryption = new SymmetricSecurityKey(SecretFile.ReadOrMake(Path.Combine(folder, "encryption.key"), () => RandomNumberGenerator.GetBytes(32)));
        builder.Services.AddOptions<AuthorityOptions>().BindConfiguration("Authority").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(clients);
        builder.Services.AddSingleton(provider => new Desk(secret, issuer, provider.GetRequiredService<IOptions<AuthorityOptions>>().Value.Desk));
        builder.Services.AddPageKeys();
        builder.Services.AddAccounts(folder, issuer);
        builder.Services.PostConfigure<IdentityOptions>(identity =>
        {
            identity.Keys = [key];
            identity.OwnPaths = [.. identity.OwnPaths, "/connect", "/.well-known"];
        });
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(issuer);
            server.SetAuthorizationEndpointUris("connect/authorize");
            server.SetTokenEndpointUris("connect/token");
            server.SetEndSessionEndpointUris("connect/logout");
            server.AllowClientCredentialsFlow();
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.AllowRefreshTokenFlow();
            server.RegisterScopes([Scopes.Profile, .. AuthorityClients.Services.Select(s => $"{TokenClaims.Audience}/{s}")]);
            server.RegisterClaims(Claims.Name, Claims.Role, "agency", TokenClaims.SessionId);
            // The other modes put what is secret into pages that need a script.
            server.Configure(options => options.ResponseModes.RemoveWhere(mode => mode != ResponseModes.Query));
            server.Configure(options => options.CodeChallengeMethods.RemoveWhere(method => method != CodeChallengeMethods.Sha256));
            server.Configure(options => options.PromptValues.RemoveWhere(prompt => prompt is not (PromptValues.None or PromptValues.Login)));
            server.Configure(options => options.ClientAuthenticationMethods.Remove(ClientAuthenticationMethods.PrivateKeyJwt));
            server.SetAccessTokenLifetime(TimeSpan.FromHours(1));
            server.SetAuthorizationCodeLifetime(Sessions.CodeFor);
            server.SetRefreshTokenLifetime(Sessions.Longest);
            server.AddSigningKey(key);
            // Access tokens are read by every service, so they are signed and not encrypted.
            server.AddEncryptionKey(encryption).DisableAccessTokenEncryption();
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            // There is no database of applications: the handlers below decide.
            server.EnableDegradedMode();
            server.Handles<ValidateTokenRequestContext, TokenRequests>();
            server.Handles<HandleTokenRequestContext, TokenRequests>();
            server.Handles<ValidateAuthorizationRequestContext, AuthorizationRequests>();
            server.Handles<HandleAuthorizationRequestContext, AuthorizationRequests>();
            server.Handles<ValidateEndSessionRequestContext, EndSessionRequests>();
            server.Handles<HandleEndSessionRequestContext, EndSessionRequests>();
            server.AddEventHandler(TokenBinding.InTokens);
            server.AddEventHandler(TokenBinding.InMetadata);
        });
    }

    private static void Handles<TContext, THandler>(this OpenIddictServerBuilder server)
        where TContext : BaseContext where THandler : class, IOpenIddictServerHandler<TContext> =>
        server.AddEventHandler<TContext>(handler => handler.UseSingletonHandler<THandler>());

    private static ECDsa SigningKey(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path)) key.ImportFromPem(File.ReadAllText(path));
        else PrivateFile.Write(path, key.ExportPkcs8PrivateKeyPem());
        return key;
    }
}
