using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>The rpcs of <c>sunshine.key_areas.v1.AreaService</c>: areas. Record types: another part.</summary>
public sealed partial class AreaRpcs(Collections collections, RecordShapes shapes, [FromKeyedServices(KeyAreasModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time) : AreaService.AreaServiceBase
{
    private static readonly string[] AreaFields = ["name", "owner_agency_id", "legal_bases", "description", "audience", "levels", "reported"];

    [AllowAnonymous]
    public override async Task<ListAreasResponse> ListAreas(ListAreasRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await collections.Areas.List(new ListQuery<Area> { Size = size, After = after }, context.CancellationToken);
        var response = new ListAreasResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Areas.Add(page.Documents.Select(AreaMap.ToProto));
        return response;
    }

    [AllowAnonymous]
    public override async Task<V1.Area> GetArea(GetAreaRequest request, ServerCallContext context) => AreaMap.ToProto(await FindArea(request.Id, "id", context.CancellationToken));

    [Allow(Roles.Admin)]
    public override async Task<V1.Area> CreateArea(CreateAreaRequest request, ServerCallContext context)
    {
        var (v, inArea) = (new Violations(), new Violations("area."));
        v.RequestId(request.RequestId);
        AreaRules.Check(request.Area ?? new V1.Area(), await agencyCopies.ReadWith(request.Area?.OwnerAgencyId ?? "", context.CancellationToken), inArea);
        v.Add(inArea);
        v.ThrowIfAny();
        return AreaMap.ToProto(await AddArea(Ids.Of("area", request.RequestId), request.Area!, context.CancellationToken));
    }

    [Allow(Roles.Admin)]
    public override async Task<V1.Area> UpdateArea(UpdateAreaRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var given = request.Area ?? new V1.Area();
        var existing = await FindArea(given.Id, "area.id", cancel);
        var (v, inArea) = (new Violations(), new Violations("area."));
        var expected = Etags.Revision(given.Etag, "area.etag", v);
        var changed = AreaMap.ToProto(existing);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, AreaFields);
        AreaRules.Check(changed, await agencyCopies.ReadWith(changed.OwnerAgencyId, cancel), inArea);
        v.Add(inArea);
        v.ThrowIfAny();
        var area = AreaMap.With(existing.Value, changed, time.GetUtcNow());
        return AreaMap.ToProto(await collections.Areas.Replace(area.Id, existing, area, expected, null, cancel, EventOf(area.Id)));
    }

    private async Task<Stored<Area>> AddArea(string id, V1.Area said, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var area = AreaMap.With(new Area { Id = id, Name = "", CreatedAt = now }, said, now);
        var written = (await collections.Areas.Write([Write.Create(id, area, EventOf(id))], cancel))[0];
        return written.Outcome == WriteOutcome.Done ? new Stored<Area>(area, written.Revision) : (await collections.Areas.Get(id, cancel))!;
    }

    private async Task<Stored<Area>> FindArea(string id, string field, CancellationToken cancel)
    {
        RequireId(field, id);
        return await collections.Areas.Get(id, cancel) ?? throw KeyAreasRefusals.NoSuchArea.Of();
    }

    private static void RequireId(string field, string id)
    {
        var v = new Violations();
        v.Required(field, id);
        v.Text(field, id, 64);
        v.ThrowIfAny();
    }

    private OutgoingEvent EventOf(string areaId, string typeId = "", int schema = 0) => Topics.Outgoing(
        new AreaChanged { AreaId = areaId, TypeId = typeId, SchemaVersion = schema, OccurredAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(time.GetUtcNow()) }, time);
}
