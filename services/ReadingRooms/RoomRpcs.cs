using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>The rpcs of <c>sunshine.reading_rooms.v1.RoomService</c> that write single rooms. Reading, imports and divisions: other parts.</summary>
public sealed partial class RoomRpcs(
    Collections collections, RoomBook book, Divisions divisions, [FromKeyedServices(ReadingRoomsModule.Name)] AgencyCopies agencyCopies, RoomImport import, LegalCalendar calendar, Clock clock,
    TimeProvider time)
    : RoomService.RoomServiceBase
{
    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Room> CreateRoom(CreateRoomRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await agencyCopies.ReadWith(request.AgencyId, cancel);
        var v = new Violations();
        v.RequestId(request.RequestId);
        agencies.RequireKnown("agencyId", request.AgencyId, v);
        var content = await Check("content.", request.Content, v, cancel);
        var on = NotInFuture("openedOn", request.OpenedOn, v) ?? clock.Today;
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, request.AgencyId);

        var id = Ids.Of("create-room", caller.Subject, request.RequestId);
        var now = time.GetUtcNow();
        var room = new Room { Id = id, AgencyId = request.AgencyId, Content = content, Spells = [new RoomSpell(on, null, "")], CreatedAt = now, UpdatedAt = now };
        var written = (await collections.Rooms.Write([Write.Create(id, room, EventOf(null, room, RoomChange.Created))], cancel))[0];
        return await Shown(written.Outcome == WriteOutcome.Done ? new Stored<Room>(room, written.Revision) : (await collections.Rooms.Get(id, cancel))!, agencies, cancel);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Room> UpdateRoom(UpdateRoomRequest request, ServerCallContext context)
    {
        var given = request.Room ?? new V1.Room();
        var (read, agencies) = await Own(given.Id, "room.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "room.etag", v);
        var changed = new V1.Room { Content = RoomMap.ToProto(read.Value.Content) };
        FieldMasks.Apply(request.UpdateMask, given, changed, v, "content");
        v.ThrowIfAny();
        var content = await Check("room.content.", changed.Content, v, context.CancellationToken);
        v.ThrowIfAny();
        return await Save(read, read.Value with { Content = content, UpdatedAt = time.GetUtcNow() }, RoomChange.Updated, expected, agencies, context);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Room> CloseRoom(CloseRoomRequest request, ServerCallContext context)
    {
        var (read, agencies) = await Own(request.Id, "id", context);
        var v = new Violations();
        var on = NotInFuture("closedOn", request.ClosedOn, v) ?? clock.Today;
        if (read.Value.Latest.ClosedOn is null && on <= read.Value.Latest.OpenedOn) v.Add("closedOn", "NOT_AFTER_OPENED", "须晚于开放之日。", "Must be after the day it was opened.");
        PublicText.Check("reason", request.Reason, RoomRules.LongestReason, v, required: true);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        return await Save(read, read.Value.Close(on, request.Reason, time.GetUtcNow()), RoomChange.Closed, expected, agencies, context);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Room> ReopenRoom(ReopenRoomRequest request, ServerCallContext context)
    {
        var (read, agencies) = await Own(request.Id, "id", context);
        var v = new Violations();
        var on = NotInFuture("openedOn", request.OpenedOn, v) ?? clock.Today;
        if (on < read.Value.Latest.ClosedOn) v.Add("openedOn", "BEFORE_CLOSED", "不能早于关闭之日。", "Must not be before the day it was closed.");
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        return await Save(read, read.Value.Reopen(on, time.GetUtcNow()), RoomChange.Reopened, expected, agencies, context);
    }

    private async Task<RoomContent> Check(string prefix, V1.RoomContent? given, Violations v, CancellationToken cancel)
    {
        var found = new Violations(prefix);
        var kept = await divisions.Find([given?.DivisionCode ?? ""], cancel);
        var content = RoomRules.Check(given ?? new V1.RoomContent(), kept.ContainsKey, found);
        v.Add(found);
        return content;
    }

    private DateOnly? NotInFuture(string field, string day, Violations v) => RoomRules.NotInFuture(field, day, clock.Today, v);

    private async Task<Stored<Room>> Find(string id, string field, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required(field, id);
        v.Text(field, id, 64);
        v.ThrowIfAny();
        return await collections.Rooms.Get(id, cancel) ?? throw ReadingRoomsRefusals.NoSuchRoom.Of();
    }

    private async Task<(Stored<Room>, AgencyCopies.Snapshot)> Own(string id, string field, ServerCallContext context)
    {
        var found = await Find(id, field, context.CancellationToken);
        var agencies = await agencyCopies.Read(context.CancellationToken);
        agencies.RequireActingFor(Caller.Of(context), found.Value.AgencyId);
        return (found, agencies);
    }

    private async Task<V1.Room> Save(Stored<Room> read, Room changed, RoomChange change, long? expected, AgencyCopies.Snapshot agencies, ServerCallContext context) =>
        await Shown(await collections.Rooms.Replace(changed.Id, read, changed, expected, null, context.CancellationToken, EventOf(read, changed, change)), agencies, context.CancellationToken);

    private async Task<V1.Room> Shown(Stored<Room> room, AgencyCopies.Snapshot agencies, CancellationToken cancel) =>
        RoomMap.ToProto(room, agencies, await divisions.Names([room.Value.Content.DivisionCode], clock.Today, cancel), clock.Today);

    /// <param name="before">Null if it is new.</param>
    private OutgoingEvent EventOf(Stored<Room>? before, Room room, RoomChange change) => Topics.Outgoing(RoomMap.Changed(before, room, change), time);
}
