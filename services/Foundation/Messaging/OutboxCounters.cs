using System.Diagnostics.Metrics;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Messaging;

/// <summary>Counts what becomes of a store's events.</summary>
internal sealed class OutboxCounters(string service, IMeterFactory meters)
{
    private readonly KeyValuePair<string, object?> _store = new("store", service);
    private readonly Counter<long> _delivered = meters.Create(Telemetry.Name).CreateCounter<long>("sunshine.outbox.delivered", "{event}", "Events of a store that were delivered, or are with the broker.");
    private readonly Counter<long> _failures = meters.Create(Telemetry.Name).CreateCounter<long>("sunshine.outbox.failures", "{attempt}", "Attempts to deliver an event of a store that failed; each is tried again.");

    public void Delivered(int count)
    {
        if (count > 0) _delivered.Add(count, _store);
    }

    public void Failed() => _failures.Add(1, _store);
}
