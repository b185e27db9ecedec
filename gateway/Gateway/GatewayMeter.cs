using System.Diagnostics.Metrics;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Gateway;

/// <summary>What the gateway counts. Who called is in none of it.</summary>
public sealed class GatewayMeter
{
    private readonly Counter<long> _answers;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failures;

    public GatewayMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        _answers = meter.CreateCounter<long>("sunshine.gateway.cache.answers", "{answer}", "Anonymous reads that the cache is for, by how they were answered: hit, shared (waited for an equal call) or miss.");
        _refused = meter.CreateCounter<long>("sunshine.gateway.refused", "{call}", "Calls turned away because of their rate, by the limit: anonymous or client.");
        _failures = meter.CreateCounter<long>("sunshine.gateway.upstream.failures", "{call}", "Calls that a service behind the gateway did not answer, by service and by what went wrong: unavailable or slow.");
        Meter = meter;
    }

    /// <summary>For gauges that belong to something else.</summary>
    internal Meter Meter { get; }

    public void Answered(string how) => _answers.Add(1, new KeyValuePair<string, object?>("result", how));

    public void Refused(string limit) => _refused.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void Failed(string service, string error) => _failures.Add(1, new("service", service), new("error", error));
}
