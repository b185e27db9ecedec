using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>Rooms counted as of a day. By level, kind and place as they are said now; that they were there, by the days of their opening and closing.</summary>
internal static class RoomTally
{
    public static V1.RoomStatistics Of(IEnumerable<RoomEntry> rooms, DateOnly day)
    {
        var statistics = new V1.RoomStatistics { AsOf = Days.Format(day) };
        var (levels, kinds, counties) = (new int[5], new int[6], new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var room in rooms)
        {
            foreach (var spell in room.Spells)
            {
                if (spell.OpenedOn.Year == day.Year && spell.OpenedOn <= day) statistics.OpenedInYear++;
                if (spell.ClosedOn is { } closed && closed.Year == day.Year && closed <= day) statistics.ClosedInYear++;
            }

            if (!room.WasThereOn(day)) continue;
            statistics.RoomCount++;
            levels[(int)room.Level]++;
            kinds[(int)room.Kind]++;
            var county = DivisionCode.CountyOf(room.DivisionCode);
            counties[county] = counties.GetValueOrDefault(county) + 1;
            statistics.TerminalCount += room.Equipment.Terminals;
            statistics.PrinterCount += room.Equipment.Printers;
            if (room.Equipment.StepFree) statistics.StepFreeCount++;
            if (Clock.DayOf(room.CreatedAt) > day) statistics.RecordedLaterCount++;
        }

        statistics.ByLevel.Add(Enum.GetValues<V1.DivisionLevel>().Where(l => l != 0).Select(l => new V1.LevelCount { Level = l, RoomCount = levels[(int)l] }));
        statistics.ByKind.Add(Enum.GetValues<V1.RoomKind>().Where(k => k != 0).Select(k => new V1.KindCount { Kind = k, RoomCount = kinds[(int)k] }));
        statistics.ByDivision.Add(counties.Select(c => new V1.DivisionCount { DivisionCode = c.Key, RoomCount = c.Value }));
        return statistics;
    }
}
