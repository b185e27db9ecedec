using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.Foundation.Messaging;

/// <summary>Which of a source's changes are acts of disclosure. Always the same for the same changes; several in a row may be one act.</summary>
/// <param name="changes">In order and without a hole.</param>
public delegate IReadOnlyList<Act> ActsOf(IReadOnlyList<NumberedEvent> changes);

/// <summary>
/// Tells the ledger what a service did, from the log of its store's changes: in order, at least once, and from where it stopped after a kill. Told is what has a number, so that the ledger
/// sees whatever is missing.
/// </summary>
public sealed partial class ActFeed(string source, IStore store, ActsOf actsOf, IEventBus bus, TimeProvider time, ILogger<ActFeed> log) : BackgroundService
{
    private const int Portion = ActRules.MostChanges;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IDocuments<FeedPlace> _places = store.Open(FeedPlace.Declared);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Asked for before reading, so that what comes in between wakes it.
                var more = store.Changes.Wait(stoppingToken);
                while (await TellNext(stoppingToken))
                {
                }

                await more;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                CannotTell(log, e, source);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    /// <summary>Tells the next portion.</summary>
    /// <returns>False if there was nothing to tell.</returns>
    public async Task<bool> TellNext(CancellationToken cancel)
    {
        var place = await _places.Get(FeedPlace.Only, cancel);
        var at = place?.Value ?? new FeedPlace();
        var (changes, acts) = await Read(at.Told, at.Portion == 0 ? long.MaxValue : at.Portion, cancel);
        if (changes.Count == 0) return false;
        var last = changes[^1].Number;
        if (at.Portion == 0 && acts.Count > 0 && changes.Count < Portion)
        {
            // Several replicas tell, and after a kill it is told again: where the last act ends must not depend on how much there was at that moment. What is one change now may be the
            // first of a batch by then. Where a whole portion ends is certain.
            var planned = await Put(place, at with { Portion = last }, cancel);
            if (planned is null) return true;
            (place, at) = (planned, planned.Value);
        }

        await Publish(changes, acts, cancel);
        await Put(place, new FeedPlace { Told = last }, cancel);
        return true;
    }

    /// <summary>
    /// Tells again what did not arrive, each change by itself: if some of it comes after all, as part of a batch that ended elsewhere, the rest is still told.
    /// </summary>
    public async Task TellAgain(ActsMissing missing, CancellationToken cancel)
    {
        if (missing.Source != source) return;
        for (var told = missing.FirstNumber - 1; told < missing.LastNumber;)
        {
            var (changes, _) = await Read(told, missing.LastNumber, cancel);
            if (changes.Count == 0) return;
            await Publish(changes, [.. changes.SelectMany(c => actsOf([c]))], cancel);
            told = changes[^1].Number;
        }
    }

    /// <summary>What follows a number, up to where one is missing.</summary>
    private async Task<(IReadOnlyList<NumberedEvent> Changes, IReadOnlyList<Act> Acts)> Read(long after, long last, CancellationToken cancel)
    {
        var found = await store.Changes.After(after, (int)Math.Min(Portion, last - after), cancel);
        var changes = found.TakeWhile((c, i) => c.Number == found[0].Number + i && c.Number <= last).ToList();
        return (changes, changes.Count == 0 ? [] : actsOf(changes));
    }

    private Task Publish(IReadOnlyList<NumberedEvent> changes, IReadOnlyList<Act> acts, CancellationToken cancel)
    {
        var done = new ActsDone { Source = source, FirstNumber = changes[0].Number, LastNumber = changes[^1].Number };
        done.Acts.Add(acts);
        return bus.Publish(Topics.Outgoing(done, time), cancel);
    }

    /// <returns>Null if another replica was quicker.</returns>
    private async Task<Stored<FeedPlace>?> Put(Stored<FeedPlace>? old, FeedPlace place, CancellationToken cancel)
    {
        var written = (await _places.Write([new Write<FeedPlace>(FeedPlace.Only, place, old?.Revision ?? 0, [])], cancel))[0];
        return written.Outcome == WriteOutcome.Done ? new Stored<FeedPlace>(place, written.Revision) : null;
    }

    [LoggerMessage(1104, LogLevel.Warning, "Acts of {Source} could not be told to the ledger; they are told later")]
    private static partial void CannotTell(ILogger log, Exception e, string source);
}
