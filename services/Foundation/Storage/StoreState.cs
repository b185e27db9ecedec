using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Storage;

/// <summary>Whether a store answers, and what waits in its outbox.</summary>
internal sealed class StoreState(string service, IStore store, StateGauges gauges, TimeProvider time) : IStateReading
{
    private readonly KeyValuePair<string, object?> _store = new("store", service);
    private readonly StateGauge _up = gauges.Of("sunshine.store.up", "{store}", "1 if the store of a service answers, else 0.");
    private readonly StateGauge _waiting = gauges.Of("sunshine.outbox.waiting", "{event}", "Events of a store that were not delivered yet.");
    private readonly StateGauge _oldest = gauges.Of("sunshine.outbox.oldest", "s", "Age of the oldest event of a store that was not delivered yet; 0 if none waits.");

    public async Task Read(CancellationToken cancel)
    {
        try
        {
            await store.Ping(cancel);
        }
        catch
        {
            _up.Show(this, 0, _store);
            throw;
        }

        _up.Show(this, 1, _store);
        var oldest = await store.Outbox.Oldest(cancel);
        _oldest.Show(this, oldest is { } at ? Math.Max(0, (time.GetUtcNow() - at).TotalSeconds) : 0, _store);
        _waiting.Show(this, await store.Outbox.Count(cancel), _store);
    }
}
