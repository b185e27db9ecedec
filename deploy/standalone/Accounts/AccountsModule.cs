using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Standalone.Accounts;

/// <summary>Accounts of people, and the pages where they sign in and are managed.</summary>
public static class AccountsModule
{
    /// <param name="folder">Of the authority.</param>
    /// <param name="issuer">The authority's address: where it is https, cookies go by nothing else.</param>
    public static void AddAccounts(this IServiceCollection services, string folder, Uri issuer)
    {
        var secure = issuer.Scheme == "https" ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        services.AddStore(Collections.Store);
        services.AddSingleton<Collections>();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Passwords.Iterations);
        services.AddSingleton<Passwords>();
        services.AddSingleton<AccountsMeter>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<BrowserSessions>();
        services.AddSingleton<Administration>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FirstAccounts>(provider, folder));
        services.AddHostedService(provider => provider.GetRequiredService<FirstAccounts>());
        services.AddOptions<RateLimiterOptions>().Configure(limiter => limiter.AddPolicy<string, SignInLimit>(SignInLimit.Name));
        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = secure;
        });
        services.AddAuthentication().AddCookie(BrowserSessions.Cookie, cookie =>
        {
            cookie.Cookie.Name = BrowserSessions.Cookie;
            cookie.Cookie.HttpOnly = true;
            // Lax and not strict: the desk sends the browser here from another site's link, too.
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = secure;
            cookie.ExpireTimeSpan = Sessions.Longest;
            cookie.SlidingExpiration = false;
        });
    }
}
