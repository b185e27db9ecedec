using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Sunshine.Standalone.Accounts;

/// <summary>The cookie by which a browser is known to the authority. It names a sign-in and nothing else; the store knows the rest.</summary>
public sealed class BrowserSessions(Sessions sessions)
{
    /// <summary>The scheme and the cookie.</summary>
    public const string Cookie = "account";

    /// <summary>Who is signed in in this browser.</summary>
    public async Task<SignedIn?> Find(HttpContext http)
    {
        var ticket = await http.AuthenticateAsync(Cookie);
        return await sessions.Find(ticket.Principal?.FindFirstValue(TokenClaims.SessionId), http.RequestAborted);
    }

    /// <summary>Signs in. What was signed in in this browser before, ends.</summary>
    public async Task Begin(HttpContext http, Account account)
    {
        if (await Find(http) is { } before) await sessions.End(before.Session, http.RequestAborted);
        var session = await sessions.Begin(account, http.RequestAborted);
        await http.SignInAsync(Cookie, Principal(session));
    }

    public async Task End(HttpContext http)
    {
        if (await Find(http) is { } found) await sessions.End(found.Session, http.RequestAborted);
        await Forget(http);
    }

    /// <summary>Takes the cookie away.</summary>
    public Task Forget(HttpContext http) => http.SignOutAsync(Cookie);

    /// <summary>The user as forms of his pages are bound to.</summary>
    public static ClaimsPrincipal Principal(Session session) =>
        new(new ClaimsIdentity([new Claim("sub", session.Account), new Claim(TokenClaims.SessionId, session.Id)], Cookie, "sub", "role"));
}
