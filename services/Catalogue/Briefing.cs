namespace Sunshine.Catalogue;

/// <summary>A press conference or an online interview, as it is stored.</summary>
public sealed record Briefing
{
    public required string Id { get; init; }
    public required string AgencyId { get; init; }
    public required V1.BriefingKind Kind { get; init; }
    public required DateOnly On { get; init; }
    public required string Subject { get; init; }
    public bool PrincipalLeader { get; init; }
    public string Summary { get; init; } = "";
    public string Url { get; init; } = "";
    public IReadOnlyList<string> ItemIds { get; init; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}
