using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Sunshine.Foundation.Hosting;
using Sunshine.Standalone.Accounts.Pages;

namespace Sunshine.Standalone.Accounts;

/// <summary>The pages where officers sign in and out and change their passwords. They need no script.</summary>
public static class AccountPages
{
    public const string Home = "/account";
    public const string LoginPath = "/account/login";
    public const string LogoutPath = "/account/logout";
    public const string PasswordPath = "/account/password";
    public const string ManagePath = "/account/manage";

    private const int LargestForm = 64 * 1024;

    private static readonly byte[] Sheet = ReadSheet();

    /// <summary>The style sheet under a name that is another when it is another.</summary>
    internal static string SheetPath { get; } = $"/account/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Sheet).AsSpan(0, 6))}.css";

    /// <summary>Maps all of them. Who may see what is said by guards of their own, which answer with pages: the platform's authorization answers machines.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(SheetPath, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(Sheet, "text/css; charset=utf-8");
        }).AllowAnonymous();

        var pages = endpoints.MapGroup(Home).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(LargestForm)).AddEndpointFilter(PageGuards.WithHeaders);
        pages.MapGet("/language/{language:regex(^(zh|en)$)}", ChooseLanguage);
        var anyone = pages.MapGroup("").AddEndpointFilter(PageGuards.OwnForms);
        anyone.MapGet("/login", (string? returnUrl) => new RazorComponentResult<Login>(new { ReturnUrl = Local(returnUrl) }));
        anyone.MapPost("/login", SignIn).RequireRateLimiting(SignInLimit.Name);

        var own = pages.MapGroup("").AddEndpointFilter(PageGuards.SignedInOnly).AddEndpointFilter(PageGuards.OwnForms).AddEndpointFilter(PageGuards.Refusals);
        var oneTime = own.MapGroup("").WithMetadata(new PageGuards.ForOneTimePasswords());
        own.MapGet("", () => new RazorComponentResult<Overview>());
        oneTime.MapGet("/password", (string? returnUrl) => new RazorComponentResult<ChangePassword>(new { ReturnUrl = Local(returnUrl) }));
        oneTime.MapPost("/password", Change).RequireRateLimiting(SignInLimit.Name);
        oneTime.MapGet("/logout", () => new RazorComponentResult<Logout>());
        oneTime.MapPost("/logout", SignOut);
        own.MapGroup("/manage").AddEndpointFilter(PageGuards.AdminOnly).MapManagement();
    }

    /// <summary>A page that leads on to another afterwards.</summary>
    public static string WithReturn(string page, string to) => page + QueryString.Create("returnUrl", to);

    /// <summary>Where to go afterwards: never to another site.</summary>
    internal static string Local(string? returnUrl) => returnUrl is not null && RedirectHttpResult.IsLocalUrl(returnUrl) && returnUrl[0] == '/' && returnUrl.All(c => c is > ' ' and < '\u007f') ? returnUrl : Home;

    private static RedirectHttpResult ChooseLanguage(HttpContext http, string language, string? back)
    {
        http.Response.Cookies.Append(Texts.Cookie, language, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps });
        return TypedResults.LocalRedirect(Local(back));
    }

    private static async Task<IResult> SignIn(HttpContext http, SignIns signIns, BrowserSessions browsers)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, password, returnUrl) = (Account.Normalize(form["name"].ToString()), form["password"].ToString(), Local(form["returnUrl"]));
        if (password.Length > Passwords.Longest || await signIns.Verify(name, password, http.RequestAborted) is not { Value: var account })
            return new RazorComponentResult<Login>(new { ReturnUrl = returnUrl, Name = name, Failed = true }) { StatusCode = StatusCodes.Status400BadRequest };
        await browsers.Begin(http, account);
        return Results.LocalRedirect(account.MustChange ? WithReturn(PasswordPath, returnUrl) : returnUrl);
    }

    private static async Task<IResult> Change(HttpContext http, Administration administration, BrowserSessions browsers)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var returnUrl = Local(form["returnUrl"]);
        try
        {
            var changed = await administration.ChangePassword(http.SignedIn().Account.Name, form["old"].ToString(), form["password"].ToString(), form["repeated"].ToString(), http.RequestAborted);
            await browsers.Begin(http, changed);
            return Results.LocalRedirect(returnUrl);
        }
        catch (RefusedException e) when (e.Violations.Count > 0)
        {
            return new RazorComponentResult<ChangePassword>(new { ReturnUrl = returnUrl, Problems = e.Violations }) { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    private static async Task<IResult> SignOut(HttpContext http, BrowserSessions browsers)
    {
        await browsers.End(http);
        return Results.LocalRedirect(LoginPath);
    }

    private static byte[] ReadSheet()
    {
        using var sheet = typeof(AccountPages).Assembly.GetManifestResourceStream(typeof(AccountPages), "account.css")!;
        var bytes = new byte[sheet.Length];
        sheet.ReadExactly(bytes);
        return bytes;
    }
}
