using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Xunit;

namespace Sunshine.Testing.Fuzzing;

/// <summary>Runs a reader over made-up bytes: so many of them, or for as long as <c>SUNSHINE_FUZZ_SECONDS</c> says.</summary>
public static class Fuzz
{
    /// <summary>Of one reading of some thousand bytes, which takes milliseconds; a machine that does a hundred other things takes thousands of times as long. What is catastrophic takes more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("SUNSHINE_FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1;

    /// <param name="sample">Read first: what is made once is no reading's own.</param>
    /// <param name="read">Reads, and says by an exception that is none of the refusals what is wrong.</param>
    /// <param name="refusals">What it may throw.</param>
    /// <param name="iterations">Without the variable.</param>
    /// <param name="mostAllocated">By one reading, in bytes.</param>
    public static void Read(Gen<byte[]> bytes, byte[] sample, Action<byte[]> read, IReadOnlyList<Type> refusals, int iterations, long mostAllocated)
    {
        Once(read, sample, refusals);
        bytes.Sample(input =>
        {
            var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            Once(read, input, refusals);
            Assert.True(Stopwatch.GetElapsedTime(began) < Longest, $"It took {Stopwatch.GetElapsedTime(began)}.");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < mostAllocated, $"It allocated {GC.GetAllocatedBytesForCurrentThread() - allocated} bytes.");
        }, iter: iterations, time: Seconds, threads: 1, print: input => $"{Convert.ToBase64String(input)}\n{System.Text.Encoding.UTF8.GetString(input)}");
    }

    private static void Once(Action<byte[]> read, byte[] input, IReadOnlyList<Type> refusals)
    {
        try
        {
            read(input);
        }
        catch (Exception e) when (refusals.Any(r => r.IsInstanceOfType(e)))
        {
            // As it says of itself.
        }
    }
}
