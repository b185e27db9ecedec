using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Sunshine.Standalone.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sunshine.Standalone;

/// <summary>
/// <c>/connect/logout</c>: ends the sign-in that the identity token is of, with all that came from it. Without such a token it may be anybody's link, and the officer is asked.
/// </summary>
public sealed class EndSessionRequests(Desk desk, BrowserSessions browsers, Sessions sessions)
    : IOpenIddictServerHandler<ValidateEndSessionRequestContext>, IOpenIddictServerHandler<HandleEndSessionRequestContext>
{
    public ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        if (context.PostLogoutRedirectUri is { Length: > 0 } uri && !desk.MayReturnTo(uri)) context.Reject(Errors.InvalidRequest, "The post_logout_redirect_uri is none of the client's.");
        return default;
    }

    public async ValueTask HandleAsync(HandleEndSessionRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        if (context.IdentityTokenHintPrincipal is not { } hint)
        {
            http.Response.Redirect(AccountPages.LogoutPath);
            context.HandleRequest();
            return;
        }

        var ended = await sessions.Find(hint.GetClaim(TokenClaims.SessionId), context.CancellationToken);
        if (ended is not null) await sessions.End(ended.Session, context.CancellationToken);
        await browsers.Forget(http);
        context.SignOut();
    }
}
