using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>Keys of electronic reading points, and what gateways count under them.</summary>
public sealed class ReadingPointTests : RoomsTest
{
    private const string Gateway = "0123456789abcdef";

    private UseService.UseServiceClient Clerk => new(As("clerk", Roles.Editor));

    [Fact]
    public async Task A_rooms_key_is_the_same_every_time_and_another_for_every_room()
    {
        var rooms = await ImportFive();
        var key = await KeyOf(rooms[0]);
        Assert.Equal(key, await KeyOf(rooms[0]));
        Assert.Matches($"^{rooms[0]}\\.[0-9A-HJKMNP-TV-Z]{{16}}$", key.Key);
        Assert.Equal((1, "/reading-point/" + key.Key), (key.Generation, key.Path));
        Assert.Equal(5, (await Task.WhenAll(rooms.Select(KeyOf))).Select(k => k.Key.Split('.')[1]).Distinct().Count());
    }

    [Fact]
    public async Task Only_who_acts_for_the_room_gets_its_key()
    {
        var rooms = await ImportFive();
        var county = new UseService.UseServiceClient(As("x", Roles.Editor, "county"));
        Assert.Equal(1, (await county.GetReadingPointKeyAsync(new() { RoomId = rooms[2] }, cancellationToken: Cancel)).Generation);
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, () => county.GetReadingPointKeyAsync(new() { RoomId = rooms[0] }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, () => county.RotateReadingPointKeyAsync(new() { RoomId = rooms[0], Generation = 1 }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_ROOM", await ReasonOf(StatusCode.NotFound, () => Clerk.GetReadingPointKeyAsync(new() { RoomId = "nobody" }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["roomId REQUIRED", "generation REQUIRED"], await Wrong(() => Clerk.RotateReadingPointKeyAsync(new(), cancellationToken: Cancel).ResponseAsync));
        Assert.Equal(["generation NO_SUCH_GENERATION"], await Wrong(() => Clerk.RotateReadingPointKeyAsync(new() { RoomId = rooms[0], Generation = 2 }, cancellationToken: Cancel).ResponseAsync));
    }

    [Fact]
    public async Task What_gateways_count_is_added_to_what_others_count_and_older_numbers_take_nothing_away()
    {
        var rooms = await ImportFive();
        var key = (await KeyOf(rooms[0])).Key;
        await Tell(Used(Gateway, (key, "2026-01-04", 1, 1), (key, "2026-01-05", 2, 10), ((await KeyOf(rooms[4])).Key, "2025-12-31", 7, 7)));
        Assert.Equal((3L, 11L, 1), await Use());
        await Tell(Used(Gateway, (key, "2026-01-05", 2, 10)));
        await Tell(Used(Gateway, (key, "2026-01-05", 3, 12)));
        await Tell(Used(Gateway, (key, "2026-01-05", 1, 5)));
        Assert.Equal((4L, 13L, 1), await Use());

        // After a restart, and beside another gateway, the numbers begin anew and are added; and so is what the desk says.
        await Tell(Used("restarted1", (key, "2026-01-05", 1, 1)));
        Assert.Equal((5L, 14L, 1), await Use());
        await Clerk.BatchRecordUseAsync(new() { Records = { new UseRecord { RoomId = rooms[0], On = "2026-01-05", Counts = new V1.UseCounts { Visits = 4, Lookups = 6 } } } }, cancellationToken: Cancel);
        Assert.Equal((5L, 20L, 1), await Use());
        Assert.Equal((7L, 7L, 1), await Use(2025));
    }

    [Fact]
    public async Task Of_many_events_that_come_at_once_none_is_lost()
    {
        var key = (await KeyOf((await ImportFive())[0])).Key;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Tell(Used($"gateway{i:00}", (key, "2026-01-05", 1, i)))));
        Assert.Equal((20L, 190L, 1), await Use());
    }

    [Fact]
    public async Task A_key_that_nobody_gave_out_or_that_was_replaced_counts_nothing()
    {
        var rooms = await ImportFive();
        var key = await KeyOf(rooms[0]);
        var other = await KeyOf(rooms[1]);
        await Tell(Used(
            Gateway, (key.Key[..^1] + (key.Key[^1] == '0' ? '1' : '0'), "2026-01-05", 1, 1), ($"{rooms[0]}.{other.Key.Split('.')[1]}", "2026-01-05", 1, 1), ("nobody.0123456789ABCDEF", "2026-01-05", 1, 1),
            ("", "2026-01-05", 1, 1), (key.Key, "2026-01-06", 1, 1), (key.Key, "today", 1, 1), (key.Key, "2026-01-05", -1, 1), (key.Key, "2026-01-05", 1, 1_000_001), (key.Key, "2026-01-05", 1, 1)));
        Assert.Equal((1L, 1L, 1), await Use());
        Assert.Contains(Host.Log.Lines, l => l.Message.Contains("8 of 9 days", StringComparison.Ordinal));
        await Tell(Used("Not an id", (key.Key, "2026-01-05", 9, 9)));
        Assert.Equal((1L, 1L, 1), await Use());

        var next = await Clerk.RotateReadingPointKeyAsync(new() { RoomId = rooms[0], Generation = 1 }, cancellationToken: Cancel);
        Assert.Equal(2, next.Generation);
        Assert.NotEqual(key.Key, next.Key);
        Assert.Equal(next, await Clerk.RotateReadingPointKeyAsync(new() { RoomId = rooms[0], Generation = 1 }, cancellationToken: Cancel));
        Assert.Equal(next, await KeyOf(rooms[0]));
        await Tell(Used(Gateway, (key.Key, "2026-01-05", 5, 5)));
        Assert.Equal((1L, 1L, 1), await Use());
        // The same gateway on the same day begins with nothing under the new one.
        await Tell(Used(Gateway, (next.Key, "2026-01-05", 1, 1)));
        Assert.Equal((2L, 2L, 1), await Use());
    }

    [Fact]
    public async Task Nobody_else_says_what_the_platform_counts_itself()
    {
        var rooms = await ImportFive();
        var record = new UseRecord { RoomId = rooms[0], On = "2026-01-05", Source = "gateway-reading-points", Counts = new V1.UseCounts { Visits = 1 } };
        var answer = await Clerk.BatchRecordUseAsync(new() { Records = { record } }, cancellationToken: Cancel);
        Assert.Equal("records[0].source RESERVED", string.Join(' ', Assert.Single(answer.Results).Violations.Select(f => $"{f.Field} {f.Reason}")));
    }

    private static ReadingPointsUsed Used(string instance, params (string Key, string On, long Sessions, long Lookups)[] days) => new()
    {
        InstanceId = instance, Days = { days.Select(d => new ReadingPointDay { Key = d.Key, On = d.On, Sessions = d.Sessions, Lookups = d.Lookups }) }
    };

    private async Task<ReadingPointKey> KeyOf(string room) => await Clerk.GetReadingPointKeyAsync(new() { RoomId = room }, cancellationToken: Cancel);

    private async Task<(long, long, int)> Use(int year = 2026)
    {
        var use = await new UseService.UseServiceClient(Host.Invoker()).GetUseStatisticsAsync(new() { Year = year }, cancellationToken: Cancel);
        return (use.Counts.TerminalSessions, use.Counts.Lookups, use.ReportingRoomCount);
    }
}
