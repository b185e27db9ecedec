using System.Text.Json;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(KeyAreasModule.Name)] IStore store)
{
    public IDocuments<Area> Areas { get; } = store.Open(AreaCollection.Declared);

    public IDocuments<RecordType> Types { get; } = store.Open(RecordTypeCollection.Declared);

    /// <summary>Records that the public may list.</summary>
    public IDocuments<Record> Listed { get; } = store.Open(RecordCollection.Listed);

    /// <summary>Records that are only counted and looked up: nothing here lists them, whatever is asked.</summary>
    public IDocuments<Record> Unlisted { get; } = store.Open(RecordCollection.Unlisted);

    public IDocuments<RollupPart> Rollups { get; } = store.Open(RollupCollection.Declared);

    public IDocuments<Record> Of(RecordType type) => type.Unlisted ? Unlisted : Listed;
}

public static class AreaCollection
{
    public static readonly Collection<Area> Declared = new("areas", x => x.Id, KeyAreasJson.Default.Area) { TextsAreAboutNobody = true };
}

public static class RecordTypeCollection
{
    public static readonly Field<RecordType, string> AreaId = Field.Of<RecordType, string>(x => x.AreaId);

    public static readonly Collection<RecordType> Declared = new("record_types", x => x.Id, KeyAreasJson.Default.RecordType) { Fields = [AreaId], TextsAreAboutNobody = true };
}

public static class RecordCollection
{
    /// <summary>A pseudonym of the full code that finds the record.</summary>
    public static readonly Field<Record, string> Subject = Field.Of<Record, string>(x => x.Subject);

    /// <summary>A withdrawn record has none: no list has it.</summary>
    public static readonly Facet<Record> Type = new("type", x => x.Withdrawn ? null : x.TypeId);

    public static readonly Facet<Record> Agency = new("agency", x => x.AgencyId);

    /// <summary><c>field=value</c> of every field to filter by.</summary>
    public static readonly Facet<Record> Value = new("value", x => x.Filters);

    public static readonly Collection<Record> Listed = new("records", x => x.Id, KeyAreasJson.Default.Record)
    {
        Fields = [Subject],
        Search = new SearchIndex<Record> { Heading = _ => [], Text = x => Texts(x.Data), Day = x => x.FormedOn, Facets = [Type, Agency, Value] }
    };

    public static readonly Collection<Record> Unlisted = new("unlisted_records", x => x.Id, KeyAreasJson.Default.Record) { Fields = [Subject] };

    /// <summary>Every text in the data; what is personal is masked in it.</summary>
    private static List<string?> Texts(string data)
    {
        var found = new List<string?>();
        if (data.Length == 0) return found;
        using var json = JsonDocument.Parse(data);
        Add(json.RootElement);
        return found;

        void Add(JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    found.Add(value.GetString());
                    break;
                case JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject()) Add(member.Value);
                    break;
                case JsonValueKind.Array:
                    foreach (var element in value.EnumerateArray()) Add(element);
                    break;
            }
        }
    }
}

public static class RollupCollection
{
    public static readonly Collection<RollupPart> Declared = new("rollups", x => x.Id, KeyAreasJson.Default.RollupPart) { IsBookkeeping = true };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Area))]
[JsonSerializable(typeof(RecordType))]
[JsonSerializable(typeof(Record))]
[JsonSerializable(typeof(RollupPart))]
[JsonSerializable(typeof(RollupDelta))]
[JsonSerializable(typeof(ShippedDocument))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class KeyAreasJson : JsonSerializerContext;
