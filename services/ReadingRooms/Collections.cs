using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(ReadingRoomsModule.Name)] IStore store)
{
    /// <summary>Never deleted: who is closed has been there.</summary>
    public IDocuments<Room> Rooms { get; } = store.Open(RoomCollection.Declared);

    public IDocuments<Division> Divisions { get; } = store.Open(DivisionCollection.Declared);
}

public static class RoomCollection
{
    public static readonly Collection<Room> Declared = new("rooms", x => x.Id, RoomJson.Default.Room);
}

public static class DivisionCollection
{
    public static readonly Field<Division, string> Parent = Field.Of<Division, string>(x => x.ParentCode);

    public static readonly Collection<Division> Declared = new("divisions", x => x.Code, RoomJson.Default.Division) { Fields = [Parent] };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Room))]
[JsonSerializable(typeof(Division))]
internal sealed partial class RoomJson : JsonSerializerContext;
