using Grpc.Core;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// The 1,283 reading rooms that the report counts, over four levels: 3 of the city, which it names, 3 in each county, one in each town or sub-district, and
/// the rest in villages and neighbourhoods; 30 of these have none. How they divide by level the report does not say. All but names of divisions is made up.
/// </summary>
internal static class SampleRooms
{
    public const int Count = 1_283;

    private const int RecordsPerCall = 1_000;

    /// <summary>Of 1,193 villages this many in a row have a room, and the next one has none.</summary>
    private const int WithoutEvery = 40;

    private static readonly (RoomKind Kind, string Word, Func<OpeningHours> Hours, int At)[] CountyRooms =
        [(RoomKind.Archive, "档案馆", Office, 0), (RoomKind.Library, "图书馆", Library, 1), (RoomKind.ServiceHall, "政务服务大厅", Office, 2)];

    private static readonly RoomData Data = SampleData.Read<RoomData>("anshan-2016-rooms.json");

    public static IReadOnlyList<DivisionRecord> Divisions() =>
    [
        new DivisionRecord { Code = "210300", Name = "鞍山市" }, .. Data.Counties.Select(c => new DivisionRecord { Code = c.Code, Name = c.Name }),
        .. Data.Counties.SelectMany(c => c.Towns.Select(t => new DivisionRecord { Code = c.Code + t.Code, Name = t.Name })),
        .. Data.Counties.SelectMany(c => c.Towns.SelectMany(t => t.Villages.Select(v => new DivisionRecord { Code = c.Code + t.Code + v[..3], Name = v[4..] })))
    ];

    public static IReadOnlyList<RoomRecord> Records()
    {
        var rooms = new List<RoomRecord>
        {
            Room("as-archives", "市档案馆", RoomKind.Archive, DivisionLevel.City, "210300", "鞍山市档案馆", 41.1181, 122.9896, "2008-05-01", Office, 6),
            Room("as-library", "市图书馆", RoomKind.Library, DivisionLevel.City, "210300", "鞍山市图书馆", 41.1112, 122.9954, "2008-05-01", Library, 30),
            Room("as-service-centre", "市公共行政服务中心", RoomKind.ServiceHall, DivisionLevel.City, "210300", "鞍山市公共行政服务中心", 41.0996, 122.9783, "2010-07-01", Office, 12)
        };
        var village = 0;
        foreach (var county in Data.Counties)
        {
            var agency = "as-" + county.Code;
            foreach (var (kind, word, hours, at) in CountyRooms)
                rooms.Add(Room(agency, county.Name + word, kind, DivisionLevel.County, county.Code, county.Name + word, county.Lat + at * 0.004, county.Lng - at * 0.003, "2008-05-01", hours, 4 + at * 2));
            // Districts are small, counties are not.
            var spread = county.Towns.Length > 11 ? 0.22 : 0.035;
            foreach (var (town, number) in county.Towns.Select((t, i) => (t, i)))
            {
                var code = county.Code + town.Code;
                var host = SampleAgencies.Instance.ById.ContainsKey($"{agency}-{town.Code}") ? $"{agency}-{town.Code}" : agency;
                var (lat, lng) = Around(county.Lat, county.Lng, number, county.Towns.Length, spread);
                rooms.Add(Room(host, $"{county.Name}{town.Name}政府信息公开查阅点", RoomKind.Town, DivisionLevel.Town, code, $"{county.Name}{town.Name}便民服务中心", lat, lng, "2009-03-01", Office, 2));
                foreach (var (place, at) in town.Villages.Select((v, i) => (v, i)))
                {
                    if (++village % WithoutEvery == 0 || village == Data.Counties.Sum(c => c.Towns.Sum(t => t.Villages.Length))) continue;
                    var (north, east) = Around(lat, lng, at, town.Villages.Length, spread / 5);
                    rooms.Add(Room(host, $"{town.Name}{place[4..]}政府信息公开查阅点", RoomKind.Village, DivisionLevel.Village, code + place[..3], $"{county.Name}{town.Name}{place[4..]}", north, east, "2013-06-01", Village, at % 2));
                }
            }
        }

        return rooms;
    }

