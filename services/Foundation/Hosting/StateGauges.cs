using System.Diagnostics.Metrics;

namespace Sunshine.Foundation.Hosting;

/// <summary>Gauges of states that are read from a store now and then. Those who read one and the same share it, each with tags of its own.</summary>
public sealed class StateGauges(IMeterFactory meters, TimeProvider time)
{
    private readonly Meter _meter = meters.Create(Telemetry.Name);
    private readonly Dictionary<string, StateGauge> _gauges = new(StringComparer.Ordinal);

    /// <param name="unit">As UCUM has it: <c>s</c> and <c>By</c> become part of the name in Prometheus, what is in braces does not.</param>
    public StateGauge Of(string name, string unit, string description)
    {
        lock (_gauges)
        {
            if (!_gauges.TryGetValue(name, out var gauge)) _gauges.Add(name, gauge = new StateGauge(_meter, time, name, unit, description));
            return gauge;
        }
    }
}

/// <summary>A state as it was read last; nothing once that is too long ago, since a gauge that stands still would say that all is as it was.</summary>
public sealed class StateGauge
{
    private static readonly TimeSpan Fresh = StateWork.Interval * 4;

    private readonly TimeProvider _time;
    private readonly Dictionary<IStateReading, (long At, Measurement<double>[] Values)> _read = [];

    internal StateGauge(Meter meter, TimeProvider time, string name, string unit, string description)
    {
        _time = time;
        meter.CreateObservableGauge(name, Shown, unit, description);
    }

    /// <summary>Shows what somebody has read, instead of what he read before.</summary>
    public void Show(IStateReading reader, params Measurement<double>[] values)
    {
        lock (_read) _read[reader] = (_time.GetTimestamp(), values);
    }

    public void Show(IStateReading reader, double value, params ReadOnlySpan<KeyValuePair<string, object?>> tags) => Show(reader, new Measurement<double>(value, tags));

    private IEnumerable<Measurement<double>> Shown()
    {
        lock (_read) return [.. _read.Values.Where(r => _time.GetElapsedTime(r.At) < Fresh).SelectMany(r => r.Values)];
    }
}
