using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Standalone.Accounts;

/// <summary>How many passwords may be sent from one address: much fewer than other calls.</summary>
public sealed class SignInLimit(IOptions<AuthorityOptions> options, ClientAddress addresses) : IRateLimiterPolicy<string>
{
    public const string Name = "sign-in";

    private const int Segments = 6;

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = async (context, _) =>
    {
        var http = context.HttpContext;
        PageGuards.SetHeaders(http);
        http.Response.Headers.RetryAfter = "60";
        await PageGuards.Say(http, StatusCodes.Status429TooManyRequests, ("尝试次数过多", "Too many attempts"), ("请稍等一分钟再试。", "Please wait a minute and try again.")).ExecuteAsync(http);
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetSlidingWindowLimiter(addresses.Of(httpContext), _ => new SlidingWindowRateLimiterOptions
    {
        PermitLimit = options.Value.SignInsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = Segments
    });
}
