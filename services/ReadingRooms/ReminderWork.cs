using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>
/// Tells of rooms that have not received what they should have, once for each stage. Any number of replicas may do it at once: a shard says how far its rooms were
/// reminded, in the same write as the event.
/// </summary>
public sealed partial class ReminderWork(Collections collections, RoomBook book, DeliveryTerm term, Clock clock, TimeProvider time, ILogger<ReminderWork> log) : BackgroundService
{
    private const int Portion = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnce(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(log, e);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task RunOnce(CancellationToken cancel)
    {
        var today = clock.Today;
        while (true)
        {
            var due = (await collections.Distributions.List(
                new ListQuery<Distribution> { Where = [DistributionCollection.RemindOn.AtMost(today)], OrderBy = DistributionCollection.RemindOn, Size = Portion }, cancel)).Documents;
            foreach (var distribution in due) await Remind(distribution, today, cancel);
            if (due.Count < Portion) return;
        }
    }

    private async Task Remind(Stored<Distribution> stored, DateOnly today, CancellationToken cancel)
    {
        var distribution = stored.Value;
        var last = distribution.DueOn ?? DateOnly.MaxValue;
        // Who was not there on the first day hears of the later stage alone.
        var stage = today > last ? V1.ReminderStage.Overdue : V1.ReminderStage.DueSoon;
        var rooms = await book.Read(cancel);
        foreach (var reference in distribution.Shards) await Remind(distribution, reference.Id, stage, rooms, today, cancel);
        var next = stage == V1.ReminderStage.DueSoon ? term.Reached(V1.ReminderStage.Overdue, last) : DateOnly.MaxValue;
        // Another replica may have been quicker with the same; whoever lost finds nothing left to do.
        await collections.Distributions.Write([Write.Replace(distribution.Id, distribution with { RemindOn = next, UpdatedAt = time.GetUtcNow() }, stored.Revision)], cancel);
    }

    private async Task Remind(Distribution distribution, string shardId, V1.ReminderStage stage, RoomSnapshot rooms, DateOnly today, CancellationToken cancel)
    {
        while (await collections.Shards.Get(shardId, cancel) is { } read && read.Value.Reminded < stage)
        {
            var missing = read.Value.Deliveries.Where(d => DeliveryStates.Of(d, distribution, rooms.Find(d.RoomId), today)
                is V1.DeliveryState.Pending or V1.DeliveryState.Overdue or V1.DeliveryState.Delivered).Select(d => d.RoomId).ToList();
            var reminder = new V1.DeliveryReminder
            {
                DistributionId = distribution.Id, Stage = stage, DueOn = Days.Format(distribution.DueOn), DivisionCode = read.Value.CountyCode, RoomIds = { missing }, OccurredAt = time.GetUtcNow().ToTimestamp()
            };
            IReadOnlyList<OutgoingEvent> events = missing.Count == 0 ? [] : [Topics.Outgoing(reminder, time)];
            if ((await collections.Shards.Write([Write.Replace(shardId, read.Value with { Reminded = stage }, read.Revision, events)], cancel))[0].Outcome == WriteOutcome.Done) return;
        }
    }

    [LoggerMessage(6001, LogLevel.Error, "Rooms could not be reminded")]
    private static partial void LogFailed(ILogger log, Exception e);
}
