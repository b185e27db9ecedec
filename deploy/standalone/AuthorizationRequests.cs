using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Sunshine.Standalone.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sunshine.Standalone;

/// <summary><c>/connect/authorize</c>: a code for the desk, for whoever is signed in; anybody else is sent to the page for it and comes back.</summary>
public sealed class AuthorizationRequests(Desk desk, BrowserSessions browsers, TimeProvider time)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>, IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        // A refusal of these two is shown here and sent nowhere: the address may be a stranger's.
        if (context.ClientId != Desk.ClientId) context.Reject(Errors.InvalidRequest, "There is no such client.");
        else if (!desk.MayRedirectTo(context.RedirectUri)) context.Reject(Errors.InvalidRequest, "The redirect_uri is none of the client's.");
        return default;
    }

    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        var signedIn = await browsers.Find(http);
        if (signedIn is { Account.MustChange: false } && !IsTooOld(signedIn.Session, context.Request))
        {
            context.SignIn(new ClaimsPrincipal(TokenClaims.OfCode(signedIn, context.Request.GetScopes())));
            return;
        }

        if (context.Request.HasPromptValue(PromptValues.None))
        {
            context.Reject(Errors.LoginRequired, "Nobody is signed in.");
            return;
        }

        var page = signedIn is { Account.MustChange: true } ? AccountPages.PasswordPath : AccountPages.LoginPath;
        http.Response.Redirect(AccountPages.WithReturn(page, Again(http.Request, context.Request)));
        context.HandleRequest();
    }

    /// <summary>Whether the client asks for a password that was typed in later than this sign-in's.</summary>
    private bool IsTooOld(Session session, OpenIddictRequest request) =>
        request.HasPromptValue(PromptValues.Login) || (request.MaxAge is { } seconds && (time.GetUtcNow() - session.BeganAt).TotalSeconds > seconds);

    /// <summary>The same request once more, in the address, without the wish for a new sign-in: it is fulfilled then.</summary>
    private static string Again(HttpRequest http, OpenIddictRequest request)
    {
        var parameters = request.GetParameters().Where(p => p.Key != Parameters.Prompt).Select(p => KeyValuePair.Create(p.Key, (string?)p.Value));
        return http.PathBase + http.Path + QueryString.Create(parameters);
    }
}
