namespace Sunshine.Catalogue;

/// <summary>A body that discloses information, as it is stored.</summary>
public sealed record Agency : Foundation.Agencies.IAgency
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

    /// <summary>What happened to the body itself, oldest first.</summary>
    public IReadOnlyList<Succession> Successions { get; init; } = [];

    /// <summary>First day on which it is no more; null while it is.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateOnly? DissolvedOn => Successions.FirstOrDefault(s => s.Kind != V1.SuccessionKind.Renamed)?.On;

    /// <summary>The agencies that answer for what it disclosed since it is no more.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Successors => Successions.SelectMany(s => s.SuccessorIds);

    /// <exception cref="Foundation.Hosting.RefusedException">It is no more already.</exception>
    public Agency Succeed(Succession succession, string newName, DateTimeOffset now)
    {
        if (DissolvedOn is { } gone) throw CatalogueRefusals.AgencyDissolved.Of(Id).With("dissolved_on", Foundation.Hosting.Days.Format(gone));
        return this with
        {
            Successions = [.. Successions, succession with { FormerName = succession.Kind == V1.SuccessionKind.Renamed ? Name : "" }],
            Name = succession.Kind == V1.SuccessionKind.Renamed ? newName : Name, UpdatedAt = now
        };
    }

    /// <summary>Who created it under which request id; empty if it was imported.</summary>
    public string CreateKey { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A change of the body itself (机构沿革).</summary>
public sealed record Succession(V1.SuccessionKind Kind, DateOnly On, IReadOnlyList<string> SuccessorIds, string FormerName, string Basis)
{
    // Lists compare by what is in them: an import that changes nothing must see that.
    public bool Equals(Succession? other) => other is not null
        && (Kind, On, FormerName, Basis) == (other.Kind, other.On, other.FormerName, other.Basis) && SuccessorIds.SequenceEqual(other.SuccessorIds);

    public override int GetHashCode() => HashCode.Combine(Kind, On, FormerName, Basis);
}
