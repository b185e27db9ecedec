using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>What should have become public, or gone out to followers, and has not.</summary>
internal sealed class CatalogueState(Collections collections, FollowingCollections following, StateGauges gauges, TimeProvider time) : IStateReading
{
    /// <summary>What is due for less than this is about to be done.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly StateGauge _overdue = gauges.Of("sunshine.publication.overdue", "{draft}", "Approved drafts whose time of publication is over and that are not public.");
    private readonly StateGauge _messages = gauges.Of("sunshine.catalogue.messages.waiting", "{message}", "Messages to followers whose time has come and that were not sent.");

    public async Task Read(CancellationToken cancel)
    {
        var due = time.GetUtcNow() - Grace;
        _overdue.Show(this,
            await collections.Drafts.Count([DraftCollection.State.Is(V1.DraftState.Scheduled), DraftCollection.PublishAt.AtMost(due)], cancel)
            + await collections.Drafts.Count([DraftCollection.State.Is(V1.DraftState.Publishing), DraftCollection.PublishAt.AtMost(due)], cancel));
        _messages.Show(this, await following.Deliveries.Count([DeliveryCollection.State.Is(V1.DeliveryState.Waiting), DeliveryCollection.NextAt.AtMost(due)], cancel));
    }
}
