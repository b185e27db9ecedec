using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Gives up calling a service for a moment when most calls to it fail on the way or take too long: who waits for one that hangs holds up his own callers, and so on up to the public.
/// </summary>
public sealed partial class Breakers(TimeProvider time, IMeterFactory meters, ILogger<Breakers> log)
{
    /// <summary>How long nothing is tried; then one call decides. Short, since a service that was started anew is back within seconds.</summary>
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, ResiliencePipeline> _byService = new();

    private readonly Counter<long> _opened = meters.Create(Telemetry.Name).CreateCounter<long>("sunshine.calls.given_up", "{time}", "Times that calls to a service were given up for a moment because most of them failed.");

    /// <summary>The breaker of calls to a service.</summary>
    public ResiliencePipeline Of(string appId) => _byService.GetOrAdd(appId, Make);

    private ResiliencePipeline Make(string appId) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5, MinimumThroughput = 10, SamplingDuration = TimeSpan.FromSeconds(10), BreakDuration = Break,
            // What a service itself refuses is an answer.
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is RpcException e && (e.StatusCode == StatusCode.DeadlineExceeded || ForeignStatus.Is(e.StatusCode, e.GetRpcStatus()))),
            OnOpened = _ =>
            {
                _opened.Add(1, new KeyValuePair<string, object?>("service", appId));
                LogOpened(log, appId, Break);
                return ValueTask.CompletedTask;
            }
        }).Build();

    [LoggerMessage(1005, LogLevel.Warning, "Most calls to {Service} fail; none is made for {Pause}")]
    private static partial void LogOpened(ILogger log, string service, TimeSpan pause);
}
