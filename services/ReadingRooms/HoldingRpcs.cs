using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>The rpcs of <c>sunshine.reading_rooms.v1.HoldingService</c>.</summary>
public sealed class HoldingRpcs(
    Collections collections, Publications publications, RoomBook book, [FromKeyedServices(ReadingRoomsModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time) : HoldingService.HoldingServiceBase
{
    /// <summary>Each is asked for at the catalogue.</summary>
    private const int MostPublications = 50;

    [AllowAnonymous]
    public override async Task<ListHoldingsResponse> ListHoldings(ListHoldingsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Text("roomId", request.RoomId, 64);
        v.Text("publicationId", request.PublicationId, 64);
        v.Enum("kind", request.Kind, required: request.PublicationId.Length > 0);
        v.Enum("state", request.State, required: false);
        if (request.RoomId.Length == 0 && request.PublicationId.Length == 0) v.Add("roomId", "REQUIRED", "roomId 与 publicationId 至少一项。", "At least one of roomId and publicationId.");
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var where = new List<Criterion<Holding>>();
        if (request.RoomId.Length > 0) where.Add(HoldingCollection.Room.Is(request.RoomId));
        if (request.PublicationId.Length > 0) where.Add(HoldingCollection.Publication.Is(Publication.IdOf(request.Kind, request.PublicationId)));
        var page = await collections.Holdings.List(new ListQuery<Holding> { Where = where, Size = size, After = after }, cancel);
        var response = new ListHoldingsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        var (rooms, known) = (await book.Read(cancel), await Known(page.Documents.Select(h => h.Value.PublicationKey), cancel));
        response.Holdings.Add(page.Documents.Select(h => Shown(h, rooms, known.GetValueOrDefault(h.Value.PublicationKey)?.Value))
            .Where(h => request.State == 0 ? h.State != HoldingState.Ended : h.State == request.State));
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<BatchRecordHoldingsResponse> BatchRecordHoldings(BatchRecordHoldingsRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        var named = request.Records.Where(r => r.Kind != 0 && System.Enum.IsDefined(r.Kind) && r.PublicationId.Length is > 0 and <= 64).Select(r => (r.Kind, r.PublicationId)).Distinct().ToList();
        if (named.Count > MostPublications) v.Add("records", "TOO_MANY_PUBLICATIONS", $"一次最多涉及 {MostPublications} 项公开信息或公报。", $"At most {MostPublications} publications at once.");
        v.ThrowIfAny();
        var (agencies, rooms) = (await agencyCopies.Read(cancel), await book.Read(cancel));
        var known = new Dictionary<(PublicationKind, string), Publication?>();
        foreach (var (kind, id) in named) known[(kind, id)] = await publications.Read(kind, id, cancel);

        var response = new BatchRecordHoldingsResponse();
        var ready = new List<(ImportedRecord Result, Holding Holding)>();
        var seen = new HashSet<string>();
        foreach (var record in request.Records)
        {
            var found = new Violations($"records[{response.Results.Count}].");
            var publication = known.GetValueOrDefault((record.Kind, record.PublicationId));
            var from = Check(record, publication, rooms, agencies, caller, found);
            var result = new ImportedRecord { SourceId = record.RoomId };
            response.Results.Add(result);
            var now = time.GetUtcNow();
            var holding = found.Any ? null : new Holding
            {
                RoomId = record.RoomId, Publication = publication!.Latest with { Edition = record.Edition }, Form = record.Form, HeldFrom = from!.Value, CreatedAt = now, UpdatedAt = now
            };
            if (holding is not null && !seen.Add(holding.Id)) found.Add("roomId", "REPEATED", "本次重复。", "Stands in this call twice.");
            if (found.Any) result.Refuse(found, context.Language());
            else ready.Add((result, holding!));
        }

        if (ready.Count == 0) return response;
        var written = await collections.Holdings.Write([.. ready.Select(r => Write.Create(r.Holding.Id, r.Holding))], cancel);
        for (var i = 0; i < ready.Count; i++) (ready[i].Result.Fate, ready[i].Result.Id) = (written[i].Outcome == WriteOutcome.Done ? RecordFate.Created : RecordFate.Unchanged, ready[i].Holding.Id);
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Holding> EndHolding(EndHoldingRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Required("id", request.Id);
        v.Text("id", request.Id, 64);
        var (on, expected) = (v.Day("endedOn", request.EndedOn) ?? clock.Today, Etags.Revision(request.Etag, "etag", v));
        if (on > clock.Today) v.Add("endedOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        v.ThrowIfAny();
        var read = await collections.Holdings.Get(request.Id, cancel) ?? throw ReadingRoomsRefusals.NoSuchHolding.Of();
        var rooms = await book.Read(cancel);
        (await agencyCopies.Read(cancel)).RequireActingFor(Caller.Of(context), rooms.Find(read.Value.RoomId)?.AgencyId ?? "");
        if (on < read.Value.HeldFrom) v.Add("endedOn", "BEFORE_HELD_FROM", "不能早于入藏之日。", "Must not be before it lay there.");
        v.ThrowIfAny();
        var ended = await collections.Holdings.Replace(request.Id, read, read.Value.End(on, time.GetUtcNow()), expected, null, cancel);
        return Shown(ended, rooms, (await Known([ended.Value.PublicationKey], cancel)).GetValueOrDefault(ended.Value.PublicationKey)?.Value);
    }

    private DateOnly? Check(HoldingRecord record, Publication? publication, RoomSnapshot rooms, AgencyCopies.Snapshot agencies, Caller caller, Violations v)
    {
        v.Required("roomId", record.RoomId);
        if (rooms.Find(record.RoomId) is not { } room) v.Add("roomId", "NO_SUCH_ROOM", "没有这个查阅场所。", "There is no such reading room.");
        else if (!agencies.MayActFor(caller, room.AgencyId)) v.Add("roomId", "OTHER_AGENCY", "您不能操作该机构的信息。", "You may not act for this agency.");
        v.Enum("kind", record.Kind, required: true);
        v.Enum("form", record.Form, required: true);
        v.Required("publicationId", record.PublicationId);
        if (record.PublicationId.Length > 0 && publication is null) v.Add("publicationId", "NO_SUCH_PUBLICATION", "目录中没有这项公开信息或这期公报。", "The catalogue has no such public item or issue.");
        if (record.Edition < 1 || record.Edition > publication?.Edition) v.Add("edition", "OUT_OF_RANGE", "没有这一版。", "There is no such edition.");
        v.Required("heldFrom", record.HeldFrom);
        var from = v.Day("heldFrom", record.HeldFrom);
        if (from > clock.Today) v.Add("heldFrom", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        return from;
    }

    private async Task<IReadOnlyDictionary<string, Stored<Publication>>> Known(IEnumerable<string> keys, CancellationToken cancel) =>
        keys.Distinct().ToList() is { Count: > 0 } asked ? await collections.Publications.GetMany(asked, cancel) : new Dictionary<string, Stored<Publication>>();

    private static V1.Holding Shown(Stored<Holding> stored, RoomSnapshot rooms, Publication? now)
    {
        var holding = stored.Value;
        var state = Recall.StateOf(holding, now);
        return new V1.Holding
        {
            Id = holding.Id, Etag = Etags.Of(stored.Revision), CreateTime = holding.CreatedAt.ToTimestamp(), UpdateTime = holding.UpdatedAt.ToTimestamp(), RoomId = holding.RoomId,
            RoomName = rooms.NameOf(holding.RoomId), Publication = holding.Publication.ToProto(), Form = holding.Form, HeldFrom = Days.Format(holding.HeldFrom), EndedOn = Days.Format(holding.EndedOn), State = state,
            RecallReason = state == HoldingState.ToRecall ? Recall.ReasonOf(holding, now) : "", CurrentEdition = now is { Standing: Standing.Current } ? now.Edition : 0
        };
    }
}
