using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Removes what is over: addresses that nobody confirmed, what is left of subscriptions that ended, deliveries whose time is over.</summary>
public sealed class FollowingUpkeep(FollowingCollections kept, TimeProvider time)
{
    private const int Portion = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next;

    /// <summary>Does so once in a minute, in portions.</summary>
    public async Task RunOnce(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (now < _next) return;
        var unfinished = await Forget(now, cancel) | await Clear(cancel) | await RemoveOld(V1.DeliveryState.Delivered, now, cancel) | await RemoveOld(V1.DeliveryState.Dead, now, cancel);
        _next = unfinished ? now : now + Interval;
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> Forget(DateTimeOffset now, CancellationToken cancel)
    {
        var late = (await kept.Subscriptions.List(new ListQuery<Subscription>
        {
            Where = [SubscriptionCollection.State.Is(SubscriptionState.Pending), SubscriptionCollection.CreatedAt.AtMost(now - Subscription.ConfirmWithin)],
            OrderBy = SubscriptionCollection.CreatedAt, Size = Portion
        }, cancel)).Documents;
        await kept.Subscriptions.Write([.. late.Select(s => Write.Replace(s.Value.Id, s.Value.End(now), s.Revision))], cancel);
        return late.Count == Portion;
    }

    /// <summary>What hangs on a subscription goes before it.</summary>
    private async Task<bool> Clear(CancellationToken cancel)
    {
        var ended = (await kept.Subscriptions.List(new ListQuery<Subscription> { Where = [SubscriptionCollection.State.Is(SubscriptionState.Ended)], Size = Portion }, cancel)).Documents;
        var unfinished = ended.Count == Portion;
        foreach (var subscription in ended)
        {
            var id = subscription.Value.Id;
            var told = (await kept.Told.List(new ListQuery<Told> { Where = [ToldCollection.Subscription.Is(id)], Size = Portion }, cancel)).Documents;
            await kept.Told.Write([.. told.Select(t => Write.Delete<Told>(t.Value.Id, t.Revision))], cancel);
            var deliveries = (await kept.Deliveries.List(new ListQuery<Delivery> { Where = [DeliveryCollection.Subscription.Is(id)], Size = Portion }, cancel)).Documents;
            await kept.Deliveries.Write([.. deliveries.Select(d => Write.Delete<Delivery>(d.Value.Id, d.Revision))], cancel);
            if (told.Count + deliveries.Count > 0) unfinished = true;
            else await kept.Subscriptions.Write([Write.Delete<Subscription>(id, subscription.Revision)], cancel);
        }

        return unfinished;
    }

    private async Task<bool> RemoveOld(V1.DeliveryState state, DateTimeOffset now, CancellationToken cancel)
    {
        var old = (await kept.Deliveries.List(new ListQuery<Delivery>
        {
            Where = [DeliveryCollection.State.Is(state), DeliveryCollection.NextAt.AtMost(now)], OrderBy = DeliveryCollection.NextAt, Size = Portion
        }, cancel)).Documents;
        await kept.Deliveries.Write([.. old.Select(d => Write.Delete<Delivery>(d.Value.Id, d.Revision))], cancel);
        return old.Count == Portion;
    }
}
