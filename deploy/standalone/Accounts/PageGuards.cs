using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Sunshine.Foundation.Hosting;
using Sunshine.Standalone.Accounts.Pages;

namespace Sunshine.Standalone.Accounts;

/// <summary>What stands before the pages: headers, who is signed in, forms from elsewhere, refusals in words.</summary>
internal static class PageGuards
{
    /// <summary>The headers of a page that people type passwords into: nothing runs, nothing is framed, kept, or sent elsewhere than to the authority and back to the desk.</summary>
    public static void SetHeaders(HttpContext http)
    {
        var headers = http.Response.Headers;
        // Browsers hold what a form leads to against form-action, and after the last page that is the desk.
        var desk = string.Join(' ', http.RequestServices.GetRequiredService<Desk>().Origins);
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self'; form-action 'self' {desk}; base-uri 'none'; frame-ancestors 'none'";
        // To the letter as the form tokens want it: they would complain.
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.Vary = "Cookie, Accept-Language";
        // One-time passwords and form tokens: their compressed length would tell something of them.
        if (http.Features.Get<IHttpsCompressionFeature>() is { } compression) compression.Mode = HttpsCompressionMode.DoNotCompress;
    }

    public static RazorComponentResult Say(HttpContext http, int status, (string Chinese, string English) title, (string Chinese, string English) text) =>
        new RazorComponentResult<Message>(new { Title = Texts.In(http, title), Text = Texts.In(http, text) }) { StatusCode = status };

    public static ValueTask<object?> WithHeaders(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        SetHeaders(context.HttpContext);
        return next(context);
    }

    /// <summary>Sends whoever is not signed in to the page for it, and whoever has a one-time password to the page where he chooses his own.</summary>
    public static async ValueTask<object?> SignedInOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        // A form that was posted is lost; its page is shown again.
        var here = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : AccountPages.Home;
        if (await http.RequestServices.GetRequiredService<BrowserSessions>().Find(http) is not { } signedIn) return Results.LocalRedirect(AccountPages.WithReturn(AccountPages.LoginPath, here));
        http.Features.Set(signedIn);
        http.User = BrowserSessions.Principal(signedIn.Session);
        if (signedIn.Account.MustChange && http.GetEndpoint()?.Metadata.GetMetadata<ForOneTimePasswords>() is null)
            return Results.LocalRedirect(AccountPages.WithReturn(AccountPages.PasswordPath, here));
        return await next(context);
    }

    public static ValueTask<object?> AdminOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.SignedIn().Account.IsAdmin
            ? next(context)
            : ValueTask.FromResult<object?>(Say(http, StatusCodes.Status403Forbidden, ("没有权限", "Not allowed"), ("只有系统管理员可以管理账号。", "Only administrators manage accounts.")));
    }

    /// <summary>Turns away forms that are not from our pages. Stands after <see cref="SignedInOnly"/>: a form is bound to whom it was shown to.</summary>
    public static async ValueTask<object?> OwnForms(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsPost(http.Request.Method) && !await IsOwn(http))
            return Say(http, StatusCodes.Status400BadRequest, ("页面已过期", "This page has expired"), ("请返回上一页，刷新后重新提交。", "Go back, reload the page and send it again."));
        return await next(context);
    }

    /// <summary>Shows what is refused beyond a form's fields.</summary>
    public static async ValueTask<object?> Refusals(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RefusedException e)
        {
            var refusal = e.Refusal;
            var status = refusal == Foundation.Hosting.Refusals.NoSuchPath ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict;
            return refusal == Foundation.Hosting.Refusals.NoSuchPath
                ? Say(context.HttpContext, status, ("没有这个账号", "No such account"), ("请返回账号列表。", "Go back to the list of accounts."))
                : Say(context.HttpContext, status, ("未保存", "Not saved"), (refusal.Chinese, refusal.English));
        }
    }

    public static SignedIn SignedIn(this HttpContext http) => http.Features.GetRequiredFeature<SignedIn>();

    private static async Task<bool> IsOwn(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return false;
        try
        {
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        }
        catch (Exception e) when (e is AntiforgeryValidationException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Marks what may be done with a one-time password: choosing another, and signing out.</summary>
    public sealed record ForOneTimePasswords;
}
