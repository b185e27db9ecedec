using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Sunshine.Standalone.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sunshine.Standalone;

/// <summary>
/// <c>/connect/token</c>: client credentials for machines, codes and refresh tokens for the desk. The library has checked signature, age, client, redirect address and
/// code verifier of what is brought; whether it may still be used is known here.
/// </summary>
public sealed class TokenRequests(AuthorityClients clients, Desk desk, Sessions sessions)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>, IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var known = context.Request.IsClientCredentialsGrantType() ? clients.Find(context.ClientId, context.ClientSecret) is not null : desk.Is(context.ClientId, context.ClientSecret);
        if (!known) context.Reject(Errors.InvalidClient, "The client id or the client secret is wrong.");
        return default;
    }

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (context.Request.IsClientCredentialsGrantType())
        {
            var client = clients.Find(context.Request.ClientId, context.Request.ClientSecret)!;
            context.SignIn(new ClaimsPrincipal(TokenClaims.Of(client)));
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
}
