namespace Sunshine.ReadingRooms;

/// <summary>The use of a year, added up.</summary>
internal sealed class UseTally(int year)
{
    private readonly V1.UseCounts _all = new();
    private readonly V1.UseCounts[] _byLevel = [.. Enum.GetValues<V1.DivisionLevel>().Select(_ => new V1.UseCounts())];
    private readonly V1.UseCounts[] _byMonth = [.. Enumerable.Range(0, 13).Select(_ => new V1.UseCounts())];
    private readonly SortedDictionary<string, V1.UseCounts> _byCounty = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rooms = [];

    public void Count(UseMonth month)
    {
        _rooms.Add(month.RoomId);
        var county = DivisionCode.CountyOf(month.DivisionCode);
        if (!_byCounty.TryGetValue(county, out var division)) _byCounty[county] = division = new V1.UseCounts();
        foreach (var sums in new[] { _all, _byLevel[(int)month.Level], _byMonth[month.Month], division })
        {
            foreach (var day in month.Days.Select(d => d.Counts))
            {
                sums.Visits += day.Visits;
                sums.Lookups += day.Lookups;
                sums.Copies += day.Copies;
                sums.TerminalSessions += day.TerminalSessions;
            }
        }
    }

    public V1.UseStatistics ToProto()
    {
        var statistics = new V1.UseStatistics { Year = year, Counts = _all, ReportingRoomCount = _rooms.Count };
        statistics.ByLevel.Add(Enum.GetValues<V1.DivisionLevel>().Where(l => l != 0).Select(l => new V1.LevelUse { Level = l, Counts = _byLevel[(int)l] }));
        statistics.ByDivision.Add(_byCounty.Select(c => new V1.DivisionUse { DivisionCode = c.Key, Counts = c.Value }));
        statistics.ByMonth.Add(Enumerable.Range(1, 12).Select(m => new V1.MonthUse { Month = m, Counts = _byMonth[m] }));
        return statistics;
    }
}
