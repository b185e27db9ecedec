using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Agencies;

/// <summary>What another service than the Catalogue keeps of an agency, so that it does its work also while the Catalogue is away.</summary>
public sealed record AgencyCopy : IAgency
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string ParentId { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string CatalogueCode { get; init; } = "";
    public DateOnly? DissolvedOn { get; init; }
    public IReadOnlyList<string> SuccessorIds { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<string> Successors => SuccessorIds;

    public bool Equals(AgencyCopy? other) => other is not null
        && (Id, Name, ParentId, OrganisationCode, CatalogueCode, DissolvedOn) == (other.Id, other.Name, other.ParentId, other.OrganisationCode, other.CatalogueCode, other.DissolvedOn)
        && SuccessorIds.SequenceEqual(other.SuccessorIds);

    public override int GetHashCode() => HashCode.Combine(Id, Name, ParentId);

    /// <summary>For the store of a service that keeps copies.</summary>
    public static readonly Collection<AgencyCopy> Declared = new("agency_copies", x => x.Id, AgencyCopyJson.Default.AgencyCopy) { IsBookkeeping = true };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AgencyCopy))]
internal sealed partial class AgencyCopyJson : JsonSerializerContext;
