namespace Sunshine.KeyAreas;

/// <summary>A key area (重点领域).</summary>
public sealed record Area
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string OwnerAgencyId { get; init; } = "";
    public IReadOnlyList<string> LegalBases { get; init; } = [];
    public string Description { get; init; } = "";
    public string Audience { get; init; } = "";
    public IReadOnlyList<string> Levels { get; init; } = [];
    public IReadOnlyList<ReportedFigure> Reported { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What somebody else stated. Kept with its words, never counted.</summary>
public sealed record ReportedFigure(int Year, string Value, string Unit, string Quote, string Source);
