using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Sunshine.Foundation.Identity;
using Sunshine.Standalone.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sunshine.Standalone;

/// <summary>
/// <c>/connect/token</c>: client credentials for machines, codes and refresh tokens for the desk. The library has checked signature, age, client, redirect address and
/// code verifier of what is brought; whether it may still be used is known here.
/// </summary>
public sealed class TokenRequests(AuthorityClients clients, Desk desk, Sessions sessions, TimeProvider time)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>, IOpenIddictServerHandler<HandleTokenRequestContext>
{
    private const string Wrong = "The client id, the client secret or the certificate is wrong.";

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (!context.Request.IsClientCredentialsGrantType())
        {
            if (!desk.Is(context.ClientId, context.ClientSecret)) context.Reject(Errors.InvalidClient, Wrong);
        }
        else if (clients.Find(context.ClientId, context.ClientSecret, CertificateOf(context.Transaction), time.GetUtcNow()) is not { } client) context.Reject(Errors.InvalidClient, Wrong);
        else if (ServicesOf(client, context.Request) is null) context.Reject(Errors.InvalidScope, "The client's tokens are not for all of these services.");
        return default;
    }

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.IsClientCredentialsGrantType())
        {
            var certificate = CertificateOf(context.Transaction);
            var client = clients.Find(context.Request.ClientId, context.Request.ClientSecret, certificate, time.GetUtcNow())!;
            if (client.CertificateSha256 is not null) TokenBinding.To(certificate!, context.Transaction);
            context.SignIn(new ClaimsPrincipal(TokenClaims.Of(client, ServicesOf(client, context.Request)!)));
            return;
        }

        var brought = context.Principal!;
        var session = brought.GetClaim(TokenClaims.SessionId);
        var signedIn = context.Request.IsAuthorizationCodeGrantType()
            ? await sessions.Redeem(session, brought.GetClaim(TokenClaims.CodeId) ?? "", context.CancellationToken)
            : await sessions.Find(session, context.CancellationToken);
        if (signedIn is null or { Account.MustChange: true })
        {
            context.Reject(Errors.InvalidGrant, "The sign-in has ended, or the account has changed; sign in again.");
            return;
        }

        context.SignIn(new ClaimsPrincipal(TokenClaims.Of(signedIn, brought.GetScopes())));
    }

    private static byte[]? CertificateOf(OpenIddictServerTransaction transaction) => ClientCertificates.Of(transaction.GetHttpRequest()!.HttpContext);

    /// <summary>The services that the token will be for, none for all of them; null if the client asks for one that its tokens are not for.</summary>
    private static IReadOnlyList<string>? ServicesOf(AuthorityClients.Client client, OpenIddictRequest request)
    {
        var asked = request.GetScopes().Where(s => s.StartsWith(TokenClaims.Audience + "/", StringComparison.Ordinal)).Select(s => s[(TokenClaims.Audience.Length + 1)..]).ToList();
        if (asked.Count == 0) return client.Services ?? [];
        return client.Services is null || asked.All(client.Services.Contains) ? asked : null;
    }
}
