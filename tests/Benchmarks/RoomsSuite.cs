using System.Diagnostics;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.ReadingRooms;
using Sunshine.ReadingRooms.V1;
using Collections = Sunshine.ReadingRooms.Collections;

namespace Sunshine.Benchmarks;

/// <summary>The nearest of a million reading rooms, through gRPC: at places like those where rooms are, with and without filters.</summary>
internal static class RoomsSuite
{
    private const int Calls = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(20);

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var count = numbers.Count > 0 ? int.Parse(numbers[0]) : 1_000_000;
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder, prepare: to => Fill(Path.Combine(to, "reading-rooms.db"), count).GetAwaiter().GetResult());
        var rooms = new RoomService.RoomServiceClient(server.Connection.Channel);
        var began = Stopwatch.GetTimestamp();
        var all = await rooms.GetStatisticsAsync(new(), deadline: TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime);
        report.Note($"the first call, which reads everything into memory, took {Report.Show(Stopwatch.GetElapsedTime(began))}; {all.RoomCount:N0} rooms");

        var random = new Random(2);
        report.Time("the nearest five", await Report.Median(Calls, () => Ask(new() { Limit = 5 })), Limit, 1);
        report.Time("the nearest hundred", await Report.Median(Calls, () => Ask(new() { Limit = 100 })), Limit, null);
        report.Time("the nearest ten libraries that a wheelchair gets into", await Report.Median(Calls, () => Ask(new() { Kind = RoomKind.Library, StepFree = true })), Limit, 1);
        report.Time("the nearest ten that are open now", await Report.Median(Calls, () => Ask(new() { OpenNow = true })), Limit, 1);
        report.Time("statistics over all", await Report.Median(Calls, async () => (await rooms.GetStatisticsAsync(new())).RoomCount), TimeSpan.FromMilliseconds(500), null);
        report.Note($"the server has {server.OwnMemory / 1024 / 1024:N0} MiB");

        async Task<int> Ask(GetNearestRoomsRequest request)
        {
            (request.Lat, request.Lng) = ($"{18 + random.NextDouble() * 35:0.0000000}", $"{75 + random.NextDouble() * 58:0.0000000}");
            return (await rooms.GetNearestRoomsAsync(request)).Rooms.Count;
        }
    }

    /// <summary>Over the country from Hainan to Heilongjiang, in 300 counties; every tenth is open at any hour.</summary>
    private static async Task Fill(string file, int count)
    {
        await using var store = new SqliteStore(file, TimeProvider.System);
        var collections = new Collections(store);
        var random = new Random(1);
        var office = Hours(510, 1020, 5);
        var always = Hours(0, 1440, 7);
        var now = TimeProvider.System.GetUtcNow();
        IReadOnlyList<Sunshine.ReadingRooms.RoomSpell> spells = [new(new DateOnly(2014, 1, 1), null, "")];
        foreach (var part in Enumerable.Range(0, count).Chunk(10_000))
        {
            await collections.Rooms.Write(
            [
                .. part.Select(i => new Sunshine.ReadingRooms.Room
                {
                    Id = $"room-{i:0000000}", AgencyId = "host", SourceId = $"{i}", Spells = spells, CreatedAt = now, UpdatedAt = now,
                    Content = new(
                        $"查阅点 {i}", (RoomKind)(i % 5 + 1), DivisionLevel.Village, $"{210_101 + i % 300}{101 + i % 20}{201 + i % 50}", "胜利路 1 号",
                        new GeoPoint(random.Next(180_000_000, 530_000_000), random.Next(750_000_000, 1_330_000_000)), i % 10 == 0 ? always : office, "", new(1, 1, i % 3 == 0, false))
                }).Select(r => Write.Create(r.Id, r))
            ], CancellationToken.None);
        }
    }

    private static Sunshine.ReadingRooms.OpeningHours Hours(int opens, int closes, int days) =>
        new([.. Enumerable.Range(1, days).Select(d => new Sunshine.ReadingRooms.WeekdayHours((Weekday)d, [new(opens, closes)]))], HolidayRule.EveryWeek, Weekday.Monday, []);
}
