using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>What is kept of followers. Apart from <see cref="Collections"/>: who tells followers reaches items by <see cref="PublicItems"/> alone.</summary>
public sealed class FollowingCollections([FromKeyedServices(CatalogueModule.Name)] IStore store)
{
    public IDocuments<Subscription> Subscriptions { get; } = store.Open(SubscriptionCollection.Declared);

    public IDocuments<Delivery> Deliveries { get; } = store.Open(DeliveryCollection.Declared);

    public IDocuments<Told> Told { get; } = store.Open(ToldCollection.Declared);
}

public static class SubscriptionCollection
{
    public static readonly Field<Subscription, string> Key = Field.Unique<Subscription, string>(x => x.Key);
    public static readonly Field<Subscription, string> Owner = Field.Of<Subscription, string>(x => x.Owner);
    public static readonly Field<Subscription, SubscriptionState> State = Field.Of<Subscription, SubscriptionState>(x => x.State);
    public static readonly Field<Subscription, FollowerKind> Kind = Field.Of<Subscription, FollowerKind>(x => x.Kind);
    public static readonly Field<Subscription, DateTimeOffset> CreatedAt = Field.Of<Subscription, DateTimeOffset>(x => x.CreatedAt);

    public static readonly Collection<Subscription> Declared = new("subscriptions", x => x.Id, FollowingJson.Default.Subscription)
    {
        Fields = [Key, Owner, State, Kind, CreatedAt],
        Indexes = [[Owner, CreatedAt], [State, Kind], [State, CreatedAt]]
    };
}

public static class DeliveryCollection
{
    public static readonly Field<Delivery, string> Subscription = Field.Of<Delivery, string>(x => x.SubscriptionId);
    public static readonly Field<Delivery, V1.DeliveryState> State = Field.Of<Delivery, V1.DeliveryState>(x => x.State);
    public static readonly Field<Delivery, DateTimeOffset> NextAt = Field.Of<Delivery, DateTimeOffset>(x => x.NextAt);
    public static readonly Field<Delivery, DateTimeOffset> CreatedAt = Field.Of<Delivery, DateTimeOffset>(x => x.CreatedAt);

    public static readonly Collection<Delivery> Declared = new("deliveries", x => x.Id, FollowingJson.Default.Delivery)
    {
        Fields = [Subscription, State, NextAt, CreatedAt],
        Indexes = [[State, NextAt], [Subscription, CreatedAt], [Subscription, State, CreatedAt]]
    };
}

public static class ToldCollection
{
    public static readonly Field<Told, string> Subscription = Field.Of<Told, string>(x => x.SubscriptionId);
    public static readonly Field<Told, string> Item = Field.Of<Told, string>(x => x.ItemId);

    public static readonly Collection<Told> Declared = new("told", x => x.Id, FollowingJson.Default.Told) { Fields = [Subscription, Item] };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(Told))]
internal sealed partial class FollowingJson : JsonSerializerContext;
