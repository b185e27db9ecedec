namespace Sunshine.Catalogue;

/// <summary>What somebody said to a draft, as it is stored. What tells who said it is sealed (<see cref="SealedData"/>).</summary>
public sealed record Comment
{
    public required string Id { get; init; }
    public required string ConsultationId { get; init; }

    /// <summary>As the public may see it: numbers that may be personal are starred.</summary>
    public required string Text { get; init; }

    /// <summary>The text whole, sealed; empty if nothing was starred.</summary>
    public string SealedText { get; init; } = "";

    public string SealedName { get; init; } = "";
    public string SealedContact { get; init; } = "";
    public V1.CommentState State { get; init; } = V1.CommentState.Pending;
    public string Reason { get; init; } = "";

    /// <summary>The subject of the moderator's token; empty while nobody was.</summary>
    public string ModeratedBy { get; init; } = "";

    public DateTimeOffset? ModeratedAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public Comment Moderate(V1.CommentState state, string reason, string by, DateTimeOffset now) =>
        this with { State = state, Reason = reason, ModeratedBy = by, ModeratedAt = now };
}
