using System.ComponentModel.DataAnnotations;

namespace Sunshine.Foundation.Hosting;

/// <summary>Section <c>Load</c>: how much a process takes on at once.</summary>
public sealed class LoadOptions
{
    /// <summary>
    /// Calls that are worked on at once, for each service and apart for callers with and without a token. Default: 128. More make nothing quicker: the processors are busy long before, and what
    /// waits for the disk is written together. A gateway by itself has 2,048, since its calls wait for services, which turn calls away themselves.
    /// </summary>
    [Range(1, 100_000)]
    public int CallsAtOnce { get; init; } = 128;

    /// <summary>Calls that wait for one of these to end. The newest is let in first: who has waited longest has most likely gone. Default: 1,024.</summary>
    [Range(0, 1_000_000)]
    public int CallsWaiting { get; init; } = 1_024;

    /// <summary>A call that has waited this long is turned away. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>When work waits this long for a thread, the process lets fewer calls in. Default: 20 ms: a call has some thirty steps.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan LongestBacklog { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Cookies of people who have signed in: their calls are those of callers with a token. Default: what the program has.</summary>
    public IReadOnlyList<string> SessionCookies { get; set; } = [];

    /// <summary>Streams that are open at once, for each service and apart for callers with and without a token. Default: 2,000.</summary>
    [Range(1, 1_000_000)]
    public int StreamsAtOnce { get; init; } = 2_000;

    /// <summary>A gRPC call of one message each way that brings no deadline gets this one. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestCall { get; init; } = TimeSpan.FromSeconds(60);
}
