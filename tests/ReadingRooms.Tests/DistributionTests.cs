using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

public sealed class DistributionTests : DistributionTest
{
    [Fact]
    public async Task An_issue_is_distributed_once_to_all_rooms_of_its_day_however_often_the_event_comes()
    {
        await ImportFive();
        await Import(Record("later", "210302", RoomKind.ServiceHall, "2016-03-02"));
        var issued = Issue();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Tell(issued)));
        await Tell(issued);

        var distribution = Assert.Single((await Open.ListDistributionsAsync(new(), cancellationToken: Cancel)).Distributions);
        Assert.Equal((5, "2016-03-01", "2016-03-29", true, "2016年第1期"), (distribution.RoomCount, distribution.IssuedOn, distribution.DueOn, distribution.Automatic, distribution.Publication.Number));
        Assert.Contains("条例", distribution.DueBasis);
        Assert.Equal(5, (await Deliveries(distribution.Id)).Count);
        Assert.DoesNotContain(await Deliveries(distribution.Id), d => d.RoomName.Contains("later"));
    }

    [Fact]
    public async Task Where_there_is_no_room_nothing_is_owed()
    {
        await Tell(Issue());
        Assert.Empty((await Open.ListDistributionsAsync(new(), cancellationToken: Cancel)).Distributions);
        Assert.Equal("NO_ROOMS", await ReasonOf(StatusCode.FailedPrecondition, () => Publisher.CreateDistributionAsync(new() { RequestId = "1", Kind = PublicationKind.GazetteIssue, PublicationId = "issue-1" }, cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task An_item_is_distributed_by_call_to_chosen_levels_and_a_new_edition_again()
    {
        await ImportFive();
        Catalogue.Items["item"] = new Item { Id = "item", Title = "办法", DocumentNumber = "鞍政发〔2016〕1号", Agency = new AgencyReference { Id = "city" }, Edition = 1, PublishedOn = "2016-05-03" };
        var request = new CreateDistributionRequest { RequestId = "1", Kind = PublicationKind.Item, PublicationId = "item", Levels = { DivisionLevel.Town, DivisionLevel.Village }, DivisionCode = "210381" };
        var first = await Publisher.CreateDistributionAsync(request, cancellationToken: Cancel);

        Assert.Equal((2, false, 1), (first.RoomCount, first.Automatic, first.Publication.Edition));
        Assert.Equal(first, await Publisher.CreateDistributionAsync(request, cancellationToken: Cancel));
        request.RequestId = "2";
        Assert.Equal("DISTRIBUTED_ALREADY", await ReasonOf(StatusCode.AlreadyExists, () => Publisher.CreateDistributionAsync(request, cancellationToken: Cancel).ResponseAsync));
        (Catalogue.Items["item"].Edition, Catalogue.Items["item"].EditionTime) = (2, Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Host.Clock.GetUtcNow()));
        var second = await Publisher.CreateDistributionAsync(request, cancellationToken: Cancel);
        Assert.Equal((2, "2026-01-05"), (second.Publication.Edition, second.IssuedOn));
    }

    [Fact]
    public async Task What_is_not_public_or_not_the_callers_is_not_distributed()
    {
        await ImportFive();
        Catalogue.Items["gone"] = new Item { Id = "gone", Agency = new AgencyReference { Id = "city" }, Edition = 1, PublishedOn = "2016-05-03", Withdrawal = new Withdrawal() };
        Issue();
        foreach (var id in new[] { "gone", "never" })
            Assert.Equal("NO_SUCH_PUBLICATION", await ReasonOf(StatusCode.NotFound, () => Publisher.CreateDistributionAsync(new() { RequestId = "1", Kind = PublicationKind.Item, PublicationId = id }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, () => new DistributionService.DistributionServiceClient(As("x", Roles.Publisher, "county"))
            .CreateDistributionAsync(new() { RequestId = "1", Kind = PublicationKind.GazetteIssue, PublicationId = "issue-1" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["requestId REQUIRED", "kind REQUIRED", "publicationId REQUIRED", "levels[0] REQUIRED", "divisionCode NOT_A_DIVISION_CODE"],
            await Wrong(() => Publisher.CreateDistributionAsync(new() { Levels = { 0 }, DivisionCode = "x" }, cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task Coverage_counts_what_was_received_and_says_all_only_where_it_is_so()
    {
        var rooms = await ImportFive();
        var id = (await Distribute()).Id;
        var fates = await RecordDeliveries(id,
            Received(rooms[0], "2016-03-29"), Received(rooms[1], "2016-04-05", "2016-03-15"), Received(rooms[2], "2016-03-30"), new DeliveryRecord { RoomId = rooms[3], DeliveredOn = "2016-03-10", DeliveredBy = "EMS" });
        Assert.All(fates, f => Assert.Equal(DeliveryFate.Recorded, f.Fate));

        var coverage = await Coverage(id);
        Assert.Equal(
            new DeliveryFigures { RoomCount = 5, OwedCount = 5, ReceivedCount = 3, LateCount = 1, UnconfirmedCount = 1, MissingCount = 2, OverdueCount = 2, Percent = "60.00" }, coverage.Figures);
        Assert.Equal([(DivisionLevel.City, 2, 2, true), (DivisionLevel.County, 1, 1, true), (DivisionLevel.Town, 1, 0, false), (DivisionLevel.Village, 1, 0, false)],
            coverage.ByLevel.Select(l => (l.Level, l.Figures.OwedCount, l.Figures.ReceivedCount, l.Figures.Complete)));
        Assert.Equal([("210300", "鞍山市", "100.00"), ("210381", "海城市", "33.33")], coverage.ByDivision.Select(d => (d.DivisionCode, d.DivisionName, d.Figures.Percent)));
        Assert.Contains("应送 5 家次，已签收 3 家次（逾期 1），未签收 2 家次", coverage.Statement);
        Assert.Contains("those that opened later are not counted", coverage.StatementEnglish);
        Assert.Equal([(rooms[3], V1.DeliveryState.Delivered), (rooms[4], V1.DeliveryState.Overdue)], (await Deliveries(id)).Where(d => d.State is V1.DeliveryState.Delivered or V1.DeliveryState.Overdue).Select(d => (d.RoomId, d.State)));
        Assert.Equal(1, Assert.Single(await Deliveries(id, V1.DeliveryState.ReceivedLate)).DaysLate);

        await RecordDeliveries(id, Received(rooms[3], "2016-05-01"), new DeliveryRecord { RoomId = rooms[4], Excuse = "水毁停用" });
        var all = await Coverage(id);
        Assert.Equal((5, 1, 4, 4, true, "100.00"), (all.Figures.RoomCount, all.Figures.ExcusedCount, all.Figures.OwedCount, all.Figures.ReceivedCount, all.Figures.Complete, all.Figures.Percent));
        Assert.Contains("应送 4 家次已全部签收", all.Statement);
        Assert.Equal((3, 1), ((await Coverage(id, "2016-04-05")).Figures.ReceivedCount, (await Coverage(id, "2016-04-05")).Figures.UnconfirmedCount));
        Assert.Equal(0, (await Coverage(id, "2016-03-29")).Figures.OverdueCount);
    }

    [Fact]
    public async Task A_room_that_closes_within_the_time_is_excused_and_one_that_closes_later_is_not()
    {
        var rooms = await ImportFive();
        var id = (await Distribute()).Id;
        await Editor.CloseRoomAsync(new() { Id = rooms[0], ClosedOn = "2016-03-29", Reason = "撤并" }, cancellationToken: Cancel);
        await Editor.CloseRoomAsync(new() { Id = rooms[1], ClosedOn = "2016-03-30", Reason = "撤并" }, cancellationToken: Cancel);

        var excused = Assert.Single(await Deliveries(id, V1.DeliveryState.Excused));
        Assert.Equal((rooms[0], "已于 2016-03-29 关闭：撤并"), (excused.RoomId, excused.Excuse));
        Assert.Equal((1, 4), ((await Coverage(id)).Figures.ExcusedCount, (await Coverage(id)).Figures.OverdueCount));
        Assert.Equal(0, (await Coverage(id, "2016-03-28")).Figures.ExcusedCount);
    }

    [Fact]
    public async Task Records_that_cannot_be_are_refused_one_by_one()
    {
        var rooms = await ImportFive();
        var id = (await Distribute()).Id;
        var fates = await RecordDeliveries(id,
            Received(rooms[0], "2016-02-29"), Received(rooms[1], "2026-01-06"), Received("nobody", "2016-03-02"), new DeliveryRecord { RoomId = rooms[2] }, Received(rooms[3], "2016-03-02", "2016-03-03"),
            Received(rooms[4], "2016-03-02"), Received(rooms[4], "2016-03-02"));

        Assert.Equal(
            [
                "records[0].receivedOn BEFORE_ISSUE", "records[1].receivedOn IN_FUTURE", "records[2].roomId NOT_EXPECTED", "records[3].deliveredOn NOTHING_SAID", "records[4].receivedOn BEFORE_DELIVERED",
                "", "records[6].roomId REPEATED"
            ],
            fates.Select(f => string.Join(", ", f.Violations.Select(x => $"{x.Field} {x.Reason}"))));
        Assert.Equal(DeliveryFate.Unchanged, Assert.Single(await RecordDeliveries(id, Received(rooms[4], "2016-03-02"))).Fate);
        Assert.Equal("EXCUSED_AND_DELIVERED", Assert.Single(Assert.Single(await RecordDeliveries(id, new DeliveryRecord { RoomId = rooms[0], Excuse = "x", DeliveredOn = "2016-03-02" })).Violations).Reason);
        var stranger = new DistributionService.DistributionServiceClient(As("x", Roles.System, "stranger"));
        Assert.Equal("OTHER_AGENCY", Assert.Single(Assert.Single((await stranger.BatchRecordDeliveriesAsync(new() { DistributionId = id, Records = { Received(rooms[0], "2016-03-02") } }, cancellationToken: Cancel)).Results).Violations).Reason);
        var host = new DistributionService.DistributionServiceClient(As("x", Roles.System, "county"));
        Assert.Equal(DeliveryFate.Recorded, Assert.Single((await host.BatchRecordDeliveriesAsync(new() { DistributionId = id, Records = { Received(rooms[2], "2016-03-02") } }, cancellationToken: Cancel)).Results).Fate);
    }

    [Fact]
    public async Task A_year_is_the_sum_of_its_distributions()
    {
        var rooms = await ImportFive();
        var ids = new List<string>();
        for (var n = 1; n <= 3; n++) ids.Add((await Distribute($"issue-{n}", $"2016-0{n}-01", n)).Id);
        await Distribute("other-year", "2017-01-03");
        await RecordDeliveries(ids[0], rooms.Select(r => Received(r, "2016-01-10")));
        await RecordDeliveries(ids[1], rooms.Take(2).Select(r => Received(r, "2016-02-10")));

        var year = await Open.GetYearCoverageAsync(new() { Year = 2016, GazettesOnly = true }, cancellationToken: Cancel);
        Assert.Equal((3, 3, 1), (year.DistributionCount, year.GazetteCount, year.CompleteCount));
        Assert.Equal((15, 7, 8, "46.67", false), (year.Figures.OwedCount, year.Figures.ReceivedCount, year.Figures.MissingCount, year.Figures.Percent, year.Figures.Complete));
        Assert.Contains("2016 年印发的政府公报 3 项", year.Statement);
        Assert.Equal(0, (await Open.GetYearCoverageAsync(new() { Year = 2015 }, cancellationToken: Cancel)).DistributionCount);
        Assert.Equal(2, (await Open.ListDistributionsAsync(new() { Year = 2016, PageSize = 2 }, cancellationToken: Cancel)).Distributions.Count);
    }

    [Fact]
    public async Task Rooms_are_reminded_once_for_each_stage()
    {
        var told = new System.Collections.Concurrent.ConcurrentBag<DeliveryReminder>();
        _reminded = told.Add;
        var rooms = await ImportFive();
        GoTo("2026-03-02");
        var distribution = await Distribute("issue-1", "2026-03-02");
        Assert.Equal("2026-03-30", distribution.DueOn);
        await RecordDeliveries(distribution.Id, Received(rooms[0], "2026-03-02"));
        var work = Host.Services.GetRequiredService<ReminderWork>();
        foreach (var day in new[] { "2026-03-20", "2026-03-23", "2026-03-24", "2026-03-30", "2026-03-31", "2026-04-07" })
        {
            GoTo(day);
            await Task.WhenAll(work.RunOnce(Cancel), work.RunOnce(Cancel));
            if (day == "2026-03-24") await RecordDeliveries(distribution.Id, Received(rooms[1], "2026-03-24"));
        }

        for (var i = 0; i < 3; i++) await _arrived.WaitAsync(Cancel);
        Assert.Equal(
            [(ReminderStage.DueSoon, "210300", 1), (ReminderStage.DueSoon, "210381", 3), (ReminderStage.Overdue, "210381", 3)],
            told.Select(r => (r.Stage, r.DivisionCode, r.RoomIds.Count)).Order().ToList());
    }

    private readonly SemaphoreSlim _arrived = new(0);
    private Action<DeliveryReminder>? _reminded;

    protected override void Map(Microsoft.AspNetCore.Builder.WebApplication app)
    {
        base.Map(app);
        Foundation.Messaging.EventHandling.MapTopic<DeliveryReminder>(app, (_, received, _) =>
        {
            _reminded?.Invoke(received.Event);
            _arrived.Release();
            return Task.CompletedTask;
        });
    }
}
