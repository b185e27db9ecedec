using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>
/// A publication on its way to the rooms of its day. What became of each delivery lies in shards of its own (<see cref="DeliveryShard"/>), which this document names: they
/// are stored before it, and none is there for anybody until it is.
/// </summary>
public sealed record Distribution
{
    public required string Id { get; init; }

    /// <summary>Counted up over all distributions; codes carry it. Unique.</summary>
    public required long Number { get; init; }

    public required PublicationEdition Publication { get; init; }
    public required string AgencyId { get; init; }
    public required DateOnly IssuedOn { get; init; }

    /// <summary>None left out: all four where nothing was chosen.</summary>
    public required IReadOnlyList<V1.DivisionLevel> Levels { get; init; }

    /// <summary>Empty for everywhere.</summary>
    public string DivisionCode { get; init; } = "";

    /// <summary>In an order that never changes: codes carry the place in it.</summary>
    public required IReadOnlyList<ShardReference> Shards { get; init; }

    /// <summary>Null where the law of the day set no time.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Empty without a due day.</summary>
    public string DueBasis { get; init; } = "";

    /// <summary>Who opened it, with their request id; empty for the catalogue's event.</summary>
    public string OpenedBy { get; init; } = "";

    /// <summary>The day of the next reminders; <see cref="DateOnly.MaxValue"/> if there are none any more.</summary>
    public required DateOnly RemindOn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public int RoomCount => Shards.Sum(s => s.RoomCount);

    /// <summary>An edition is distributed once, whoever asks first.</summary>
    public static string IdOf(PublicationEdition edition) => Ids.Of("distribution", edition.Kind.ToString(), edition.PublicationId, $"{edition.Edition}");
}

/// <param name="CountyCode">A city's code for its own rooms.</param>
public sealed record ShardReference(string Id, string CountyCode, int RoomCount);

/// <summary>
/// The deliveries of one distribution to the rooms of one county: so large that a distribution to a city is some ten documents and not thousands, so small that those who
/// confirm at the same time in different counties do not meet.
/// </summary>
/// <param name="Deliveries">In an order that never changes: codes carry the place in it.</param>
/// <param name="Reminded">How far its rooms were reminded.</param>
public sealed record DeliveryShard(string Id, string DistributionId, string CountyCode, IReadOnlyList<Delivery> Deliveries, V1.ReminderStage Reminded)
{
    /// <summary>A county with more rooms has several shards; one of this size is some 400 kB.</summary>
    public const int MostRooms = 2_000;
}

/// <summary>A delivery to one room. Nothing that is not known is stored.</summary>
/// <param name="Level">As it was when the distribution was opened.</param>
/// <param name="DivisionCode">As it was then.</param>
public sealed record Delivery(string RoomId, V1.DivisionLevel Level, string DivisionCode)
{
    public DateOnly? DeliveredOn { get; init; }
    public DateOnly? ReceivedOn { get; init; }
    public V1.DeliveryMethod Method { get; init; }
    public string? DeliveredBy { get; init; }

    /// <summary>Why the room need not get it.</summary>
    public string? Excuse { get; init; }

    public V1.ConfirmationWay Confirmation { get; init; }
    public DateTimeOffset? RecordedAt { get; init; }
}
