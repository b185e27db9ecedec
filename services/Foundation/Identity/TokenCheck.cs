using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Identity;

/// <summary>
/// Refuses a call whose token is expired or false even where anonymous callers may read: the caller believes to be somebody, and would
/// take the public answer for its own.
/// </summary>
public sealed class TokenCheck(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var token = http.Request.Headers.Authorization;
        var failed = token.Count > 0 && http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is not { Succeeded: true };
        return failed ? RefusalResponse.Write(http, Refusals.Unauthenticated.Of()) : next(http);
    }
}
