namespace Sunshine.Catalogue;

/// <summary>A body that discloses information, as it is stored.</summary>
public sealed record Agency
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string ShortName { get; init; } = "";

    /// <summary>Empty for a root.</summary>
    public string ParentId { get; init; } = "";

    public required V1.AgencyLevel Level { get; init; }
    public string DivisionCode { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string CatalogueCode { get; init; } = "";

    /// <summary>Who created it under which request id; empty if it was imported.</summary>
    public string CreateKey { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}
