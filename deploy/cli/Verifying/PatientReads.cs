using System.Net;
using Polly;
using Polly.Retry;

namespace Sunshine.Cli.Verifying;

/// <summary>Reads at the pace that a server allows: a whole log is more files than it gives to one address at once.</summary>
internal sealed class PatientReads : DelegatingHandler
{
    private static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(new RetryStrategyOptions<HttpResponseMessage>
    {
        MaxRetryAttempts = 20, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Constant, UseJitter = true,
        ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Result?.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout || outcome.Outcome.Exception is HttpRequestException),
        DelayGenerator = outcome => ValueTask.FromResult(outcome.Outcome.Result?.Headers.RetryAfter?.Delta)
    }).Build();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Patience.ExecuteAsync(async cancel => await base.SendAsync(request, cancel), cancellationToken).AsTask();
}
