using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

public sealed class UseTests : RoomsTest
{
    [Fact]
    public async Task A_day_that_is_sent_again_takes_the_place_of_what_was_said()
    {
        var rooms = await ImportFive();
        Assert.Equal([RecordFate.Created, RecordFate.Created, RecordFate.Created], await Record(Day(rooms[0], "2016-03-01", 10), Day(rooms[0], "2016-03-02", 5), Day(rooms[4], "2016-12-31", 1, "gateway")));
        Assert.Equal([RecordFate.Unchanged, RecordFate.Updated], await Record(Day(rooms[0], "2016-03-01", 10), Day(rooms[0], "2016-03-02", 7)));
        Assert.Equal([RecordFate.Created], await Record(Day(rooms[0], "2016-03-01", 3, "gateway")));
        await Record(Day(rooms[0], "2017-01-01", 99));

        var year = await Statistics(2016);
        Assert.Equal((21L, 42L, 2), (year.Counts.Visits, year.Counts.Lookups, year.ReportingRoomCount));
        Assert.Equal([20L, 0, 0, 1], year.ByLevel.Select(l => l.Counts.Visits));
        Assert.Equal([("210300", "鞍山市", 20L), ("210381", "海城市", 1L)], year.ByDivision.Select(d => (d.DivisionCode, d.DivisionName, d.Counts.Visits)));
        Assert.Equal((20L, 1L, 12), (year.ByMonth[2].Counts.Visits, year.ByMonth[11].Counts.Visits, year.ByMonth.Count));
        Assert.Equal(1, (await Statistics(2016, "210381")).Counts.Visits);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_leaves_the_rest_alone()
    {
        var rooms = await ImportFive();
        var answer = await new UseService.UseServiceClient(As("machine", Roles.System, "county")).BatchRecordUseAsync(new()
        {
            Records =
            {
                Day(rooms[0], "2016-03-01", 1), Day(rooms[2], "2026-01-06", 1), Day(rooms[2], "x", -1, "Desk!"), Day("nobody", "2016-03-01", 1_000_001), Day(rooms[2], "2016-03-01", 1), Day(rooms[2], "2016-03-01", 1)
            }
        }, cancellationToken: Cancel);

        Assert.Equal(
            ["roomId OTHER_AGENCY", "on IN_FUTURE", "on NOT_A_DAY, source MALFORMED, counts.visits OUT_OF_RANGE, counts.lookups OUT_OF_RANGE", "roomId NO_SUCH_ROOM, counts.visits OUT_OF_RANGE, counts.lookups OUT_OF_RANGE", "", "on REPEATED"],
            answer.Results.Select((r, i) => string.Join(", ", r.Violations.Select(f => $"{f.Field.Replace($"records[{i}].", "")} {f.Reason}"))));
        Assert.Equal(1, (await Statistics(2016)).Counts.Visits);
    }

    [Fact]
    public async Task Of_many_days_that_come_at_once_none_is_lost()
    {
        var rooms = await ImportFive();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(d => Record(Day(rooms[0], $"2016-03-{d:00}", 1))));
        Assert.Equal(20, (await Statistics(2016)).Counts.Visits);
    }

    private static UseRecord Day(string room, string on, long visits, string source = "") => new() { RoomId = room, On = on, Source = source, Counts = new V1.UseCounts { Visits = visits, Lookups = visits * 2 } };

    private async Task<IEnumerable<RecordFate>> Record(params UseRecord[] records) =>
        (await new UseService.UseServiceClient(As("editor", Roles.Editor)).BatchRecordUseAsync(new() { Records = { records } }, cancellationToken: Cancel)).Results.Select(r => r.Fate);

    private async Task<UseStatistics> Statistics(int year, string division = "") =>
        await new UseService.UseServiceClient(Host.Invoker()).GetUseStatisticsAsync(new() { Year = year, DivisionCode = division }, cancellationToken: Cancel);
}
