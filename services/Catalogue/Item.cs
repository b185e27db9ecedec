using System.Text.Json.Serialization;

namespace Sunshine.Catalogue;

/// <summary>
/// A piece of disclosed information as it is stored. Its id follows from agency and source id. Never changed once made (a changed item is
/// another one, by <c>with</c>); the setters are there because the serializer reads init-only properties at half the speed.
/// </summary>
public sealed record Item
{
    public string Id { get; set; } = "";
    public string IndexNumber { get; set; } = "";
    public string AgencyId { get; set; } = "";
    public string SourceId { get; set; } = "";
    public string Title { get; set; } = "";
    public string Summary { get; set; } = "";
    public string Body { get; set; } = "";
    public string DocumentNumber { get; set; } = "";
    public string SubjectCategory { get; set; } = "";
    public string Genre { get; set; } = "";
    public IReadOnlyList<string> Keywords { get; set; } = [];
    public V1.Stage Stage { get; set; }
    public string KeyArea { get; set; } = "";
    public DateOnly? FormedOn { get; set; }

    /// <summary>Oldest first; at least one.</summary>
    public IReadOnlyList<Placement> Placements { get; set; } = [];

    /// <summary>SHA-256 of the record it was imported from: the same record again changes nothing.</summary>
    public string Digest { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Day of the first placement.</summary>
    [JsonIgnore]
    public DateOnly PublishedOn => Placements[0].On;
}

/// <summary>One appearance on one channel on one day.</summary>
public sealed record Placement(V1.Channel Channel, DateOnly On, string Column, string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(Agency))]
[JsonSerializable(typeof(Attachment))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
