using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Messaging;

/// <summary>Publishes what a store's outbox holds. An event that cannot be delivered is tried again, ever more rarely, and holds up no other; in the end it is a dead letter.</summary>
public sealed partial class OutboxRelay(string service, IStore store, IEventBus bus, DeadLetters dead, TimeProvider time, IMeterFactory meters, ILogger<OutboxRelay> log) : BackgroundService
{
    private const int Portion = 500;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly OutboxCounters _counters = new(service, meters);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RelayOnce(stoppingToken) < Portion) await store.Outbox.Wait(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogStore(log, e);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Publishes what is due.</summary>
    /// <returns>How many events were due.</returns>
    public async Task<int> RelayOnce(CancellationToken cancel)
    {
        var due = await store.Outbox.Due(Portion, cancel);
        var (delivered, died) = (new List<PendingEvent>(due.Count), 0);
        foreach (var pending in due)
        {
            try
            {
                await bus.Publish(pending.Event, cancel);
                delivered.Add(pending);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                _counters.Failed();
                if (pending.Attempts + 1 >= bus.MostAttempts)
                {
                    // Kept before it is forgotten: after a kill in between it is given up once more.
                    await dead.Add(pending.Event, e.Message, cancel);
                    delivered.Add(pending);
                    died++;
                    continue;
                }

                var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(pending.Attempts, 20))));
                LogLater(log, e, pending.Event.Topic, pending.Event.Id, pending.Attempts + 1, pause);
                await store.Outbox.Postpone(pending, time.GetUtcNow() + pause, cancel);
            }
        }

        if (delivered.Count > 0) await store.Outbox.Delivered(delivered, cancel);
        _counters.Delivered(delivered.Count - died);
        return due.Count;
    }

    [LoggerMessage(1102, LogLevel.Warning, "Event {Id} on {Topic} was not delivered at attempt {Attempt}; next in {Pause}")]
    private static partial void LogLater(ILogger log, Exception e, string topic, string id, int attempt, TimeSpan pause);

    [LoggerMessage(1103, LogLevel.Error, "The outbox cannot be read")]
    private static partial void LogStore(ILogger log, Exception e);
}
