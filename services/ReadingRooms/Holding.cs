using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>A copy that lies, or lay, in a room.</summary>
public sealed record Holding
{
    public required string RoomId { get; init; }
    public required PublicationEdition Publication { get; init; }
    public required V1.HoldingForm Form { get; init; }
    public required DateOnly HeldFrom { get; init; }

    /// <summary>First day on which it lay there no more; null while it does.</summary>
    public DateOnly? EndedOn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public string Id => Ids.Of("holding", RoomId, PublicationKey, $"{Publication.Edition}", Form.ToString());

    [JsonIgnore]
    public string PublicationKey => ReadingRooms.Publication.IdOf(Publication.Kind, Publication.PublicationId);

    /// <exception cref="RefusedException">It lies there no more already.</exception>
    public Holding End(DateOnly on, DateTimeOffset now) => EndedOn is { } ended ? throw ReadingRoomsRefusals.NotHeld.Of(Days.Format(ended)) : this with { EndedOn = on, UpdatedAt = now };
}
