using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>A city of the size of Anshan: 1,283 rooms over four levels, three of them the city's own, and a year's sixteen issues of the gazette to all of them.</summary>
public sealed class CityTests : DistributionTest
{
    /// <summary>Towns, and villages in all, of each county.</summary>
    private static readonly (string Code, int Towns, int Villages)[] Counties =
        [("210302", 11, 108), ("210303", 9, 95), ("210304", 9, 116), ("210311", 5, 64), ("210321", 12, 170), ("210323", 24, 205), ("210381", 26, 419)];

    [Fact]
    public async Task It_can_be_said_whether_every_issue_reached_every_room()
    {
        var rooms = await ImportCity();
        var statistics = RoomStatistics.Parser.ParseJson(await Host.Http().GetStringAsync("/api/v1/reading-rooms/statistics", Cancel));
        Assert.Equal(1_283, statistics.RoomCount);
        Assert.Equal([(DivisionLevel.City, 3), (DivisionLevel.County, 7), (DivisionLevel.Town, 96), (DivisionLevel.Village, 1_177)], statistics.ByLevel.Select(l => (l.Level, l.RoomCount)));
        Assert.Equal(("210300", 3), (statistics.ByDivision[0].DivisionCode, statistics.ByDivision[0].RoomCount));
        foreach (var year in new[] { 2014, 2015, 2016 }) Assert.Equal(1_283, (await Anybody.GetStatisticsAsync(new() { AsOf = $"{year}-12-31" }, cancellationToken: Cancel)).RoomCount);
        Assert.Equal(0, (await Anybody.GetStatisticsAsync(new() { AsOf = "2013-12-31" }, cancellationToken: Cancel)).RoomCount);

        for (var n = 1; n <= 16; n++)
        {
            var id = (await Distribute($"issue-{n}", new DateOnly(2016, 1, 4).AddDays(n * 20).ToString("yyyy-MM-dd"), n)).Id;
            var on = new DateOnly(2016, 1, 4).AddDays(n * 20 + 7).ToString("yyyy-MM-dd");
            Assert.All(await RecordDeliveries(id, rooms.Skip(n == 16 ? 1 : 0).Select(r => Received(r, on))), d => Assert.Equal(DeliveryFate.Recorded, d.Fate));
        }

        var coverage = await Open.GetYearCoverageAsync(new() { Year = 2016 }, cancellationToken: Cancel);
        Assert.Equal((16, 15, 1_283 * 16, 1_283 * 16 - 1, false), (coverage.GazetteCount, coverage.CompleteCount, coverage.Figures.OwedCount, coverage.Figures.ReceivedCount, coverage.Figures.Complete));
        Assert.Equal("100.00", coverage.Figures.Percent);
        var gap = Assert.Single(await Deliveries((await Open.ListDistributionsAsync(new() { Year = 2016, PageSize = 1 }, cancellationToken: Cancel)).Distributions[0].Id, DeliveryState.Overdue));
        Assert.Equal(rooms[0], gap.RoomId);
    }

    private async Task<IReadOnlyList<string>> ImportCity()
    {
        var (divisions, rooms) = (new List<DivisionRecord>(), new List<RoomRecord>
        {
            Record("市档案馆", "210300", RoomKind.Archive), Record("市图书馆", "210300", RoomKind.Library), Record("市公共行政服务中心", "210300", RoomKind.ServiceHall)
        });
        foreach (var (code, towns, villages) in Counties)
        {
            Add(code, RoomKind.ServiceHall);
            for (var t = 1; t <= towns; t++) Add($"{code}{100 + t}", RoomKind.Town);
            for (var i = 0; i < villages; i++) Add($"{code}{100 + 1 + i % towns}{200 + i / towns}", RoomKind.Village);
        }

        foreach (var part in divisions.Chunk(1_000))
        {
            var answer = await new RoomService.RoomServiceClient(As("admin", Roles.Admin, "")).BatchImportDivisionsAsync(new() { Records = { part } }, cancellationToken: Cancel);
            Assert.All(answer.Results, r => Assert.NotEqual(RecordFate.Refused, r.Fate));
        }

        return await Import(rooms);

        void Add(string code, RoomKind kind)
        {
            if (DivisionCode.LevelOf(code) != DivisionLevel.County || code is not ("210302" or "210381")) divisions.Add(new DivisionRecord { Code = code, Name = "区划 " + code });
            rooms.Add(Record(code, code, kind));
        }
    }
}