    /// <summary>On what day a room got an issue: nearly all in time, those farther away later.</summary>
    /// <param name="room">Its position among all.</param>
    /// <param name="issue">The issue's number.</param>
    public static DateOnly ReceivedOn(DateOnly issuedOn, RoomRecord room, int position, int issue) => issuedOn.AddDays(room.Content.Level switch
    {
        DivisionLevel.City => 1,
        DivisionLevel.County => 3 + (position + issue) % 4,
        DivisionLevel.Town => 5 + (position * 7 + issue) % 10,
        _ => (position * 13 + issue * 5) % 97 == 0 ? 40 : 8 + (position * 11 + issue) % 14
    });

    /// <exception cref="RpcException">A call fails.</exception>
    /// <exception cref="CommandFailedException">A record is refused.</exception>
    public static async Task Load(CallInvoker calls, CancellationToken cancel)
    {
        var client = new RoomService.RoomServiceClient(calls);
        foreach (var part in Divisions().Chunk(RecordsPerCall))
            Refused.None("divisions", (await client.BatchImportDivisionsAsync(new() { Records = { part } }, cancellationToken: cancel)).Results);
        foreach (var part in Records().Chunk(RecordsPerCall))
            Refused.None("reading rooms", (await client.BatchImportRoomsAsync(new() { Records = { part } }, cancellationToken: cancel)).Results);
    }

    private static (double Lat, double Lng) Around(double lat, double lng, int number, int of, double spread)
    {
        // A spiral as sunflowers have it: no two in one place, none far from its neighbours.
        var (turn, away) = (number * 2.399963, spread * Math.Sqrt((number + 0.5) / of));
        return (lat + away * Math.Cos(turn), lng + away * Math.Sin(turn) * 1.3);
    }

    private static RoomRecord Room(
        string agency, string name, RoomKind kind, DivisionLevel level, string division, string address, double lat, double lng, string openedOn, Func<OpeningHours> hours, int terminals) => new()
    {
        SourceId = $"room-{division}-{(int)kind}", AgencyId = agency, OpenedOn = openedOn,
        Content = new RoomContent
        {
            Name = name, Kind = kind, Level = level, DivisionCode = division, Address = address + "（样本数据）", Hours = hours(),
            Coordinates = new Coordinates { Lat = lat.ToString("0.000000", System.Globalization.CultureInfo.InvariantCulture), Lng = lng.ToString("0.000000", System.Globalization.CultureInfo.InvariantCulture) },
            Equipment = new Equipment { Terminals = terminals, Printers = terminals > 1 ? 1 : 0, StepFree = level <= DivisionLevel.County }
        }
    };

    private static OpeningHours Office() => Week(HolidayRule.OfficeDays, [1, 2, 3, 4, 5], ("08:30", "11:30"), ("13:00", "17:00"));

    private static OpeningHours Library() => Week(HolidayRule.EveryWeek, [2, 3, 4, 5, 6, 7], ("09:00", "17:00"));

    private static OpeningHours Village() => Week(HolidayRule.OfficeDays, [1, 2, 3, 4, 5], ("08:30", "11:00"));

    private static OpeningHours Week(HolidayRule rule, int[] days, params (string Opens, string Closes)[] spans)
    {
        var hours = new OpeningHours { HolidayRule = rule };
        hours.Week.Add(days.Select(d =>
        {
            var day = new WeekdayHours { Weekday = (Weekday)d };
            day.Spans.Add(spans.Select(s => new OpenSpan { Opens = s.Opens, Closes = s.Closes }));
            return day;
        }));
        return hours;
    }
}

/// <summary>anshan-2016-rooms.json.</summary>
internal sealed record RoomData(RoomCounty[] Counties);

internal sealed record RoomCounty(string Code, string Name, double Lat, double Lng, RoomTown[] Towns);

/// <param name="Villages">The last three digits of each code, and its name.</param>
internal sealed record RoomTown(string Code, string Name, string[] Villages);
