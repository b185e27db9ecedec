using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>A record with every state that it was in. The latest one is public.</summary>
public sealed record Record
{
    public const int MostVersions = 100;

    public required string Id { get; init; }
    public required string TypeId { get; init; }
    public required string AgencyId { get; init; }
    public required string SourceId { get; init; }

    /// <summary>The period it is of, as its data tells.</summary>
    public required string Period { get; init; }

    /// <summary>The period that aggregates and obligations count it in: no shorter than what the type's frequency asks for.</summary>
    public required string CountedIn { get; init; }

    public required DateOnly FormedOn { get; init; }
    public required DateOnly PublishedOn { get; init; }

    /// <summary>The last day in time, by the limit that the type had when it was stored.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>What anybody may see, as JSON: what is personal is masked. Empty if it is withdrawn.</summary>
    public string Data { get; init; } = "";

    /// <summary>What is masked in <see cref="Data"/>, by field, sealed. Empty if nothing is.</summary>
    public string Sealed { get; init; } = "";

    /// <summary>Of everything it says, the personal part included.</summary>
    public string Digest { get; init; } = "";

    /// <summary><c>field=value</c> of the fields to filter by.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>A pseudonym of the full code that finds it; empty if none does.</summary>
    public string Subject { get; init; } = "";

    public int SchemaVersion { get; init; }
    public int Version { get; init; } = 1;
    public string Reason { get; init; } = "";
    public bool Withdrawn { get; init; }

    /// <summary>Who made this version.</summary>
    public string By { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PastVersion> Past { get; init; } = [];

    public bool IsLate() => PublishedOn > DueOn;

    public static string IdOf(string typeId, string agencyId, string sourceId) => Ids.Of("key-area-record", typeId, agencyId, sourceId);

    /// <summary>This state as a later one keeps it.</summary>
    public PastVersion AsPast() => new(Version, SchemaVersion, Data, Sealed, Reason, Withdrawn, By, UpdatedAt);
}

/// <summary>A state that a record was in.</summary>
public sealed record PastVersion(int Version, int SchemaVersion, string Data, string Sealed, string Reason, bool Withdrawn, string By, DateTimeOffset At);
