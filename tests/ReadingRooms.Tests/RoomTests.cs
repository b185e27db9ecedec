using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

public sealed class RoomTests : RoomsTest
{
    [Fact]
    public async Task A_room_is_created_once_and_read_by_anybody()
    {
        var request = new CreateRoomRequest { RequestId = "1", AgencyId = "city", Content = Content(lat: "41.1087", lng: "122.9943"), OpenedOn = "2014-05-01" };
        var created = await Editor.CreateRoomAsync(request, cancellationToken: Cancel);
        var again = await Editor.CreateRoomAsync(request, cancellationToken: Cancel);
        var read = await Anybody.GetRoomAsync(new() { Id = created.Id }, cancellationToken: Cancel);

        Assert.Equal(created, again);
        Assert.Equal(created, read);
        var expected = request.Content.Clone();
        (expected.Hours.HolidayRule, expected.Hours.MakeUpWeekday) = (HolidayRule.OfficeDays, Weekday.Monday);
        Assert.Equal(expected, read.Content);
        Assert.Equal(("机关 city", "鞍山市", false, "2014-05-01", ""), (read.AgencyName, read.DivisionName, read.Closed, read.Spells[0].OpenedOn, read.Spells[0].ClosedOn));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var content = new V1.RoomContent
        {
            Name = "13812345678", DivisionCode = "210381105", Level = DivisionLevel.County, Coordinates = new Coordinates { Lat = "x", Lng = "0" }, Phone = "abc", Equipment = new V1.Equipment { Terminals = -1 },
            Hours = new V1.OpeningHours
            {
                Week =
                {
                    new V1.WeekdayHours { Weekday = Weekday.Monday, Spans = { new V1.OpenSpan { Opens = "08:30", Closes = "12:00" }, new V1.OpenSpan { Opens = "11:00", Closes = "24:01" }, new V1.OpenSpan { Opens = "11:00", Closes = "13:00" } } },
                    new V1.WeekdayHours { Weekday = Weekday.Monday }
                },
                Exceptions = { new V1.HoursException { On = "2016-02-30" } }
            }
        };
        Assert.Equal(
            [
                "requestId REQUIRED", "agencyId REQUIRED", "content.name PERSONAL_DATA", "content.kind REQUIRED", "content.level NOT_THE_DIVISIONS_LEVEL", "content.address REQUIRED", "content.phone MALFORMED",
                "content.equipment.terminals OUT_OF_RANGE", "content.coordinates.lat NOT_A_COORDINATE", "content.hours.week[0].spans[1].closes NOT_A_TIME", "content.hours.week[0].spans[2].opens OVERLAPS",
                "content.hours.week[1].weekday REPEATED", "content.hours.week[1].spans TOO_FEW", "content.hours.exceptions[0].on NOT_A_DAY", "openedOn IN_FUTURE"
            ],
            await Wrong(() => Editor.CreateRoomAsync(new() { Content = content, OpenedOn = "2026-01-06" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["content.divisionCode NO_SUCH_DIVISION"], await WrongWith(c => c.DivisionCode = "210399"));
        Assert.Equal(["content.divisionCode NOT_A_DIVISION_CODE"], await WrongWith(c => c.DivisionCode = "210000"));
    }

    [Fact]
    public async Task Only_who_acts_for_the_host_changes_a_room()
    {
        var id = (await ImportFive())[0];
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, () => new RoomService.RoomServiceClient(As("x", Roles.Editor, "county")).CloseRoomAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, () => new RoomService.RoomServiceClient(As("x", Roles.System, "stranger"))
            .CreateRoomAsync(new() { RequestId = "1", AgencyId = "city", Content = Content() }, cancellationToken: Cancel).ResponseAsync));
        var refused = await new RoomService.RoomServiceClient(As("x", Roles.System, "stranger")).BatchImportRoomsAsync(new() { Records = { Record("archive", "210300", RoomKind.Archive) } }, cancellationToken: Cancel);
        Assert.Equal("OTHER_AGENCY", Assert.Single(Assert.Single(refused.Results).Violations).Reason);
    }

    [Fact]
    public async Task A_change_needs_the_etag_it_was_based_on()
    {
        var read = await Anybody.GetRoomAsync(new() { Id = (await ImportFive())[0] }, cancellationToken: Cancel);
        var update = new UpdateRoomRequest { Room = new V1.Room { Id = read.Id, Etag = read.Etag, Content = new V1.RoomContent { Phone = "0412-110" } }, UpdateMask = new() { Paths = { "content.phone" } } };
        Assert.Equal("0412-110", (await Editor.UpdateRoomAsync(update, cancellationToken: Cancel)).Content.Phone);
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, () => Editor.UpdateRoomAsync(update, cancellationToken: Cancel).ResponseAsync));
        update.UpdateMask.Paths.Add("id");
        Assert.Equal(["updateMask UNKNOWN_FIELD"], await Wrong(() => Editor.UpdateRoomAsync(update, cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task A_room_is_closed_and_opened_again_and_was_there_in_between()
    {
        var id = (await ImportFive())[0];
        Assert.Equal(["closedOn NOT_AFTER_OPENED", "reason REQUIRED"], await Wrong(() => Editor.CloseRoomAsync(new() { Id = id, ClosedOn = "2014-01-01" }, cancellationToken: Cancel).ResponseAsync));
        Assert.True((await Editor.CloseRoomAsync(new() { Id = id, ClosedOn = "2018-01-01", Reason = "迁址" }, cancellationToken: Cancel)).Closed);
        Assert.Equal("ROOM_CLOSED", await ReasonOf(StatusCode.FailedPrecondition, () => Editor.CloseRoomAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["openedOn BEFORE_CLOSED"], await Wrong(() => Editor.ReopenRoomAsync(new() { Id = id, OpenedOn = "2017-12-31" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(2, (await Editor.ReopenRoomAsync(new() { Id = id, OpenedOn = "2019-01-01" }, cancellationToken: Cancel)).Spells.Count);
        Assert.Equal("ROOM_OPEN", await ReasonOf(StatusCode.FailedPrecondition, () => Editor.ReopenRoomAsync(new() { Id = id }, cancellationToken: Cancel).ResponseAsync));

        Assert.Equal((5, 4, 5), (await Count("2017-12-31"), await Count("2018-01-01"), await Count("2019-01-01")));
        var year = await Anybody.GetStatisticsAsync(new() { AsOf = "2018-12-31" }, cancellationToken: Cancel);
        Assert.Equal((0, 1, 4), (year.OpenedInYear, year.ClosedInYear, year.RecordedLaterCount));
    }

    [Fact]
    public async Task The_same_import_changes_nothing_and_another_changes_what_it_says()
    {
        await ImportFive();
        var same = await Editor.BatchImportRoomsAsync(new() { Records = { Record("archive", "210300", RoomKind.Archive) } }, cancellationToken: Cancel);
        var other = Record("archive", "210300", RoomKind.Archive);
        (other.ClosedOn, other.ClosingReason) = ("2020-06-01", "撤并");
        var changed = await Editor.BatchImportRoomsAsync(new() { Records = { other, other, Record("", "1", RoomKind.Archive) } }, cancellationToken: Cancel);

        Assert.Equal(RecordFate.Unchanged, Assert.Single(same.Results).Fate);
        Assert.Equal([RecordFate.Updated, RecordFate.Refused, RecordFate.Refused], changed.Results.Select(r => r.Fate));
        Assert.Equal(["records[1].sourceId REPEATED"], changed.Results[1].Violations.Select(f => $"{f.Field} {f.Reason}"));
        Assert.Equal(["records[2].sourceId REQUIRED", "records[2].content.level REQUIRED", "records[2].content.divisionCode NOT_A_DIVISION_CODE"], changed.Results[2].Violations.Select(f => $"{f.Field} {f.Reason}"));
        Assert.True((await Anybody.GetRoomAsync(new() { Id = same.Results[0].Id }, cancellationToken: Cancel)).Closed);
    }

    [Fact]
    public async Task Lists_are_by_division_level_kind_and_host_and_paged()
    {
        var ids = await ImportFive();
        Assert.Equal(3, (await Anybody.ListRoomsAsync(new() { DivisionCode = "210381" }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(2, (await Anybody.ListRoomsAsync(new() { Level = DivisionLevel.City }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(1, (await Anybody.ListRoomsAsync(new() { Kind = RoomKind.Library }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(3, (await Anybody.ListRoomsAsync(new() { AgencyId = "county" }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(0, (await Anybody.ListRoomsAsync(new() { AsOf = "2013-12-31" }, cancellationToken: Cancel)).TotalSize);

        var (read, token) = (new List<string>(), "");
        do
        {
            var page = await Anybody.ListRoomsAsync(new() { PageSize = 2, PageToken = token }, cancellationToken: Cancel);
            read.AddRange(page.Rooms.Select(r => r.Id));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(ids.Order(StringComparer.Ordinal), read);
    }

    [Fact]
    public async Task Of_many_that_change_one_room_at_once_every_change_is_there_or_refused()
    {
        var id = (await ImportFive())[0];
        var fates = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await Editor.UpdateRoomAsync(new() { Room = new V1.Room { Id = id, Content = new V1.RoomContent { Phone = $"0412-{i:000}" } }, UpdateMask = new() { Paths = { "content.phone" } } }, cancellationToken: Cancel);
                return 1;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                return 0;
            }
        }));
        Assert.Equal($"r{1 + fates.Sum()}", (await Anybody.GetRoomAsync(new() { Id = id }, cancellationToken: Cancel)).Etag);
    }

    [Fact]
    public async Task So_many_mistakes_are_told_as_a_refusal_holds() =>
        Assert.InRange((await WrongWith(c => c.Hours.Exceptions.Add(Enumerable.Range(0, 366).Select(_ => new V1.HoursException { On = "x", Spans = { Enumerable.Range(0, 6).Select(_ => new V1.OpenSpan()) } })))).Count, 60, 75);

    private async Task<int> Count(string day) => (await Anybody.GetStatisticsAsync(new() { AsOf = day }, cancellationToken: Cancel)).RoomCount;

    private Task<IReadOnlyList<string>> WrongWith(Action<V1.RoomContent> change)
    {
        var content = Content();
        change(content);
        return Wrong(() => Editor.CreateRoomAsync(new() { RequestId = "1", AgencyId = "city", Content = content }, cancellationToken: Cancel).ResponseAsync);
    }
}
