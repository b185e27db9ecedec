using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>What anybody may read of rooms.</summary>
public sealed partial class RoomRpcs
{
    private const int MostNearest = 100;

    [AllowAnonymous]
    public override async Task<V1.Room> GetRoom(GetRoomRequest request, ServerCallContext context) =>
        await Shown(await Find(request.Id, "id", context.CancellationToken), await agencyCopies.Read(context.CancellationToken), context.CancellationToken);

    [AllowAnonymous]
    public override async Task<ListRoomsResponse> ListRooms(ListRoomsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        var division = RoomRules.CheckAsked("divisionCode", request.DivisionCode, v);
        v.Enum("level", request.Level, required: false);
        v.Enum("kind", request.Kind, required: false);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        var day = NotInFuture("asOf", request.AsOf, v) ?? clock.Today;
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var hosts = request.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(request.AgencyId).ToHashSet();
        var rooms = await book.Read(cancel);
        var matching = rooms.Sorted.Where(r => (request.WithClosed ? r.Spells[0].OpenedOn <= day : r.WasThereOn(day)) && r.IsWithin(division)
            && (request.Level == 0 || r.Level == request.Level) && (request.Kind == 0 || r.Kind == request.Kind) && hosts?.Contains(r.AgencyId) != false).ToList();
        var (page, next) = OrderedPage.Of(matching, r => r.Id, after, size, request);
        var response = new ListRoomsResponse { NextPageToken = next, TotalSize = matching.Count };
        response.Rooms.Add(await Shown([.. page.Select(r => r.Id)], cancel));
        return response;
    }

    [AllowAnonymous]
    public override async Task<GetNearestRoomsResponse> GetNearestRooms(GetNearestRoomsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        var from = GeoPoint.Parse(request.Lat, request.Lng, v);
        if (request.Limit is < 0 or > MostNearest) v.Add("limit", "OUT_OF_RANGE", $"须在 1 至 {MostNearest} 之间。", $"Must be from 1 to {MostNearest}.");
        v.Enum("kind", request.Kind, required: false);
        v.Enum("level", request.Level, required: false);
        var division = RoomRules.CheckAsked("divisionCode", request.DivisionCode, v);
        v.ThrowIfAny();
        var (today, now) = (clock.Today, clock.Now);
        // Of many rooms that have the same hours these are looked at once.
        var open = new Dictionary<OpeningHours, OpenTimes>(ReferenceEqualityComparer.Instance);
        var rooms = await book.Read(cancel);
        var found = rooms.Index.Find(from!, request.Limit == 0 ? 10 : request.Limit, r => (request.Kind == 0 || r.Kind == request.Kind) && (request.Level == 0 || r.Level == request.Level)
            && (!request.StepFree || r.Equipment.StepFree) && r.IsWithin(division) && r.WasThereOn(today) && (!request.OpenNow || Times(r)?.Open == true));
        var response = new GetNearestRoomsResponse();
        foreach (var (near, room) in found.Zip(await Shown([.. found.Select(f => f.Room.Id)], cancel)))
            response.Rooms.Add(new NearRoom { Room = room, Metres = (int)Math.Round(near.Metres), Opening = RoomMap.ToProto(Times(near.Room)) });
        return response;

        OpenTimes? Times(RoomEntry room)
        {
            if (room.Hours is not { } hours) return null;
            if (!open.TryGetValue(hours, out var times)) open[hours] = times = OpenTimes.At(hours, now, calendar.WorkingDays);
            return times;
        }
    }

    [AllowAnonymous]
    public override async Task<Opening> GetOpening(GetOpeningRequest request, ServerCallContext context)
    {
        var room = (await Find(request.Id, "id", context.CancellationToken)).Value;
        if (room.Content.Hours is not { } hours || !room.Spells.Any(s => s.Holds(clock.Today))) return new Opening();
        return RoomMap.ToProto(OpenTimes.At(hours, clock.Now, calendar.WorkingDays))!;
    }

    [AllowAnonymous]
    public override async Task<RoomStatistics> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var day = NotInFuture("asOf", request.AsOf, v) ?? clock.Today;
        var division = RoomRules.CheckAsked("divisionCode", request.DivisionCode, v);
        v.ThrowIfAny();
        var statistics = RoomTally.Of((await book.Read(context.CancellationToken)).Rooms.Values.Where(r => r.IsWithin(division)), day);
        var names = await divisions.Names(statistics.ByDivision.Select(d => d.DivisionCode), day, context.CancellationToken);
        foreach (var county in statistics.ByDivision) county.DivisionName = names(county.DivisionCode);
        return statistics;
    }

    /// <summary>Rooms that are there, in the order of their ids.</summary>
    private async Task<IReadOnlyList<V1.Room>> Shown(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        var read = await collections.Rooms.GetMany(ids, cancel);
        var agencies = await agencyCopies.Read(cancel);
        var names = await divisions.Names(read.Values.Select(r => r.Value.Content.DivisionCode), clock.Today, cancel);
        return [.. ids.Select(id => RoomMap.ToProto(read[id], agencies, names, clock.Today))];
    }
}
