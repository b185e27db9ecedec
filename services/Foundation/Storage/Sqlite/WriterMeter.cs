using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>What a writer measures of itself: how long a transaction takes from its beginning until it is durable, and how much waits for one.</summary>
internal sealed class WriterMeter
{
    private readonly Histogram<double> _commits;
    private readonly KeyValuePair<string, object?> _store;

    public WriterMeter(IMeterFactory meters, string store, Func<int> waiting)
    {
        _store = new("store", store);
        var meter = meters.Create(Telemetry.Name);
        _commits = meter.CreateHistogram("sunshine.store.commit.duration", "s", "Time of a transaction of the SQLite writer until it is durable, with all that was written in it.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] });
        meter.CreateObservableGauge("sunshine.store.writes.waiting", () => new Measurement<int>(waiting(), _store), "{write}", "Writes that wait for the one writer of a SQLite file.");
    }

    /// <param name="began">Timestamp of its beginning.</param>
    public void Committed(long began)
    {
        if (_commits.Enabled) _commits.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, _store);
    }
}
