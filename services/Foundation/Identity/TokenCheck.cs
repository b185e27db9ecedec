using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Identity;

/// <summary>
/// Looks at the token of a call that brings one. A token that is expired or false is refused even where anonymous callers may read: the
/// caller believes to be somebody, and would take the public answer for its own.
/// </summary>
public static class TokenCheck
{
    /// <summary>
    /// Once per call, however many parts of the pipeline ask for it. A call without a token is spared the authentication handlers, which
    /// cost a fifth of a short read, unless it goes to the authority of this same process.
    /// </summary>
    public static void UseTokens(this IApplicationBuilder app)
    {
        var own = app.ApplicationServices.GetRequiredService<IOptions<IdentityOptions>>().Value.OwnPaths;
        // The host would put the middleware before everything else, unless this says that it is there.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(
            http => http.Features.Get<IAuthenticateResultFeature>() is null
                && (http.Request.Headers.Authorization.Count > 0 || (own.Count > 0 && own.Any(path => http.Request.Path.StartsWithSegments(path)))),
            branch =>
            {
                branch.UseAuthentication();
                branch.Use((HttpContext http, RequestDelegate next) => Refuses(http) ? RefusalResponse.Write(http, Refusals.Unauthenticated.Of()) : next(http));
            });
    }

    private static bool Refuses(HttpContext http) =>
        http.Request.Headers.Authorization.Count > 0 && http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is not { Succeeded: true };
}
