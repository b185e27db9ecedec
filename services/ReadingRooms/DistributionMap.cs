using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>Contract ↔ domain.</summary>
internal static class DistributionMap
{
    public static V1.Distribution ToProto(Stored<Distribution> stored, AgencyCopies.Snapshot agencies)
    {
        var d = stored.Value;
        return new V1.Distribution
        {
            Id = d.Id, Etag = Etags.Of(stored.Revision), CreateTime = d.CreatedAt.ToTimestamp(), UpdateTime = d.UpdatedAt.ToTimestamp(), Publication = d.Publication.ToProto(), AgencyId = d.AgencyId,
            AgencyName = agencies.NameOf(d.AgencyId), IssuedOn = Days.Format(d.IssuedOn), Levels = { d.Levels }, DivisionCode = d.DivisionCode, RoomCount = d.RoomCount, DueOn = Days.Format(d.DueOn),
            DueBasis = d.DueBasis, Automatic = d.OpenedBy.Length == 0
        };
    }

    /// <param name="staff">Whether the reader may know who brought it.</param>
    public static V1.Delivery ToProto(Delivery delivery, Distribution of, RoomEntry? room, DateOnly day, DeliveryTerm term, bool staff)
    {
        var (state, arrived) = (DeliveryStates.Of(delivery, of, room, day), DeliveryStates.Arrived(delivery, day));
        var received = delivery.ReceivedOn <= day;
        return new V1.Delivery
        {
            RoomId = delivery.RoomId, RoomName = room?.Name ?? "", Level = delivery.Level, DivisionCode = delivery.DivisionCode, State = state,
            DeliveredOn = delivery.DeliveredOn <= day ? Days.Format(delivery.DeliveredOn) : "", Method = arrived is null ? 0 : delivery.Method, ReceivedOn = received ? Days.Format(delivery.ReceivedOn) : "",
            Excuse = DeliveryStates.ExcuseOf(delivery, of, room, day), DaysLate = state == V1.DeliveryState.Excused ? 0 : term.DaysLate(of.DueOn, arrived ?? day),
            Confirmation = received ? delivery.Confirmation : 0, RecordedAt = delivery.RecordedAt?.ToTimestamp(), DeliveredBy = staff && arrived is not null ? delivery.DeliveredBy ?? "" : ""
        };
    }
}
