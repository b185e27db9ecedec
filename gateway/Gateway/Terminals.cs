using Microsoft.AspNetCore.Http;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Gateway;

/// <summary>Knows the calls of terminals of electronic reading points, has them counted, and gives terminals their cookie.</summary>
public static class Terminals
{
    private const string Prefix = "/api/v1/";

    /// <summary>As long as browsers keep any.</summary>
    private static readonly TimeSpan CookieFor = TimeSpan.FromDays(400);

    public static IServiceCollection AddTerminals(this IServiceCollection services)
    {
        services.AddSingleton<TerminalUse>();
        services.AddHostedService<TerminalReports>();
        return services;
    }

    /// <summary>Stands before the cache, whose answers are read as well.</summary>
    public static void UseTerminals(this WebApplication app)
    {
        var use = app.Services.GetRequiredService<TerminalUse>();
        app.Use((HttpContext http, RequestDelegate next) => TerminalName.TakeOff(http.Request.Headers) is { } terminal ? Count(use, terminal, http, next) : next(http));
    }

    /// <summary>Where a terminal's browser is sent once, perhaps at every start.</summary>
    public static void MapTerminals(this WebApplication app) =>
        app.MapGet("/reading-point/{key}", (string key, HttpContext http) =>
        {
            if (!TerminalName.IsKey(key)) throw Refusals.NoSuchPath.Of();
            // One that was here before stays the same terminal.
            var terminal = http.Features.Get<Known>() is { Name: var name } && name.Key == key && name.Value != key ? name : TerminalName.New(key);
            http.Response.Cookies.Append(TerminalName.Cookie, terminal.Value, new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = CookieFor, IsEssential = true
            });
            http.Response.Headers.CacheControl = "no-store";
            return Results.Redirect("/");
        }).AllowAnonymous().AnswersRefusals();

    private static async Task Count(TerminalUse use, TerminalName terminal, HttpContext http, RequestDelegate next)
    {
        http.Features.Set(new Known(terminal));
        use.Used(terminal);
        await next(http);
        if (HttpMethods.IsGet(http.Request.Method) && http.Response.StatusCode is (>= 200 and < 300) or StatusCodes.Status304NotModified
            && http.Request.Path.Value!.StartsWith(Prefix, StringComparison.Ordinal)) use.LookedUp(terminal);
    }

    private sealed record Known(TerminalName Name);
}
