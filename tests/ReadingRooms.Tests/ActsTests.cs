using Sunshine.Foundation.Hosting;
using Sunshine.Ledger.V1;
using Sunshine.ReadingRooms.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>What the service of reading rooms tells the ledger, and that it adds up to its own figures.</summary>
public sealed class ActsTests : DistributionTest
{
    [Fact]
    public async Task Rooms_of_a_months_end_are_the_sum_of_all_months_until_then_wherever_they_moved()
    {
        await ImportFive();
        var room = await Editor.CreateRoomAsync(new() { RequestId = "1", AgencyId = "city", Content = Content("210302", RoomKind.ServiceHall), OpenedOn = "2015-03-04" }, cancellationToken: Cancel);
        await Editor.CloseRoomAsync(new() { Id = room.Id, ClosedOn = "2015-08-01", Reason = "维修" }, cancellationToken: Cancel);
        await Editor.ReopenRoomAsync(new() { Id = room.Id, OpenedOn = "2016-02-01" }, cancellationToken: Cancel);
        await Compare(await Told());
        await Editor.UpdateRoomAsync(new() { Room = new() { Id = room.Id, Content = Content("210381105201", RoomKind.Village) }, UpdateMask = new() { Paths = { "content" } } }, cancellationToken: Cancel);
        var gone = Record("gushu", "210381105201", RoomKind.Village, agency: "county");
        (gone.ClosedOn, gone.ClosingReason) = ("2016-05-20", "撤并");
        await Import(gone);

        var told = await Told();

        await Compare(told);
        Assert.Equal(
            ["2015-03 agency=city county=210381 level=VILLAGE 1", "2015-08 agency=city county=210381 level=VILLAGE -1", "2016-02 agency=city county=210381 level=VILLAGE 1"],
            told.Lines("reading-rooms.rooms").Where(l => l.Contains("agency=city county=210381", StringComparison.Ordinal)));
        var acts = told.Acts.Where(a => a.Resource == "rooms/" + room.Id).ToList();
        Assert.Equal(["change=CREATED", "change=CLOSED", "change=REOPENED", "change=UPDATED"], acts.Select(a => a.Notes[0]));
        Assert.All(acts, a => Assert.Equal(ActKind.RoomChanged, a.Kind));
        Assert.Equal([1, 2, 3, 4], acts.Select(a => a.Revision));
    }

    [Fact]
    public async Task What_was_distributed_and_received_counts_by_the_day_of_issue()
    {
        var rooms = await ImportFive();
        var first = (await Distribute()).Id;
        var second = (await Distribute("issue-2", "2016-12-28", 2)).Id;
        await RecordDeliveries(first, Received(rooms[0], "2016-03-29"), new DeliveryRecord { RoomId = rooms[3], DeliveredOn = "2016-03-10" }, new DeliveryRecord { RoomId = rooms[4], Excuse = "水毁停用" });
        await RecordDeliveries(first, Received(rooms[0], "2016-03-29"), Received(rooms[3], "2016-05-01"));
        await RecordDeliveries(second, Received(rooms[1], "2017-01-03"));

        var told = await Told();

        var coverage = await Open.GetYearCoverageAsync(new() { Year = 2016 }, cancellationToken: Cancel);
        Assert.Equal((coverage.DistributionCount, coverage.Figures.ReceivedCount), (told.Sum("reading-rooms.distributions", "2016"), told.Sum("reading-rooms.deliveries", "2016")));
        Assert.Equal(["2016-03 agency=city 2", "2016-12 agency=city 1"], told.Lines("reading-rooms.deliveries"));
        Assert.Equal(["2016-03 agency=city 1", "2016-12 agency=city 1"], told.Lines("reading-rooms.distributions"));
        Assert.Equal(2, told.Acts.Count(a => a.Kind == ActKind.Distributed));
        Assert.All(told.Acts.Where(a => a.Kind == ActKind.Delivered), a => Assert.NotEmpty(a.Counts));
    }

    private async Task Compare(ActLog told)
    {
        foreach (var (day, months) in new[] { ("2014-12-31", 12), ("2015-07-31", 19), ("2015-12-31", 24), ("2016-04-30", 28), ("2016-05-31", 29), ("2026-01-05", 145) })
        {
            var figures = await Anybody.GetStatisticsAsync(new() { AsOf = day }, cancellationToken: Cancel);
            decimal Until(params string[] by) => Enumerable.Range(0, months).Sum(m => told.Sum("reading-rooms.rooms", $"{2014 + m / 12}-{m % 12 + 1:00}", by));
            Assert.Equal(figures.RoomCount, Until());
            Assert.All(figures.ByLevel, l => Assert.Equal(l.RoomCount, Until("level=" + l.Level.ShortName())));
            Assert.All(figures.ByDivision, d => Assert.Equal(d.RoomCount, Until("county=" + d.DivisionCode)));
        }
    }

    private Task<ActLog> Told() => ActLog.Of(StoreOf(Host), ReadingRoomsModule.Name, Acts.Of, Cancel);
}
