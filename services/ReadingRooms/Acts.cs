using System.Globalization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.ReadingRooms;

/// <summary>Which changes are acts of disclosure. Reminders are the platform's own.</summary>
public static class Acts
{
    private static readonly ActTable Table = new ActTable().On<V1.RoomChanged>(OfRoom).On<V1.DistributionOpened>(OfDistribution).On<V1.DeliveriesRecorded>(OfDeliveries);

    public static IReadOnlyList<Act> Of(IReadOnlyList<NumberedEvent> changes) => Table.Of(changes);

    private static Act OfRoom(NumberedEvent change, V1.RoomChanged e) =>
        change.ToAct(ActKind.RoomChanged, e.AgencyId, "rooms/" + e.RoomId, e.OccurredAt, e.Counts, e.Revision).Noting("change", e.Change.ShortName());

    /// <summary>Counted by the day of issue, as the coverage of a year is.</summary>
    private static Act OfDistribution(NumberedEvent change, V1.DistributionOpened e) =>
        change.ToAct(ActKind.Distributed, e.AgencyId, "distributions/" + e.DistributionId, e.OccurredAt, [Counts.Of("reading-rooms.distributions", MonthOf(e.IssuedOn), ("agency", e.AgencyId))])
            .Noting("publication", e.Publication.PublicationId).Noting("edition", $"{e.Publication.Edition}").Noting("rooms", $"{e.RoomCount}").Noting("due-on", e.DueOn);

    /// <summary>That something was sent or excused is recorded and is no act.</summary>
    private static Act? OfDeliveries(NumberedEvent change, V1.DeliveriesRecorded e) => e.ReceivedRoomIds.Count == 0
        ? null
        : change.ToAct(ActKind.Delivered, e.AgencyId, "distributions/" + e.DistributionId, e.OccurredAt,
            [Counts.Of(e.ReceivedRoomIds.Count, "reading-rooms.deliveries", MonthOf(e.IssuedOn), ("agency", e.AgencyId))])
            .Noting("received", e.ReceivedRoomIds.Count.ToString(CultureInfo.InvariantCulture));

    private static string MonthOf(string day) => Counts.Month(Days.Parse(day)!.Value);
}
