using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// Sends what waits. An attempt is written down before it begins, and from then on it is this replica's for as long as it can take; what a
/// process leaves behind is tried again after that, under the same id.
/// </summary>
public sealed partial class DeliveryQueue(
    FollowingCollections kept, PublicItems items, AgencyTree tree, IEnumerable<IDeliveryChannel> channels, IOptions<FollowingOptions> options, CatalogueMeter meter, TimeProvider time, ILogger<DeliveryQueue> log)
{
    private const int Portion = 200;

    /// <summary>Attempts at once: a receiver that does not answer holds up one of them.</summary>
    private const int AtOnce = 16;

    private readonly Dictionary<FollowerKind, IDeliveryChannel> _channels = channels.ToDictionary(c => c.Kind);

    /// <summary>A mail server may take its time for each of several commands.</summary>
    private TimeSpan Lost => options.Value.Timeout * 10 + TimeSpan.FromSeconds(30);

    /// <summary>Tries what is due.</summary>
    /// <returns>How many deliveries that were.</returns>
    public async Task<int> RunOnce(CancellationToken cancel)
    {
        var due = (await kept.Deliveries.List(new ListQuery<Delivery>
        {
            Where = [DeliveryCollection.State.Is(V1.DeliveryState.Waiting), DeliveryCollection.NextAt.AtMost(time.GetUtcNow())], OrderBy = DeliveryCollection.NextAt, Size = Portion
        }, cancel)).Documents;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (delivery, stop) => await Try(delivery, stop));
        return due.Count;
    }

    private async Task Try(Stored<Delivery> waiting, CancellationToken cancel)
    {
        var delivery = waiting.Value;
        var to = await kept.Subscriptions.Get(delivery.SubscriptionId, cancel);
        if (to is null || to.Value.State != (delivery.IsConfirmation ? SubscriptionState.Pending : SubscriptionState.Active))
        {
            // Nobody is there any more who wants it; of a webhook that may be resumed it is a dead letter.
            await Save(delivery.Id, to?.Value.State == SubscriptionState.Disabled ? delivery.Die(time.GetUtcNow()) : null, waiting.Revision, cancel);
            return;
        }

        var now = time.GetUtcNow();
        var begun = delivery.Begin(now, now + Lost);
        if (await Save(begun.Id, begun, waiting.Revision, cancel) is not { } revision) return;
        var result = await Send(to.Value, begun, cancel);
        var ended = begun.End(result);
        now = time.GetUtcNow();
        ended = result.Outcome switch
        {
            SendOutcome.Delivered => ended.Deliver(now),
            SendOutcome.Failed when ended.Tries < options.Value.Attempts => ended with { NextAt = now + RetryPause.After(ended.Id, ended.Tries, result.RetryAfter) },
            _ => ended.Die(now)
        };
        meter.Sent(to.Value.Kind, result.Outcome, ended.State == V1.DeliveryState.Dead);
        if (ended.State == V1.DeliveryState.Dead) LogDead(log, ended.Id, ended.SubscriptionId, ended.Tries, result.Status, result.Error);
        // The process may be about to stop: what is known is written down all the same.
        await Save(ended.Id, ended, revision, CancellationToken.None);
        if (result.Outcome == SendOutcome.Gone) await Disable(to.Value.Id, CancellationToken.None);
    }

    private async Task<SendResult> Send(Subscription to, Delivery delivery, CancellationToken cancel)
    {
        try
        {
            return await _channels[to.Kind].Send(to, delivery, await Digest.Of(to, delivery, items, tree, cancel), cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A mistake of ours, such as a key that is missing. It must not keep the others waiting, nor be tried without end.
            LogFailed(log, e, delivery.Id, to.Id);
            return SendResult.Failed("INTERNAL");
        }
    }

    /// <summary>A receiver that is gone gets nothing more; the owner of a webhook may resume it.</summary>
    private async Task Disable(string id, CancellationToken cancel)
    {
        while (await kept.Subscriptions.Get(id, cancel) is { Value.State: SubscriptionState.Active or SubscriptionState.Pending } stored)
        {
            var now = time.GetUtcNow();
            // An address at which nobody is has no owner who could resume it.
            var changed = stored.Value.Kind == FollowerKind.Email ? stored.Value.End(now) : stored.Value with { State = SubscriptionState.Disabled, UpdatedAt = now };
            var written = (await kept.Subscriptions.Write([Write.Replace(id, changed, stored.Revision)], cancel))[0];
            if (written.Outcome != WriteOutcome.Done) continue;
            LogGone(log, id);
            return;
        }
    }

    /// <returns>The revision; null if somebody else was quicker.</returns>
    private async Task<long?> Save(string id, Delivery? delivery, long expected, CancellationToken cancel)
    {
        var written = (await kept.Deliveries.Write([new Write<Delivery>(id, delivery, expected, [])], cancel))[0];
        return written.Outcome == WriteOutcome.Done ? written.Revision : null;
    }

    [LoggerMessage(2011, LogLevel.Warning, "Delivery {Delivery} to subscription {Subscription} is a dead letter after {Tries} attempts: {Status} {Error}")]
    private static partial void LogDead(ILogger log, string delivery, string subscription, int tries, int status, string error);

    [LoggerMessage(2012, LogLevel.Information, "The receiver of subscription {Subscription} is gone")]
    private static partial void LogGone(ILogger log, string subscription);

    [LoggerMessage(2013, LogLevel.Error, "Delivery {Delivery} to subscription {Subscription} could not be attempted")]
    private static partial void LogFailed(ILogger log, Exception e, string delivery, string subscription);
}
