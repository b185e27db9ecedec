using System.Globalization;
using CsCheck;
using Grpc.Core;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>What is nearest, exactly: against looking at everything.</summary>
public sealed class NearestTests : RoomsTest
{
    private static readonly Gen<GeoPoint> Anywhere = Gen.Select(Gen.Int[-900_000_000, 900_000_000], Gen.Int[-1_800_000_000, 1_800_000_000], (lat, lng) => new GeoPoint(lat, lng));

    /// <summary>Where grids go wrong: around the poles and the 180th meridian, and all in one town.</summary>
    private static readonly Gen<GeoPoint> Places = Gen.Frequency(
        (2, Anywhere), (2, Gen.Select(Gen.Int[899_000_000, 900_000_000], Gen.Int[-1_800_000_000, 1_800_000_000], (lat, lng) => new GeoPoint(lat, lng))),
        (2, Gen.Select(Gen.Int[-10_000_000, 10_000_000], Gen.Int[-5_000_000, 5_000_000], (lat, lng) => new GeoPoint(lat, lng < 0 ? -1_800_000_000 - lng : 1_800_000_000 - lng))),
        (4, Gen.Select(Gen.Int[410_000_000, 412_000_000], Gen.Int[1_228_000_000, 1_231_000_000], (lat, lng) => new GeoPoint(lat / 1_000 * 1_000, lng / 1_000 * 1_000))));

    [Fact]
    public void The_index_finds_what_looking_at_everything_finds() =>
        Gen.Select(Places.List[0, 300], Places, Gen.Int[1, 12], Gen.Int[1, 4]).Sample((places, from, count, every) =>
        {
            var rooms = places.Select((p, i) => Entry($"{i:000}", p, i % every == 0)).ToList();
            var expected = rooms.Where(r => r.Equipment.StepFree).OrderBy(r => from.MetresTo(r.At!)).ThenBy(r => r.Id, StringComparer.Ordinal).Take(count).Select(r => r.Id);

            Assert.Equal(expected, NearestIndex.Of(rooms).Find(from, count, r => r.Equipment.StepFree).Select(f => f.Room.Id));
        }, iter: 3_000);

    [Fact]
    public void An_index_that_was_changed_is_like_one_that_was_built_anew() =>
        Gen.Select(Places.List[1, 60], Places.List[1, 60], Places).Sample((before, after, from) =>
        {
            var old = before.Select((p, i) => Entry($"{i:000}", p, true)).ToList();
            var changed = after.Select((p, i) => Entry($"{i * 2:000}", p, true)).ToList();
            var ids = changed.Select(c => c.Id).ToHashSet();

            Assert.Equal(
                NearestIndex.Of([.. old.Where(o => !ids.Contains(o.Id)), .. changed]).Find(from, 20, _ => true).Select(f => f.Room),
                NearestIndex.Of(old).With([.. old.Where(o => ids.Contains(o.Id))], changed).Find(from, 20, _ => true).Select(f => f.Room));
        }, iter: 500);

    [Fact]
    public void Distances_are_those_over_the_ground()
    {
        // A degree of a meridian, a quarter of the globe, and from Anshan to Shenyang.
        Assert.Equal(111_195, new GeoPoint(0, 0).MetresTo(new GeoPoint(10_000_000, 0)), 1.0);
        Assert.Equal(Math.PI / 2 * GeoPoint.Radius, new GeoPoint(0, 0).MetresTo(new GeoPoint(900_000_000, 1_234_567_890)), 1.0);
        Assert.Equal(0, new GeoPoint(411_087_000, 1_800_000_000).MetresTo(new GeoPoint(411_087_000, -1_800_000_000)), 0.01);
        Assert.Equal(85_639, new GeoPoint(411_087_000, 1_229_943_000).MetresTo(new GeoPoint(418_057_000, 1_234_315_000)), 1.0);
    }

    [Fact]
    public async Task Rooms_come_by_distance_with_metres_and_whether_they_are_open()
    {
        await Import(
            Record("far", "210381", RoomKind.ServiceHall, lat: "40.8523", lng: "122.7520"), Record("near", "210300", RoomKind.Library, lat: "41.1087", lng: "122.9943"),
            Record("next", "210302", RoomKind.Archive, lat: "41.12", lng: "122.99"), Record("nowhere", "210302", RoomKind.Archive));

        var found = await Anybody.GetNearestRoomsAsync(new() { Lat = "41.11", Lng = "122.99", Limit = 5 }, cancellationToken: Cancel);

        Assert.Equal(["near", "next", "far"], found.Rooms.Select(r => r.Room.SourceId));
        Assert.Equal([388, 1112, 34_932], found.Rooms.Select(r => r.Metres));
        // Noon of a Monday is in the break.
        Assert.All(found.Rooms, r => Assert.Equal((false, new DateTime(2026, 1, 5, 5, 0, 0)), (r.Opening.Open, r.Opening.OpensAt.ToDateTime())));
        Assert.Equal("铁东区", found.Rooms[1].Room.DivisionName);
    }

