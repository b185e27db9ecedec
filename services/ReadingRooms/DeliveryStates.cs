namespace Sunshine.ReadingRooms;

/// <summary>What became of a delivery, as of the end of a day.</summary>
internal static class DeliveryStates
{
    /// <param name="room">Null if it is not known any more.</param>
    public static V1.DeliveryState Of(Delivery delivery, Distribution of, RoomEntry? room, DateOnly day)
    {
        if (delivery.Excuse is not null) return V1.DeliveryState.Excused;
        if (delivery.ReceivedOn <= day) return Arrived(delivery, day) > of.DueOn ? V1.DeliveryState.ReceivedLate : V1.DeliveryState.Received;
        if (room is not null && ClosedInTime(room, of, day) is not null) return V1.DeliveryState.Excused;
        if (delivery.DeliveredOn <= day) return V1.DeliveryState.Delivered;
        return day > of.DueOn ? V1.DeliveryState.Overdue : V1.DeliveryState.Pending;
    }

    /// <summary>The day it came to the room; null if it has not.</summary>
    public static DateOnly? Arrived(Delivery delivery, DateOnly day) =>
        delivery.DeliveredOn <= day ? delivery.DeliveredOn : delivery.ReceivedOn <= day ? delivery.ReceivedOn : null;

    /// <summary>Why it need not be delivered; empty if it must.</summary>
    public static string ExcuseOf(Delivery delivery, Distribution of, RoomEntry? room, DateOnly day) =>
        delivery.Excuse ?? (delivery.ReceivedOn <= day || room is null || ClosedInTime(room, of, day) is not { } spell ? "" : $"已于 {spell.ClosedOn:yyyy-MM-dd} 关闭：{spell.Reason}");

    /// <summary>
    /// The closing by which a room owes nothing: after the issue, within the time, and not opened again. Who was closed when the time was over already was late before.
    /// </summary>
    private static RoomSpell? ClosedInTime(RoomEntry room, Distribution of, DateOnly day) =>
        room.WasThereOn(day) ? null : room.Spells.LastOrDefault(s => s.ClosedOn <= day && s.ClosedOn > of.IssuedOn && !(s.ClosedOn > of.DueOn));
}
