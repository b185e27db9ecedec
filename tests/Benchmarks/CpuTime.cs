using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sunshine.Benchmarks;

/// <summary>
/// Processor time instead of wall time: these machines are shared, and a run that was put aside for others would look slow. Used where a
/// piece of work runs on one thread and waits for nothing, on both sides of the comparison.
/// </summary>
internal static partial class CpuTime
{
    private const int ThreadClock = 3;

    /// <summary>What this thread has used.</summary>
    public static TimeSpan OfThread
    {
        get
        {
            if (!OperatingSystem.IsLinux() || GetTime(ThreadClock, out var time) != 0) return TimeSpan.FromSeconds((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);
            return TimeSpan.FromTicks(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / 100);
        }
    }

    /// <summary>What this process has used, all threads and the garbage collector included.</summary>
    public static TimeSpan OfProcess => Environment.CpuUsage.TotalTime;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
