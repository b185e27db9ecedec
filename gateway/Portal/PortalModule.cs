using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Portal.Components;
using Sunshine.Portal.Desk;
using Sunshine.Portal.Rest;

namespace Sunshine.Portal;

/// <summary>The public site and the officers' desk: pages made on the server from the public REST.</summary>
public static class PortalModule
{
    /// <summary>The portal's Dapr app id.</summary>
    public const string Name = "portal";

    /// <summary>A file that is not answered after this long is given up.</summary>
    private static readonly TimeSpan FileTimeout = TimeSpan.FromMinutes(5);

    public static void AddPortal(this WebApplicationBuilder builder)
    {
        // Of a build that was not published the assets are where they were written.
        builder.WebHost.UseStaticWebAssets();
        var services = builder.Services;
        services.AddOptions<PortalOptions>().BindConfiguration("Portal").ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        // Chinese as it is; what could end an element or an attribute is still escaped.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddPageKeys();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<PortalOptions>>().Value;
            // The gateway has no sidecar before it.
            var handler = ServiceAddress.Prepare(
                new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false }, provider.GetRequiredService<IConfiguration>(), sidecar: null);
            return new Gateway(
                new HttpClient(handler) { BaseAddress = options.Api, Timeout = options.Timeout }, new HttpClient(handler) { BaseAddress = options.Api, Timeout = FileTimeout });
        });
        services.AddDesk();
        services.AddScoped<Visitor>();
        services.AddScoped(provider => new Api(new RestInvoker(provider.GetRequiredService<Gateway>().Http, provider.GetRequiredService<Visitor>())));
        services.AddScoped(provider => new FileUpload(provider.GetRequiredService<Gateway>().Files, provider.GetRequiredService<Visitor>()));
        services.AddScoped<CodeNames>();
        services.AddSingleton<Site>();
        services.AddSingleton<PageErrors>();
    }

    /// <summary>After routing and authorisation.</summary>
    public static void UsePortal(this WebApplication app)
    {
        app.UseDesk();
        app.UseAntiforgery();
    }

    public static void MapPortal(this WebApplication app)
    {
        app.MapDesk();
        app.MapStaticAssets().AllowAnonymous();
        app.MapLanguage();
        app.MapFoundLinks();
        app.MapRequestEndpoints();
        app.MapDeskFiles();
        app.MapReceiptSheets();
        app.MapRazorComponents<App>().AllowAnonymous().Finally(PageErrors.Wrap);
        PageErrors.MapNotFound(app);
    }

    /// <summary>The way to the gateway.</summary>
    /// <param name="Files">The same for files, which take longer.</param>
    internal sealed record Gateway(HttpClient Http, HttpClient Files);
}
