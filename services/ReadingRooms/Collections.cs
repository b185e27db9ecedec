using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(ReadingRoomsModule.Name)] IStore store)
{
    /// <summary>Never deleted: who is closed has been there.</summary>
    public IDocuments<Room> Rooms { get; } = store.Open(RoomCollection.Declared);

    public IDocuments<Division> Divisions { get; } = store.Open(DivisionCollection.Declared);

    public IDocuments<Publication> Publications { get; } = store.Open(PublicationCollection.Declared);

    public IDocuments<Distribution> Distributions { get; } = store.Open(DistributionCollection.Declared);

    /// <summary>Only those count that a distribution names.</summary>
    public IDocuments<DeliveryShard> Shards { get; } = store.Open(ShardCollection.Declared);

    public IDocuments<Holding> Holdings { get; } = store.Open(HoldingCollection.Declared);

    public IDocuments<UseMonth> Use { get; } = store.Open(UseCollection.Declared);

    public IDocuments<ReadingPoint> ReadingPoints { get; } = store.Open(ReadingPointCollection.Declared);
}

public static class RoomCollection
{
    public static readonly Collection<Room> Declared = new("rooms", x => x.Id, RoomJson.Default.Room);
}

public static class DivisionCollection
{
    public static readonly Field<Division, string> Parent = Field.Of<Division, string>(x => x.ParentCode);

    public static readonly Collection<Division> Declared = new("divisions", x => x.Code, RoomJson.Default.Division) { Fields = [Parent], TextsAreAboutNobody = true };
}

public static class PublicationCollection
{
    public static readonly Collection<Publication> Declared = new("publications", x => x.Id, DeliveryJson.Default.Publication);
}

public static class DistributionCollection
{
    public static readonly Field<Distribution, long> Number = Field.Unique<Distribution, long>(x => x.Number);
    public static readonly Field<Distribution, DateOnly> IssuedOn = Field.Of<Distribution, DateOnly>(x => x.IssuedOn);
    public static readonly Field<Distribution, DateOnly> RemindOn = Field.Of<Distribution, DateOnly>(x => x.RemindOn);

    public static readonly Collection<Distribution> Declared = new("distributions", x => x.Id, DeliveryJson.Default.Distribution) { Fields = [Number, IssuedOn, RemindOn] };
}

public static class ShardCollection
{
    public static readonly Collection<DeliveryShard> Declared = new("deliveries", x => x.Id, DeliveryJson.Default.DeliveryShard);
}

public static class HoldingCollection
{
    public static readonly Field<Holding, string> Room = Field.Of<Holding, string>(x => x.RoomId);
    public static readonly Field<Holding, string> Publication = new("publication", x => x.PublicationKey);

    public static readonly Collection<Holding> Declared = new("holdings", x => x.Id, DeliveryJson.Default.Holding) { Fields = [Room, Publication], Indexes = [[Room, Publication]] };
}

public static class UseCollection
{
    public static readonly Field<UseMonth, int> Year = Field.Of<UseMonth, int>(x => x.Year);

    public static readonly Collection<UseMonth> Declared = new("use_months", x => x.Id, DeliveryJson.Default.UseMonth) { Fields = [Year] };
}

public static class ReadingPointCollection
{
    public static readonly Collection<ReadingPoint> Declared = new("reading_points", x => x.RoomId, RoomJson.Default.ReadingPoint);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Room))]
[JsonSerializable(typeof(Division))]
[JsonSerializable(typeof(ReadingPoint))]
internal sealed partial class RoomJson : JsonSerializerContext;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Publication))]
[JsonSerializable(typeof(Distribution))]
[JsonSerializable(typeof(DeliveryShard))]
[JsonSerializable(typeof(Holding))]
[JsonSerializable(typeof(UseMonth))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
