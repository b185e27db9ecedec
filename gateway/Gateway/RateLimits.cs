using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Gateway;

/// <summary>A bucket of calls for each client: by the token's subject, else by address.</summary>
public static class RateLimits
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<GatewayOptions>>((limiter, options) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Client>(http =>
            {
                if (OwnCalls.Is(http.Request)) return RateLimitPartition.GetNoLimiter(default(Client));
                var caller = Caller.Of(http);
                return caller.IsAnonymous
                    ? Bucket(new Client(null, http.Connection.RemoteIpAddress), options.Value.AnonymousRate)
                    : Bucket(new Client(caller.Subject, null), options.Value.ClientRate);
            });
            limiter.OnRejected = (context, _) =>
            {
                context.HttpContext.RequestServices.GetRequiredService<GatewayMeter>().Refused(Caller.Of(context.HttpContext).IsAnonymous ? "anonymous" : "client");
                return new ValueTask(RefusalResponse.Write(context.HttpContext, Refusals.TooMany.Of()));
            };
        });
        return services;
    }

    // Twice the rate at once, so that a page that loads a dozen things is no abuse.
    private static RateLimitPartition<Client> Bucket(Client client, int rate) => RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = rate * 2, TokensPerPeriod = rate, ReplenishmentPeriod = TimeSpan.FromSeconds(1), AutoReplenishment = true
    });

    /// <summary>A client with a token by its subject, any other by its address.</summary>
    private readonly record struct Client(string? Subject, IPAddress? Address);
}
