using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Messaging;

/// <summary>How far a service has told the ledger what it did.</summary>
public sealed record FeedPlace
{
    /// <summary>Its id: there is one.</summary>
    public const string Only = "place";

    public string Id { get; init; } = Only;

    /// <summary>Number of the last change that was told.</summary>
    public long Told { get; init; }

    /// <summary>Number of the last change of the portion that is being told; 0 if none is planned.</summary>
    public long Portion { get; init; }

    public static Collection<FeedPlace> Declared { get; } = new("act_feed", p => p.Id, FeedPlaceJson.Default.FeedPlace) { IsBookkeeping = true };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FeedPlace))]
internal sealed partial class FeedPlaceJson : JsonSerializerContext;
