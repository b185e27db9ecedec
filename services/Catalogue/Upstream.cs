using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>What is harvested. Two kinds: <see cref="SunshineUpstream"/> and <see cref="FileUpstream"/>.</summary>
public interface IUpstream
{
    /// <summary>Everything there is, whole or not at all.</summary>
    /// <param name="known">What was seen last; null to read everything anew.</param>
    /// <exception cref="UpstreamException">It could not be read to its end.</exception>
    Task<Gathering> Gather(HarvestState? known, HarvestSpool into, CancellationToken cancel);

    /// <summary>How many objects are fetched and imported at once.</summary>
    int Portion { get; }

    /// <summary>The contents of objects that were gathered without.</summary>
    /// <param name="objects">At most <see cref="Portion"/>.</param>
    /// <returns>Each with its record or its problems, in order.</returns>
    Task<IReadOnlyList<Gathered>> Fetch(IReadOnlyList<Gathered> objects, CancellationToken cancel);

    /// <summary>What upstream says that it holds now; null if it cannot.</summary>
    Task<HarvestSide?> State(CancellationToken cancel);
}

/// <summary>How a gathering went.</summary>
/// <param name="NotModified">Nothing was read: it is as it was.</param>
/// <param name="Unreadable">Lines without an id that could be read. What they stood for is not known.</param>
public sealed record Gathering(bool NotModified, string ETag, string LastModified, IReadOnlyList<UnreadableLine> Unreadable);

/// <param name="Line">From 1.</param>
public sealed record UnreadableLine(long Line, IReadOnlyList<Violation> Problems);
