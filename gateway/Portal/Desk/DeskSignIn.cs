using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Portal.Desk;

/// <summary>
/// Officers sign in at the authority by the code flow with PKCE. Their tokens are in a cookie that only this portal can read, and go with every call that a page makes for them.
/// </summary>
internal static class DeskSignIn
{
    /// <summary>The scheme of who signed in.</summary>
    public const string Session = "desk";

    /// <summary>The scheme that sends a browser to the authority.</summary>
    public const string Authority = "authority";

    /// <summary>Without a call for so long an officer signs in again.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(60);

    public static void AddDesk(this IServiceCollection services)
    {
        services.AddOptions<DeskOptions>().BindConfiguration("Portal:Desk").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DeskTokens>();
        // Where the authority sends a browser back to.
        services.PostConfigure<IdentityOptions>(identity => identity.OwnPaths = [.. identity.OwnPaths, "/signin-oidc", "/signout-callback-oidc"]);
        services.PostConfigure<LoadOptions>(load => load.SessionCookies = [.. load.SessionCookies, Session]);
        services.AddAuthentication().AddCookie(Session).AddOpenIdConnect(Authority, _ => { });
        services.AddOptions<CookieAuthenticationOptions>(Session).Configure<TimeProvider>((cookie, time) =>
        {
            cookie.TimeProvider = time;
            cookie.Cookie.Name = Session;
            cookie.Cookie.HttpOnly = true;
            // The answer of the authority comes from another site, and with it the first page of the desk.
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Idle;
            cookie.SlidingExpiration = true;
            cookie.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<DeskTokens>().KeepFresh(context);
        });
        services.AddOptions<OpenIdConnectOptions>(Authority).Configure<IOptions<DeskOptions>, IOptions<IdentityOptions>, TimeProvider>((oidc, desk, identity, time) =>
        {
            oidc.TimeProvider = time;
            oidc.SignInScheme = Session;
            oidc.Authority = identity.Value.Authority;
            oidc.RequireHttpsMetadata = identity.Value.RequireHttps;
            oidc.ClientId = desk.Value.ClientId;
            oidc.ClientSecret = desk.Value.SecretFile is { } file ? File.ReadAllText(file).Trim() : null;
            oidc.ResponseType = OpenIdConnectResponseType.Code;
            oidc.ResponseMode = OpenIdConnectResponseMode.Query;
            oidc.UsePkce = true;
            oidc.Scope.Clear();
            oidc.Scope.Add("openid");
            oidc.Scope.Add("profile");
            oidc.Scope.Add("offline_access");
            oidc.MapInboundClaims = false;
            oidc.GetClaimsFromUserInfoEndpoint = false;
            oidc.SaveTokens = true;
            oidc.TokenValidationParameters.NameClaimType = "name";
            oidc.TokenValidationParameters.RoleClaimType = "role";
            // Sent as a top-level GET, so these need not be cookies for other sites' pages.
            oidc.CorrelationCookie.SameSite = oidc.NonceCookie.SameSite = SameSiteMode.Lax;
            oidc.CorrelationCookie.SecurePolicy = oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            oidc.Events.OnRemoteFailure = context =>
            {
                // Too old, from another browser, or refused: begin again where it is said what the desk is.
                context.Response.Redirect("/desk/sign-in-failed");
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }

    /// <summary>Pages of the desk are for who signed in; anybody else is sent to do so. Stands before forms are checked, which are given to one officer.</summary>
    public static void UseDesk(this IApplicationBuilder app) => app.Use(async (HttpContext http, RequestDelegate next) =>
    {
        if (await LetsIn(http)) await next(http);
    });

    public static void MapDesk(this IEndpointRouteBuilder endpoints) =>
        // A form of one field, so that it is checked where it came from.
        endpoints.MapPost("/desk/sign-out", async (HttpContext http, [FromForm] string? leave) =>
        {
            await http.SignOutAsync(Session);
            return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [Authority]);
        }).AllowAnonymous().WithMetadata(new DeskAttribute());

    private static async Task<bool> LetsIn(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<DeskAttribute>() is null) return true;
        http.Response.Headers.CacheControl = "no-store";
        var session = await http.AuthenticateAsync(Session);
        if (session is { Succeeded: true, Principal: { } officer })
        {
            http.User = officer;
            http.RequestServices.GetRequiredService<Visitor>().Token = session.Properties!.GetTokenValue("access_token");
            return true;
        }

        // A form that was sent too late comes back as the page it was on.
        await http.ChallengeAsync(Authority, new AuthenticationProperties { RedirectUri = http.Request.Path + http.Request.QueryString });
        return false;
    }
}
