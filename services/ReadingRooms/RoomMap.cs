using Sunshine.Foundation.Messaging;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>Contract ↔ domain.</summary>
internal static class RoomMap
{
    public static V1.Room ToProto(Stored<Room> stored, AgencyCopies.Snapshot agencies, Func<string, string> nameOf, DateOnly today)
    {
        var room = stored.Value;
        var proto = new V1.Room
        {
            Id = room.Id, Etag = Etags.Of(stored.Revision), CreateTime = room.CreatedAt.ToTimestamp(), UpdateTime = room.UpdatedAt.ToTimestamp(), AgencyId = room.AgencyId,
            AgencyName = agencies.NameOf(room.AgencyId), SourceId = room.SourceId, Content = ToProto(room.Content), DivisionName = nameOf(room.Content.DivisionCode),
            Closed = !room.Spells.Any(s => s.Holds(today))
        };
        proto.Spells.Add(room.Spells.Select(s => new V1.RoomSpell { OpenedOn = Days.Format(s.OpenedOn), ClosedOn = Days.Format(s.ClosedOn), ClosingReason = s.Reason }));
        return proto;
    }

    /// <param name="before">Null if it is new.</param>
    public static V1.RoomChanged Changed(Stored<Room>? before, Room room, V1.RoomChange change) => new()
    {
        RoomId = room.Id, AgencyId = room.AgencyId, Change = change, OccurredAt = room.UpdatedAt.ToTimestamp(), Revision = (before?.Revision ?? 0) + 1,
        Counts = { Counts.Change(RoomCounts.Of(before?.Value), RoomCounts.Of(room)) }
    };

    public static V1.RoomContent ToProto(RoomContent content) => new()
    {
        Name = content.Name, Kind = content.Kind, Level = content.Level, DivisionCode = content.DivisionCode, Address = content.Address, Phone = content.Phone,
        Coordinates = content.At is { } at ? new V1.Coordinates { Lat = at.LatText, Lng = at.LngText } : null, Hours = content.Hours is { } hours ? ToProto(hours) : null,
        Equipment = new V1.Equipment
        {
            Terminals = content.Equipment.Terminals, Printers = content.Equipment.Printers, StepFree = content.Equipment.StepFree, SensoryAids = content.Equipment.SensoryAids
        }
    };

    public static V1.OpeningHours ToProto(OpeningHours hours)
    {
        var proto = new V1.OpeningHours { HolidayRule = hours.HolidayRule, MakeUpWeekday = hours.MakeUpWeekday };
        foreach (var day in hours.Week) proto.Week.Add(new V1.WeekdayHours { Weekday = day.Weekday, Spans = { day.Spans.Select(ToProto) } });
        foreach (var e in hours.Exceptions) proto.Exceptions.Add(new V1.HoursException { On = Days.Format(e.On), Spans = { e.Spans.Select(ToProto) }, Reason = e.Reason });
        return proto;
    }

    /// <summary>Null where the hours are not known.</summary>
    public static V1.Opening? ToProto(OpenTimes? times)
    {
        if (times is null) return null;
        var proto = new V1.Opening { Open = times.Open, Note = times.Note };
        if (times.Open) proto.ClosesAt = times.Changes?.ToTimestamp();
        else proto.OpensAt = times.Changes?.ToTimestamp();
        return proto;
    }

    public static V1.Division ToProto(string code, DivisionPeriod period) => new()
    {
        Code = code, Name = period.Name, Level = DivisionCode.LevelOf(code) ?? 0, ParentCode = DivisionCode.ParentOf(code), ValidFrom = Days.Format(period.From), ValidTo = Days.Format(period.To)
    };

    private static V1.OpenSpan ToProto(OpenSpan span) => new() { Opens = TimeOfDay(span.Opens), Closes = TimeOfDay(span.Closes) };

    private static string TimeOfDay(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";
}
