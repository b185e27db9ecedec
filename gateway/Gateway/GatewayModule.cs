using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;

namespace Sunshine.Gateway;

/// <summary>The edge: what every call from outside passes, whether a service is behind it in another process or in this one.</summary>
public static class GatewayModule
{
    /// <summary>The gateway's Dapr app id.</summary>
    public const string Name = "gateway";

    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GatewayMeter>();
        services.AddSingleton<PublicCache>();
        services.AddSingleton<RepeatedCalls>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ApiDescription>(provider, new HttpClient { Timeout = TimeSpan.FromSeconds(10) }));
        services.AddResponseCompression(compression =>
        {
            // Answers carry no secrets beside what a caller put in; BREACH has nothing to guess. Pages with forms turn it off for themselves.
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = ["application/json", "application/jsonl", "application/ld+json", "application/atom+xml", "text/csv", "text/html", "text/css", "application/javascript"];
        });
        services.AddSingleton<ServiceStates>();
        services.AddHostedService(provider => provider.GetRequiredService<ServiceStates>());
        services.AddRateLimits();
        services.AddTimeLimits();
        services.AddTerminals();
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<GatewayOptions>>((cors, options) =>
            cors.AddDefaultPolicy(policy =>
            {
                // No cookie comes with a call from another origin, so an open origin gives a page no more than its own user's token.
                if (options.Value.Origins.Count == 0) policy.AllowAnyOrigin().WithMethods("GET", "HEAD", "POST").WithHeaders("accept-language", "content-type", "range", "reading-point", "x-grpc-web", "x-user-agent", "grpc-timeout");
                else policy.WithOrigins([.. options.Value.Origins]).AllowAnyMethod().AllowAnyHeader();
                policy.WithExposedHeaders("accept-ranges", "content-disposition", "content-range", "etag", "retry-after", "grpc-status", "grpc-message", "grpc-status-details-bin").SetPreflightMaxAge(TimeSpan.FromHours(1));
            }));
        return services;
    }

    /// <summary>The pipeline, outermost first. A cached answer passes only what stands before the cache.</summary>
    public static void UseGateway(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var proxies = app.Services.GetRequiredService<IOptions<ForwardingOptions>>().Value.Networks.ToList();
        if (proxies.Count > 0) app.UseForwardedHeaders(Forwarded(proxies));
        app.UseSecurityHeaders();
        app.UseMiddleware<UnexpectedErrors>();
        app.UseCors();
        app.UseTerminals();
        app.Use(app.Services.GetRequiredService<PublicCache>().Serve);
        // A packed file would be another one than its ETag and its ranges say.
        app.UseWhen(http => !options.IsFile(http.Request.Path), branch => branch.UseResponseCompression());
        app.UseRouting();
        app.UseEdgeHeaders();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseLoadLimit();
        app.UseTokens();
        app.UseMiddleware<GatewayErrors>();
        app.UseRateLimiter();
        app.UseTimeLimits();
    }

    /// <summary>What the gateway has of its own: the API's description, how the services do, cookies of reading points, and an ear for events.</summary>
    public static void MapGateway(this WebApplication app)
    {
        ApiDescription.Map(app);
        app.MapHealthPage();
        app.MapTerminals();
        app.MapEvictions();
    }

    /// <summary>Drops what is cached of a service when one of its events says that something changed.</summary>
    private static void MapEvictions(this WebApplication app)
    {
        var bus = app.Services.GetRequiredService<IEventBus>();
        foreach (var topic in app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.EvictOn)
        {
            var service = topic[..topic.IndexOf('.', StringComparison.Ordinal)];
            bus.Subscribe(app, topic, (services, _, _) =>
            {
                services.GetRequiredService<PublicCache>().Evict(service);
                return Task.CompletedTask;
            });
        }
    }

    private static ForwardedHeadersOptions Forwarded(IEnumerable<System.Net.IPNetwork> proxies)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) forwarded.KnownIPNetworks.Add(proxy);
        return forwarded;
    }
}
