using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.ReadingRooms;

/// <summary>What a room counts for: one more from each day it was opened on, one less from each day it was closed on, where and as it is said to be now. The rooms of a month's end are the sum of all months until then.</summary>
public static class RoomCounts
{
    public static IEnumerable<Count> Of(Room? room)
    {
        foreach (var spell in room?.Spells ?? [])
        {
            yield return Moved(room!, 1, spell.OpenedOn);
            if (spell.ClosedOn is { } closed) yield return Moved(room!, -1, closed);
        }
    }

    private static Count Moved(Room room, int amount, DateOnly on) => Counts.Of(amount, "reading-rooms.rooms", Counts.Month(on), ("agency", room.AgencyId),
        ("county", DivisionCode.CountyOf(room.Content.DivisionCode)), ("level", room.Content.Level.ShortName()));
}
