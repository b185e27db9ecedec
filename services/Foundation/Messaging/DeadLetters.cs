using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Messaging;

/// <summary>The dead letters of one service, in its own store.</summary>
public sealed partial class DeadLetters
{
    /// <summary>Characters of a problem that are kept.</summary>
    private const int LongestProblem = 1_000;

    private readonly IStore _store;
    private readonly IEventBus _bus;
    private readonly TimeProvider _time;
    private readonly ILogger<DeadLetters> _log;
    private readonly Counter<long> _died;

    public DeadLetters(string service, IStore store, IEventBus bus, IMeterFactory meters, TimeProvider time, ILogger<DeadLetters> log)
    {
        (Service, _store, _bus, _time, _log) = (service, store, bus, time, log);
        _died = meters.Create(Telemetry.Name).CreateCounter<long>("sunshine.dead_letters.added", "{event}", "Events that were given up and wait for somebody.");
    }

    public string Service { get; }

    /// <summary>Opened when there is one: a program whose store is away starts nevertheless.</summary>
    public IDocuments<DeadLetter> All => _store.Open(DeadLetter.Declared);

    /// <summary>Keeps an event that is given up. Giving it up again changes nothing.</summary>
    public async Task Add(OutgoingEvent e, string problem, CancellationToken cancel)
    {
        var letter = new DeadLetter { Id = DeadLetter.IdOf(e.Topic, e.Id), EventId = e.Id, Topic = e.Topic, Data = e.Data, Problem = Cut.First(problem, LongestProblem), DiedAt = _time.GetUtcNow() };
        var written = (await All.Write([Write.Create(letter.Id, letter)], cancel))[0];
        if (written.Outcome != WriteOutcome.Done) return;
        _died.Add(1, new KeyValuePair<string, object?>("service", Service), new KeyValuePair<string, object?>("topic", e.Topic));
        LogAdded(_log, e.Id, e.Topic, Service, letter.Problem);
    }

    /// <summary>Has it handled after all.</summary>
    /// <returns>Null if it was, and is forgotten; else what it is now.</returns>
    public async Task<DeadLetter?> Redeliver(Stored<DeadLetter> stored, CancellationToken cancel)
    {
        var letter = stored.Value;
        try
        {
            await _bus.Redeliver(new OutgoingEvent(letter.EventId, letter.Topic, letter.Data), cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogFailed(_log, e, letter.EventId, letter.Topic);
            var failed = letter with { Problem = Cut.First(e.Message, LongestProblem), Redeliveries = letter.Redeliveries + 1 };
            // Stale: somebody else redelivers it at this moment, and knows better.
            await All.Write([Write.Replace(letter.Id, failed, stored.Revision)], cancel);
            return failed;
        }

        await All.Write([new Write<DeadLetter>(letter.Id, null, null, [])], cancel);
        LogHandled(_log, letter.EventId, letter.Topic);
        return null;
    }

    [LoggerMessage(1105, LogLevel.Error, "Event {Id} on {Topic} is given up and waits among the dead letters of {Service}: {Problem}")]
    private static partial void LogAdded(ILogger log, string id, string topic, string service, string problem);

    [LoggerMessage(1106, LogLevel.Warning, "Event {Id} on {Topic} was redelivered and failed again")]
    private static partial void LogFailed(ILogger log, Exception e, string id, string topic);

    [LoggerMessage(1107, LogLevel.Information, "Event {Id} on {Topic} was redelivered and is handled")]
    private static partial void LogHandled(ILogger log, string id, string topic);
}
