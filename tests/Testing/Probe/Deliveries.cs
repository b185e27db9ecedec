using System.Collections.Concurrent;

namespace Sunshine.Testing.Probe;

/// <summary>What was delivered, by event id.</summary>
internal sealed class Deliveries
{
    private readonly ConcurrentDictionary<string, Delivery> _events = new();

    public IReadOnlyCollection<Delivery> All => [.. _events.Values];

    public void Add(string id, string itemId) => _events.AddOrUpdate(id, _ => new Delivery(id, itemId, 1), (_, d) => d with { Times = d.Times + 1 });
}

/// <param name="Id">The event's id.</param>
/// <param name="ItemId">The item it is about.</param>
/// <param name="Times">How often it came.</param>
public sealed record Delivery(string Id, string ItemId, int Times);

/// <summary>How a call through a service client ended.</summary>
/// <param name="Code">The gRPC status.</param>
/// <param name="Reason">The refusal's reason; empty if there is none of ours.</param>
public sealed record CallReport(string Code, string Detail, string Reason, long Number, IReadOnlyDictionary<string, string> Headers);
