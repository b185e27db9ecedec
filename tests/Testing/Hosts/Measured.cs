using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Testing.Hosts;

/// <summary>What a host measures from now on, by our own instruments.</summary>
public sealed class Measured : IDisposable
{
    private readonly Dictionary<(string Name, string Tags), double> _values = [];
    private readonly HashSet<(string Name, string Tags)> _gauges = [];
    private readonly MeterListener _listener = new();
    private readonly TestHost _host;

    private Measured(TestHost host) => _host = host;

    public static Measured In(TestHost host)
    {
        var measured = new Measured(host);
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        measured._listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && instrument.Meter.Scope == factory) listener.EnableMeasurementEvents(instrument);
        };
        measured._listener.SetMeasurementEventCallback<double>((i, value, tags, _) => measured.Take(i, value, tags));
        measured._listener.SetMeasurementEventCallback<long>((i, value, tags, _) => measured.Take(i, value, tags));
        measured._listener.SetMeasurementEventCallback<int>((i, value, tags, _) => measured.Take(i, value, tags));
        measured._listener.Start();
        return measured;
    }

    /// <summary>Reads the states of stores, and shows what gauges show after it; what they showed before is gone.</summary>
    public async Task Read(CancellationToken cancel)
    {
        await _host.Services.GetRequiredService<StateWork>().ReadAll(cancel);
        Look();
    }

    /// <summary>Looks at the gauges as they are.</summary>
    public void Look()
    {
        lock (_values)
        {
            foreach (var key in _gauges) _values.Remove(key);
            _gauges.Clear();
        }

        _listener.RecordObservableInstruments();
    }

    /// <summary>A gauge, or what a counter has counted; of a histogram how many values. Null if there was nothing.</summary>
    /// <param name="tags">All of them, as <c>name=value</c> in the order of names.</param>
    public double? this[string name, params string[] tags]
    {
        get
        {
            lock (_values) return _values.TryGetValue((name, string.Join(' ', tags)), out var value) ? value : null;
        }
    }

    /// <summary>All of it, for a test that fails.</summary>
    public override string ToString()
    {
        lock (_values) return string.Join('\n', _values.OrderBy(v => v.Key).Select(v => $"{v.Key.Name} {v.Key.Tags} {v.Value}"));
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument.Name, string.Join(' ', tags.ToArray().OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}")));
        lock (_values)
        {
            if (instrument.IsObservable)
            {
                _gauges.Add(key);
                _values[key] = value;
            }
            else
            {
                _values[key] = _values.GetValueOrDefault(key) + (instrument is Histogram<double> ? 1 : value);
            }
        }
    }
}
