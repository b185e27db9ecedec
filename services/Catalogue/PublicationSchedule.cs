using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// Publishes what was scheduled when its time has come, and finishes publications that a process left behind. Any number of replicas may
/// do it at once: who is late finds it done.
/// </summary>
public sealed partial class PublicationSchedule(Collections collections, Publishing publishing, TimeProvider time, CatalogueMeter meter, ILogger<PublicationSchedule> log)
    : BackgroundService
{
    private const int Portion = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>A publication that takes longer has been left behind.</summary>
    private static readonly TimeSpan LeftBehind = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnce(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(log, e);
                await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken);
            }
        }
    }

    public async Task RunOnce(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        foreach (var draft in await Due(V1.DraftState.Scheduled, now, cancel))
            await Try(draft, () => publishing.Publish(draft, draft.Value.Placements, draft.Value.PublishedBy, cancel), now - draft.Value.PublishAt!.Value);
        foreach (var draft in await Due(V1.DraftState.Publishing, now - LeftBehind, cancel))
            await Try(draft, () => publishing.Finish(draft, cancel), null);
    }

    private async Task<IReadOnlyList<Stored<Draft>>> Due(V1.DraftState state, DateTimeOffset until, CancellationToken cancel) =>
        (await collections.Drafts.List(new ListQuery<Draft>
        {
            Where = [DraftCollection.State.Is(state), DraftCollection.PublishAt.AtMost(until)], OrderBy = DraftCollection.PublishAt, Size = Portion
        }, cancel)).Documents;

    private async Task Try(Stored<Draft> draft, Func<Task> publish, TimeSpan? lateness)
    {
        try
        {
            await publish();
            if (lateness is { } late) meter.Published(late);
        }
        catch (RefusedException e)
        {
            LogRefused(log, draft.Value.Id, e.Refusal.Reason);
            // Another replica was quicker, or the draft was recalled at this moment: nothing is left to do.
            if (e.Refusal == Refusals.StaleEtag || draft.Value.State != V1.DraftState.Scheduled) return;
            // The item was taken back, or has no number left: a person has to look at it, and not the log for ever.
            await collections.Drafts.Write([Write.Replace(draft.Value.Id, draft.Value.Unschedule(time.GetUtcNow()), draft.Revision)], CancellationToken.None);
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Draft {Draft} was to be published and was not: {Reason}")]
    private static partial void LogRefused(ILogger log, string draft, string reason);

    [LoggerMessage(2002, LogLevel.Error, "The publication schedule could not be carried out")]
    private static partial void LogFailed(ILogger log, Exception e);
}
