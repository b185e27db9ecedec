using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sunshine.Benchmarks;

/// <summary>Prints each measurement beside its limit, measured in the same run, with the ratio and the goal.</summary>
internal sealed class Report
{
    private readonly string _suite;
    private int _missed;

    public Report(string suite)
    {
        _suite = suite;
        Console.WriteLine($"# {suite}: {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
        Console.WriteLine($"{"what",-58} {"ours",16} {"limit",16} {"ratio",8}  goal");
    }

    /// <summary>Larger is better: calls or rows per second.</summary>
    public void Rate(string what, double ours, double limit, double? atLeast, string unit = "/s") =>
        Line(what, $"{ours:N0}{unit}", $"{limit:N0}{unit}", ours / limit, atLeast is null ? null : ours / limit >= atLeast, atLeast is null ? "" : $"≥ {atLeast}");

    /// <summary>Smaller is better: a duration, ours against the limit's times a factor.</summary>
    public void Time(string what, TimeSpan ours, TimeSpan limit, double? atMost) =>
        Line(what, Show(ours), Show(limit), ours / limit, atMost is null ? null : ours / limit <= atMost, atMost is null ? "" : $"≤ {atMost}");

    /// <summary>How often something happened that should not.</summary>
    public void Count(string what, long ours, long atMost) => Line(what, $"{ours:N0}", $"{atMost:N0}", atMost == 0 ? ours : (double)ours / atMost, ours <= atMost, $"≤ {atMost}");

    public void Note(string text)
    {
        Console.WriteLine("  " + text);
        WholeTable.Keep($"- {_suite}: {text}");
    }

    public int End()
    {
        Console.WriteLine(_missed == 0 ? "every goal met" : $"{_missed} goals missed");
        return _missed == 0 ? 0 : 3;
    }

    public static string Show(TimeSpan time) => time.TotalMilliseconds >= 1000 ? $"{time.TotalSeconds:0.00} s" : $"{time.TotalMilliseconds:0.000} ms";

    /// <summary>The middle of repeated runs in processor time, after some that do not count.</summary>
    public static TimeSpan Median(int runs, Action run)
    {
        // The runtime compiles what is called often once more; until then it is not what a server runs.
        for (var began = CpuTime.OfThread; CpuTime.OfThread - began < TimeSpan.FromSeconds(1.5);) run();
        var times = new TimeSpan[runs];
        for (var i = 0; i < runs; i++)
        {
            var began = CpuTime.OfThread;
            run();
            times[i] = CpuTime.OfThread - began;
        }

        Array.Sort(times);
        return times[runs / 2];
    }

    /// <summary>Of a call to a server, after some that do not count. It has to find something.</summary>
    public static async Task<TimeSpan> Median(int runs, Func<Task<int>> call) => (await Medians(runs, call))[0];

    /// <summary>Of several that are made in turn, so that what slows the machine slows all of them.</summary>
    public static async Task<IReadOnlyList<TimeSpan>> Medians(int runs, params IReadOnlyList<Func<Task<int>>> calls)
    {
        const int Warm = 30;
        var times = calls.Select(_ => new List<TimeSpan>()).ToList();
        for (var i = -Warm; i < runs; i++)
        {
            for (var which = 0; which < calls.Count; which++)
            {
                var began = Stopwatch.GetTimestamp();
                if (await calls[which]() == 0) throw new InvalidOperationException("Nothing was found.");
                if (i >= 0) times[which].Add(Stopwatch.GetElapsedTime(began));
            }
        }

        return [.. times.Select(t => t.Order().ElementAt(runs / 2))];
    }

    private void Line(string what, string ours, string limit, double ratio, bool? met, string goal)
    {
        if (met == false) _missed++;
        Console.WriteLine($"{what,-58} {ours,16} {limit,16} {ratio,8:0.000}  {goal} {met switch { true => "met", false => "MISSED", null => "" }}");
        WholeTable.Keep($"| {(met == false ? $"**{ratio:0.###}**" : $"{ratio:0.###}")} | {goal} | {_suite} | {what} | {ours} | {limit} |");
    }
}
