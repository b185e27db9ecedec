using System.Text.Json.Serialization;

namespace Sunshine.Catalogue;

/// <summary>A piece of disclosed information as it is stored. Its id follows from agency and source id.</summary>
public sealed record Item
{
    public required string Id { get; init; }
    public required string IndexNumber { get; init; }
    public required string AgencyId { get; init; }
    public required string SourceId { get; init; }
    public required string Title { get; init; }
    public string Summary { get; init; } = "";
    public string Body { get; init; } = "";
    public string DocumentNumber { get; init; } = "";
    public string SubjectCategory { get; init; } = "";
    public string Genre { get; init; } = "";
    public IReadOnlyList<string> Keywords { get; init; } = [];
    public V1.Stage Stage { get; init; }
    public string KeyArea { get; init; } = "";
    public DateOnly? FormedOn { get; init; }

    /// <summary>Oldest first; at least one.</summary>
    public required IReadOnlyList<Placement> Placements { get; init; }

    /// <summary>SHA-256 of the record it was imported from: the same record again changes nothing.</summary>
    public required string Digest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Day of the first placement.</summary>
    [JsonIgnore]
    public DateOnly PublishedOn => Placements[0].On;
}

/// <summary>One appearance on one channel on one day.</summary>
public sealed record Placement(V1.Channel Channel, DateOnly On, string Column, string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(Agency))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
