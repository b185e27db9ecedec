using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Gateway;

/// <summary>How long a REST call may take until its answer begins.</summary>
public static class TimeLimits
{
    public static IServiceCollection AddTimeLimits(this IServiceCollection services)
    {
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<GatewayOptions>>((timeouts, options) =>
            timeouts.DefaultPolicy = new() { Timeout = options.Value.Timeout, WriteTimeoutResponse = Refuse });
        return services;
    }

    public static void UseTimeLimits(this IApplicationBuilder app)
    {
        app.UseRequestTimeouts();
        app.Use((HttpContext http, RequestDelegate next) =>
        {
            if (http.Features.Get<IHttpRequestTimeoutFeature>() is not { } timeout) return next(http);
            // gRPC calls carry their own deadline. An answer that has begun may take long: an export is as long as the catalogue.
            if (http.Request.IsGrpc()) timeout.DisableTimeout();
            else http.Response.OnStarting(() =>
            {
                timeout.DisableTimeout();
                return Task.CompletedTask;
            });
            return next(http);
        });
    }

    private static Task Refuse(HttpContext http)
    {
        // The framework clears what it answers instead of.
        SecurityHeaders.Set(http);
        return RefusalResponse.Write(http, Refusals.TooSlow.Of());
    }
}
