using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Messaging;

/// <summary>How far the ledger is behind what a service did.</summary>
internal sealed class ActFeedState(string source, IStore store, StateGauges gauges) : IStateReading
{
    private readonly IDocuments<FeedPlace> _places = store.Open(FeedPlace.Declared);
    private readonly StateGauge _behind = gauges.Of("sunshine.acts.untold", "{change}", "Changes of a service that the ledger was not told yet.");

    public async Task Read(CancellationToken cancel)
    {
        // In this order what comes in between makes it less, never more.
        var last = await store.Changes.Last(cancel);
        var told = (await _places.Get(FeedPlace.Only, cancel))?.Value.Told ?? 0;
        _behind.Show(this, Math.Max(0, last - told), new KeyValuePair<string, object?>("source", source));
    }
}
