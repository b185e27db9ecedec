using System.Text.Json.Serialization;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue;

/// <summary>A place that is harvested, as it is stored.</summary>
public sealed record HarvestSource
{
    private const string Author = "harvest:";

    public required string Id { get; init; }
    public required string AgencyId { get; init; }
    public required V1.HarvestKind Kind { get; init; }
    public string Title { get; init; } = "";
    public string Url { get; init; } = "";
    public string UpstreamAgencyId { get; init; } = "";
    public IReadOnlyDictionary<string, string> Agencies { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<HarvestField> Fields { get; init; } = [];
    public string Charset { get; init; } = "";
    public string SecretHeader { get; init; } = "";

    /// <summary>See <see cref="SealedData"/>; empty for none.</summary>
    public string SealedSecret { get; init; } = "";

    /// <summary>0: only when somebody says so.</summary>
    public int IntervalMinutes { get; init; }

    public bool Enabled { get; init; }

    /// <summary>1-100.</summary>
    public int VanishLimitPercent { get; init; }

    /// <summary>The agency that bounds what its jobs may write, as it bounded who last changed it; null for who runs the platform.</summary>
    public string? BoundTo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Null if the schedule leaves it alone.</summary>
    [JsonIgnore]
    public TimeSpan? Interval => Enabled && IntervalMinutes > 0 ? TimeSpan.FromMinutes(IntervalMinutes) : null;

    /// <summary>Who its writes are by.</summary>
    [JsonIgnore]
    public string Writer => Author + Id;

    /// <summary>Its jobs write as whoever last changed it could.</summary>
    public Caller Caller() => new(Writer, BoundTo, new HashSet<string> { BoundTo is null ? Roles.Admin : Roles.System });

    /// <summary>The id of the source that wrote something; null if somebody else did.</summary>
    public static string? WriterOf(string subject) => subject.StartsWith(Author, StringComparison.Ordinal) ? subject[Author.Length..] : null;
}

/// <param name="Field">A name of <see cref="HarvestMapping"/>.</param>
/// <param name="From">Empty if it is always the constant.</param>
/// <param name="Values">Empty if values stay as they are.</param>
public sealed record HarvestField(string Field, string From, string Constant, IReadOnlyDictionary<string, string> Values);

/// <summary>What a source's schedule and its last whole harvest leave behind; apart from the source, whose etag is its editors'.</summary>
public sealed record HarvestState
{
    /// <summary>The source's.</summary>
    public required string Id { get; init; }

    public DateTimeOffset NextRunAt { get; init; } = Never;

    /// <summary>The source's revision at the harvest that left what follows; another one reads everything anew.</summary>
    public long SourceRevision { get; init; }

    public string ETag { get; init; } = "";
    public string LastModified { get; init; } = "";
    public HarvestSide Upstream { get; init; } = new(0, "");

    public static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>One side of a balance.</summary>
public sealed record HarvestSide(long Count, string Digest);

/// <summary>
/// That an object upstream is an item of ours. Stored before the item is, so that a source knows its own wherever a process ends; nothing
/// that has no such record is ever touched.
/// </summary>
public sealed record HarvestedItem
{
    public required string SourceId { get; init; }
    public required string UpstreamId { get; init; }
    public required string ItemId { get; init; }

    /// <summary>Upstream's digest of what was imported last; empty if nothing was yet.</summary>
    public string Digest { get; init; } = "";

    /// <summary>What the item was like after that: <see cref="StateOf"/>.</summary>
    public string ItemState { get; init; } = "";

    /// <summary>It is gone upstream, and that was dealt with.</summary>
    public bool Gone { get; init; }

    [JsonIgnore]
    public string Id => IdOf(SourceId, UpstreamId);

    public static string IdOf(string sourceId, string upstreamId) => Foundation.Hosting.Ids.Of("harvested", sourceId, upstreamId);

    /// <summary>What the public sees of an item: its text and where it was placed. Another value means that somebody else was at it.</summary>
    public static string StateOf(Item item) => StateOf(item.Live.Digest, item.Placements);

    public static string StateOf(string digest, IEnumerable<Placement> placements) =>
        Foundation.Hosting.Ids.Of([digest, .. placements.Select(p => $"{(int)p.Channel} {p.On:O} {p.Column.Length} {p.Column} {p.Url}")]);
}
