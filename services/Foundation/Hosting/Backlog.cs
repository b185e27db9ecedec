using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Lets fewer calls in while the processors are behind. Everything a call does, even to be turned away, waits in one queue for a thread; with too many calls at work each step of each of them waits behind
/// all others, and new ones are not even read. So it is measured how long work waits for a thread, and the places of the process follow that: first fewer for the public, then for callers with a token. What
/// waits for a disk or a neighbour needs no thread, and takes no place from anybody.
/// </summary>
public sealed class Backlog : BackgroundService
{
    /// <summary>More than ever are at work; from there the places of each service decide.</summary>
    private const int Most = 4_096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Places[] _places;
    private readonly TimeSpan _longest;
    private readonly TimeProvider _time;

    public Backlog(IOptions<LoadOptions> options, TimeProvider time, IMeterFactory meters)
    {
        (_longest, _time) = (options.Value.LongestBacklog, time);
        _places = [new Places(Most, options.Value.CallsWaiting), new Places(Most, options.Value.CallsWaiting)];
        meters.Create(Telemetry.Name).CreateObservableGauge(
            "sunshine.load.places", () => _places.Select((p, i) => new Measurement<int>(p.Count, new KeyValuePair<string, object?>("token", i == 1))), "{call}", "Calls that the process works on at once, at most.");
    }

    /// <summary>Never fewer than this, for each kind of caller: so many share the processors without waiting long, and a hasty measurement turns nobody away.</summary>
    public static int Fewest { get; } = 16 * Environment.ProcessorCount;

    /// <summary>The places of callers with or without a token.</summary>
    public Places Of(bool known) => _places[known ? 1 : 0];

    /// <param name="waited">The shortest time that work waited for a thread lately: a queue that empties now and then is none.</param>
    public void Follow(TimeSpan waited)
    {
        if (waited > _longest)
        {
            var places = Of(known: Of(known: false).Count <= Fewest);
            var left = Math.Min(places.Count, places.Taken) * (waited > 4 * _longest ? 0.5 : 0.85);
            places.Count = Math.Max(Fewest, (int)left);
        }
        else if (waited < _longest / 2)
        {
            foreach (var places in _places) places.Count += Math.Max(1, places.Count / 8);
        }
    }

    public override void Dispose()
    {
        foreach (var places in _places) places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (began, least) = (_time.GetTimestamp(), TimeSpan.MaxValue);
            do
            {
                await Task.Delay(Pause, _time, stoppingToken);
                var waited = await WaitForThread();
                if (waited < least) least = waited;
            }
            while (_time.GetElapsedTime(began) < Interval);
            Follow(least);
        }
    }

    private async Task<TimeSpan> WaitForThread()
    {
        var (queued, ran) = (_time.GetTimestamp(), new TaskCompletionSource());
        ThreadPool.UnsafeQueueUserWorkItem(r => r.SetResult(), ran, preferLocal: false);
        await ran.Task;
        return _time.GetElapsedTime(queued);
    }
}
