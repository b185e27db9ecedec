using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Sunshine.Standalone.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Sunshine.Standalone;

/// <summary>What tokens say of whom they are given to, as <see cref="Foundation.Identity.Caller"/> reads it.</summary>
public static class TokenClaims
{
    /// <summary>The sign-in that a token came from: <c>sid</c>, as end-session requests bring it back in the identity token.</summary>
    public const string SessionId = "sid";

    /// <summary>Tells codes apart. In codes alone.</summary>
    public const string CodeId = "code_id";

    /// <summary>Of all services; with a slash and its app id, of one.</summary>
    public const string Audience = "sunshine";

    /// <summary>As long as a service believes what an account was; then the desk has it checked again.</summary>
    private static readonly TimeSpan PeoplesTokensFor = TimeSpan.FromMinutes(15);

    /// <param name="services">Those it is for alone; none for all.</param>
    public static ClaimsIdentity Of(AuthorityClients.Client client, IReadOnlyList<string> services)
    {
        var identity = Named(client.ClientId, client.Roles, client.Agency);
        if (services.Count > 0) identity.SetResources([.. services.Select(s => $"{Audience}/{s}")]);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return identity;
    }

    public static ClaimsIdentity Of(SignedIn signedIn, ImmutableArray<string> scopes)
    {
        var (session, account) = signedIn;
        var identity = Named(account.Name, account.Roles, account.Agency);
        identity.SetClaim(Claims.Name, account.DisplayName);
        identity.SetClaim(SessionId, session.Id);
        identity.SetClaim(Claims.AuthenticationTime, session.BeganAt.ToUnixTimeSeconds());
        identity.SetScopes(scopes);
        identity.SetAccessTokenLifetime(PeoplesTokensFor);
        identity.SetDestinations(claim => claim.Type is SessionId or Claims.AuthenticationTime ? [Destinations.IdentityToken] : [Destinations.AccessToken, Destinations.IdentityToken]);
        return identity;
    }

    /// <summary>The same for a code, which is used once.</summary>
    public static ClaimsIdentity OfCode(SignedIn signedIn, ImmutableArray<string> scopes)
    {
        var identity = Of(signedIn, scopes);
        identity.SetClaim(CodeId, RandomNumberGenerator.GetHexString(32, lowercase: true));
        return identity;
    }

    private static ClaimsIdentity Named(string subject, IReadOnlyList<string> roles, string? agency)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Subject, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetClaims(Claims.Role, [.. roles]);
        if (agency is not null) identity.SetClaim("agency", agency);
        identity.SetResources(Audience);
        return identity;
    }
}
