namespace Sunshine.Powers;

/// <summary>Somebody found that powers or guides still rest on a law that was amended (复核). One call, one document; it never changes.</summary>
public sealed record Confirmation
{
    public required string Id { get; init; }
    public required string LawId { get; init; }

    /// <summary>The acts that were looked at.</summary>
    public required IReadOnlyList<string> ActIds { get; init; }

    /// <summary>Ids of the powers and guides.</summary>
    public required IReadOnlyList<string> TargetIds { get; init; }

    /// <summary>Since when it holds: on earlier days the bases were in question.</summary>
    public required DateOnly On { get; init; }

    public required string By { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