    [Fact]
    public async Task Filters_are_by_opening_kind_level_access_and_division()
    {
        var always = Record("always", "210381105201", RoomKind.Village, lat: "41.2", lng: "123");
        always.Content.Hours = new V1.OpeningHours { HolidayRule = HolidayRule.EveryWeek, Week = { Enumerable.Range(1, 7).Select(d => new V1.WeekdayHours { Weekday = (Weekday)d, Spans = { new V1.OpenSpan { Opens = "00:00", Closes = "24:00" } } }) } };
        always.Content.Equipment = null;
        var closed = Record("closed", "210300", RoomKind.Archive, lat: "41.11", lng: "122.99");
        (closed.ClosedOn, closed.ClosingReason) = ("2020-01-01", "撤并");
        await Import(always, closed, Record("office", "210302", RoomKind.ServiceHall, lat: "41.11", lng: "122.99"));

        Assert.Equal(["office", "always"], await Near(new()));
        Assert.Equal(["always"], await Near(new() { OpenNow = true }));
        Assert.Equal(["always"], await Near(new() { Kind = RoomKind.Village }));
        Assert.Equal(["office"], await Near(new() { Level = DivisionLevel.County }));
        Assert.Equal(["office"], await Near(new() { StepFree = true }));
        Assert.Equal(["always"], await Near(new() { DivisionCode = "210381" }));
        Assert.Equal(["office", "always"], await Near(new() { DivisionCode = "210300" }));
        Assert.Equal(["office"], await Near(new() { Limit = 1 }));
    }

    [Fact]
    public async Task What_is_no_place_is_refused_with_everything_that_is_wrong()
    {
        Assert.Equal(["lat NOT_A_COORDINATE", "lng NOT_A_COORDINATE", "limit OUT_OF_RANGE"], await Wrong(() => Anybody.GetNearestRoomsAsync(new() { Lat = "91", Lng = "1e2", Limit = 101 }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["lat REQUIRED", "lng NOT_A_COORDINATE"], await Wrong(() => Anybody.GetNearestRoomsAsync(new() { Lng = "180.00000001" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["lat NOT_A_COORDINATE", "lng NOT_A_COORDINATE"], await Wrong(() => Anybody.GetNearestRoomsAsync(new() { Lat = "-90.0000001", Lng = "NaN" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Empty((await Anybody.GetNearestRoomsAsync(new() { Lat = "-90", Lng = "180" }, cancellationToken: Cancel)).Rooms);
    }

    [Fact]
    public async Task It_is_asked_by_a_verb_on_the_services_own_name()
    {
        await Import(Record("near", "210300", RoomKind.Library, lat: "41.1087", lng: "122.9943"));

        var answer = await Host.Http().GetStringAsync("/api/v1/reading-rooms:nearest?lat=41.11&lng=122.99&limit=5", Cancel);

        Assert.Equal("near", Assert.Single(GetNearestRoomsResponse.Parser.ParseJson(answer).Rooms).Room.SourceId);
    }

    [Fact]
    public async Task What_is_changed_is_seen_at_once()
    {
        var id = Assert.Single(await Import(Record("near", "210300", RoomKind.Library, lat: "41.1087", lng: "122.9943")));
        Assert.Equal(["near"], await Near(new()));
        await Editor.UpdateRoomAsync(new() { Room = new V1.Room { Id = id, Content = new V1.RoomContent { Coordinates = new Coordinates { Lat = "-41", Lng = "-57" } } }, UpdateMask = new() { Paths = { "content.coordinates" } } }, cancellationToken: Cancel);
        Assert.True((await Anybody.GetNearestRoomsAsync(new() { Lat = "41.11", Lng = "122.99" }, cancellationToken: Cancel)).Rooms[0].Metres > 19_000_000);
        await Editor.CloseRoomAsync(new() { Id = id, Reason = "撤并" }, cancellationToken: Cancel);
        Assert.Empty(await Near(new()));
    }

    private async Task<IEnumerable<string>> Near(GetNearestRoomsRequest request)
    {
        (request.Lat, request.Lng) = ("41.11", "122.99");
        return (await Anybody.GetNearestRoomsAsync(request, cancellationToken: Cancel)).Rooms.Select(r => r.Room.SourceId);
    }

    private static RoomEntry Entry(string id, GeoPoint at, bool wanted) =>
        new(id, "city", id, RoomKind.Town, DivisionLevel.Town, "210381105", at, null, new(0, 0, wanted, false), [], DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("41.11", "41.11"), InlineData("-0.0000001", "-0.0000001"), InlineData("090", "90"), InlineData("41.1000000", "41.1"), InlineData("-0", "0")]
    public void Coordinates_are_returned_as_they_were_meant(string sent, string returned) =>
        Assert.Equal(returned, GeoPoint.Parse(sent, "0", new Foundation.Hosting.Violations())!.LatText.ToString(CultureInfo.InvariantCulture));
}
