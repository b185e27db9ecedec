using System.Text.Json.Serialization;

namespace Sunshine.Catalogue;

/// <summary>
/// One harvest of a source. Whoever works on it holds a lease, which others take over when it has lapsed: all that a job does may be done
/// again.
/// </summary>
public sealed record HarvestJob
{
    /// <summary>Longer than any step between two renewals takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>A job that so many have begun and none has ended is given up.</summary>
    public const int MostAttempts = 5;

    public required string Id { get; init; }
    public required string SourceId { get; init; }
    public V1.HarvestJobState State { get; init; } = V1.HarvestJobState.Queued;
    public V1.HarvestStage Stage { get; init; }
    public V1.HarvestTrigger Trigger { get; init; }
    public bool DryRun { get; init; }

    /// <summary>The job whose errors it tries again; empty for all.</summary>
    public string RetryOf { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who is at it; empty for nobody.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Until when the lease holds; the past if nobody has one.</summary>
    public DateTimeOffset LeaseUntil { get; init; }

    public int Attempts { get; init; }
    public bool CancelRequested { get; init; }

    /// <summary>How many a person agreed may be gone; null if nobody was asked.</summary>
    public long? Confirmed { get; init; }

    public HarvestCounts Counts { get; init; } = new();
    public HarvestProblem? Problem { get; init; }
    public HarvestProblem? DeletionsWithheld { get; init; }
    public long Vanished { get; init; }
    public HarvestBalance? Balance { get; init; }

    [JsonIgnore]
    public bool HasEnded => EndedAt is not null;

    /// <summary>Unique: a source has one job that has not ended.</summary>
    [JsonIgnore]
    public string Active => HasEnded ? "" : SourceId;

    /// <summary>A runner may take it up once its lease has lapsed.</summary>
    [JsonIgnore]
    public bool IsOpen => State is V1.HarvestJobState.Queued or V1.HarvestJobState.Running;

    public HarvestJob Take(string owner, DateTimeOffset now) => this with
    {
        State = V1.HarvestJobState.Running, Owner = owner, LeaseUntil = now + Lease, StartedAt = StartedAt ?? now, Attempts = Attempts + 1, Problem = null, DeletionsWithheld = null
    };

    public HarvestJob End(V1.HarvestJobState state, DateTimeOffset now, HarvestProblem? problem = null) =>
        this with { State = state, EndedAt = now, Problem = problem, Owner = "", LeaseUntil = now };

    public HarvestJob Await(HarvestProblem problem, long vanished, DateTimeOffset now) =>
        this with { State = V1.HarvestJobState.AwaitingConfirmation, Problem = problem, Vanished = vanished, Owner = "", LeaseUntil = now };

    /// <exception cref="Foundation.Hosting.RefusedException">It does not wait for that.</exception>
    public HarvestJob Confirm(DateTimeOffset now) => State == V1.HarvestJobState.AwaitingConfirmation
        ? this with { State = V1.HarvestJobState.Queued, Confirmed = Vanished, LeaseUntil = now, Attempts = 0 }
        : throw CatalogueRefusals.HarvestNotWaiting.Of(Id);

    /// <summary>Who is at it stops at its next step; without anybody it ends at once.</summary>
    /// <exception cref="Foundation.Hosting.RefusedException">It has ended.</exception>
    public HarvestJob Cancel(DateTimeOffset now)
    {
        if (HasEnded) throw CatalogueRefusals.HarvestEnded.Of(Id);
        return State == V1.HarvestJobState.Running && LeaseUntil > now ? this with { CancelRequested = true } : End(V1.HarvestJobState.Cancelled, now);
    }
}

public sealed record HarvestCounts(long Gathered = 0, long Added = 0, long Updated = 0, long NotModified = 0, long Deleted = 0, long Restored = 0, long Errored = 0, long Conflicts = 0);

public sealed record HarvestProblem(V1.HarvestStage Stage, string Reason, string Description);

/// <param name="Stated">Null where upstream cannot say.</param>
/// <param name="Differences">The first of them.</param>
public sealed record HarvestBalance(HarvestSide Upstream, HarvestSide Local, HarvestSide? Stated, long DifferenceCount, IReadOnlyList<HarvestDifference> Differences)
{
    [JsonIgnore]
    public bool Balanced => DifferenceCount == 0 && Upstream == Local && (Stated is null || Stated == Upstream);
}

public sealed record HarvestDifference(string UpstreamId, V1.HarvestDifferenceKind Kind, string ItemId);

/// <summary>What became of one object in one job; those that are as they were have none.</summary>
public sealed record HarvestObject
{
    public required string JobId { get; init; }

    /// <summary>Empty for a line without one.</summary>
    public string UpstreamId { get; init; } = "";

    public long Line { get; init; }
    public string Digest { get; init; } = "";
    public string ItemId { get; init; } = "";
    public required V1.HarvestStatus Status { get; init; }
    public required V1.HarvestStage Stage { get; init; }
    public IReadOnlyList<Foundation.Hosting.Violation> Problems { get; init; } = [];

    [JsonIgnore]
    public string Id => IdOf(JobId, UpstreamId, Line);

    public static string IdOf(string jobId, string upstreamId, long line) =>
        $"{jobId}.{(upstreamId.Length > 0 ? Foundation.Hosting.Ids.Of("object", upstreamId) : $"line-{line}")}";
}
