using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>The keys of electronic reading points.</summary>
public sealed partial class UseRpcs
{
    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<ReadingPointKey> GetReadingPointKey(GetReadingPointKeyRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("roomId", request.RoomId);
        v.ThrowIfAny();
        await RequireOwn(request.RoomId, context);
        return KeyOf((await points.Of([request.RoomId], context.CancellationToken))[request.RoomId]);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<ReadingPointKey> RotateReadingPointKey(RotateReadingPointKeyRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("roomId", request.RoomId);
        if (request.Generation < 1) v.Add("generation", "REQUIRED", "必填，从 1 起。", "Required, from 1 on.");
        v.ThrowIfAny();
        await RequireOwn(request.RoomId, context);
        var held = await points.Replace(request.RoomId, request.Generation, context.CancellationToken);
        if (held.Generation < request.Generation) v.Add("generation", "NO_SUCH_GENERATION", $"没有这一代密钥：现为第 {held.Generation} 代。", $"There is no such generation of keys; it is {held.Generation} now.");
        v.ThrowIfAny();
        return KeyOf(held);
    }

    private async Task RequireOwn(string roomId, ServerCallContext context)
    {
        var room = (await book.Read(context.CancellationToken)).Find(roomId) ?? throw ReadingRoomsRefusals.NoSuchRoom.Of();
        (await agencyCopies.Read(context.CancellationToken)).RequireActingFor(Caller.Of(context), room.AgencyId);
    }

    private ReadingPointKey KeyOf(ReadingPoint point)
    {
        var key = point.KeyOf(secret);
        return new ReadingPointKey { RoomId = point.RoomId, Key = key, Path = "/reading-point/" + key, Generation = point.Generation };
    }
}
