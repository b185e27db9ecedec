using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Messaging;

/// <summary>An event that was not handled, kept until somebody looks at it.</summary>
public sealed record DeadLetter
{
    public required string Id { get; init; }

    /// <summary>Empty if it could not be read.</summary>
    public string EventId { get; init; } = "";

    public required string Topic { get; init; }

    /// <summary>As it came.</summary>
    public required string Data { get; init; }

    public required string Problem { get; init; }

    public required DateTimeOffset DiedAt { get; init; }

    public int Redeliveries { get; init; }

    public static readonly Field<DeadLetter, DateTimeOffset> ByAge = new("diedAt", l => l.DiedAt);

    public static readonly Collection<DeadLetter> Declared = new("dead_letters", l => l.Id, DeadLetterJson.Default.DeadLetter) { Fields = [ByAge] };

    /// <summary>The same event has one letter, however often it is given up.</summary>
    public static string IdOf(string topic, string eventId) => Ids.Of("dead-letter", topic, eventId);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
