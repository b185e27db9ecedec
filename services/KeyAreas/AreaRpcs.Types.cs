using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>Record types and their schemas.</summary>
public sealed partial class AreaRpcs
{
    private static readonly string[] TypeFields =
        ["name", "group", "elements", "legal_bases", "agency_ids", "frequency", "limit", "channels", "audience", "on_request", "levels", "counted_as", "watched_from"];

    [AllowAnonymous]
    public override async Task<ListRecordTypesResponse> ListRecordTypes(ListRecordTypesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Text("areaId", request.AreaId, 64);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await collections.Types.List(
            new ListQuery<RecordType> { Where = request.AreaId.Length == 0 ? [] : [RecordTypeCollection.AreaId.Is(request.AreaId)], Size = size, After = after }, context.CancellationToken);
        var response = new ListRecordTypesResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.RecordTypes.Add(page.Documents.Select(Shown));
        return response;
    }

    [AllowAnonymous]
    public override async Task<V1.RecordType> GetRecordType(GetRecordTypeRequest request, ServerCallContext context) => Shown(await FindType(request.Id, "id", context.CancellationToken));

    [Allow(Roles.Admin)]
    public override async Task<V1.RecordType> CreateRecordType(CreateRecordTypeRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var (given, schema) = (request.RecordType ?? new V1.RecordType(), request.Schema ?? new());
        var (v, inType, inArea) = (new Violations(), new Violations("recordType."), new Violations("area."));
        v.RequestId(request.RequestId);
        var agencies = await agencyCopies.ReadWith(given.AgencyIds.Append(request.Area?.OwnerAgencyId ?? "").Take(100), cancel);
        AreaRules.Check(given, agencies, inType);
        if (request.Area is { } area)
        {
            AreaRules.Check(area, agencies, inArea);
            if (given.AreaId.Length > 0) inType.Add("areaId", "NOT_ALLOWED", "新建领域时不填。", "Must be empty if the area is new.");
        }
        else
        {
            inType.Required("areaId", given.AreaId);
            if (given.AreaId.Length is > 0 and <= 64 && await collections.Areas.Get(given.AreaId, cancel) is null) inType.Add("areaId", "NO_SUCH_AREA", "没有这个重点领域。", "There is no such area.");
            inType.Text("areaId", given.AreaId, 64);
        }

        v.Add(inType);
        v.Add(inArea);
        var json = CheckSchema(schema, v);
        v.ThrowIfAny();

        var (typeId, now) = (Ids.Of("record-type", request.RequestId), time.GetUtcNow());
        var areaId = request.Area is null ? given.AreaId : (await AddArea(Ids.Of("area", request.RequestId), request.Area, cancel)).Value.Id;
        var type = AreaMap.With(new RecordType
        {
            Id = typeId, AreaId = areaId, Name = "", Unlisted = given.Unlisted, WatchedFrom = clock.Today, Schemas = [new StoredSchema(1, json, "", "", now)], CreatedAt = now
        }, given, now);
        var written = (await collections.Types.Write([Write.Create(typeId, type, EventOf(areaId, typeId, 1))], cancel))[0];
        return Shown(written.Outcome == WriteOutcome.Done ? new Stored<RecordType>(type, written.Revision) : (await collections.Types.Get(typeId, cancel))!);
    }

    [Allow(Roles.Admin)]
    public override async Task<V1.RecordType> UpdateRecordType(UpdateRecordTypeRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var given = request.RecordType ?? new V1.RecordType();
        var existing = await FindType(given.Id, "recordType.id", cancel);
        var (v, inType) = (new Violations(), new Violations("recordType."));
        var expected = Etags.Revision(given.Etag, "recordType.etag", v);
        var changed = Shown(existing);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, TypeFields);
        AreaRules.Check(changed, await agencyCopies.Read(cancel), inType);
        v.Add(inType);
        v.ThrowIfAny();
        var type = AreaMap.With(existing.Value, changed, time.GetUtcNow());
        return Shown(await collections.Types.Replace(type.Id, existing, type, expected, null, cancel, EventOf(type.AreaId, type.Id, type.Schemas.Count)));
    }

    [AllowAnonymous]
    public override async Task<RecordSchema> GetSchema(GetSchemaRequest request, ServerCallContext context)
    {
        var type = (await FindType(request.Id, "id", context.CancellationToken)).Value;
        if (request.Version < 1 || request.Version > type.Schemas.Count) throw KeyAreasRefusals.NoSuchSchema.Of();
        return AreaMap.ToProto(type.Schemas[request.Version - 1]);
    }

    [AllowAnonymous]
    public override async Task<ListSchemasResponse> ListSchemas(ListSchemasRequest request, ServerCallContext context)
    {
        var type = (await FindType(request.Id, "id", context.CancellationToken)).Value;
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var from = after is null ? 0 : int.Parse(after);
        var response = new ListSchemasResponse { NextPageToken = PageTokens.Of(from + size < type.Schemas.Count ? $"{from + size}" : null, request) };
        response.Schemas.Add(type.Schemas.Skip(from).Take(size).Select(AreaMap.ToProto));
        return response;
    }

    [Allow(Roles.Admin)]
    public override async Task<RecordSchema> CreateSchema(CreateSchemaRequest request, ServerCallContext context)
    {
        var existing = await FindType(request.Id, "id", context.CancellationToken);
        var type = existing.Value;
        var v = new Violations();
        v.RequestId(request.RequestId);
        PublicText.Check("note", request.Note, 500, v, required: true);
        var json = CheckSchema(request.Schema ?? new(), v);
        v.ThrowIfAny();
        if (type.Schemas.FirstOrDefault(s => s.RequestId == request.RequestId) is { } before) return AreaMap.ToProto(before);
        if (type.Schemas.Count >= RecordType.MostSchemas) throw KeyAreasRefusals.TooManyVersions.Of($"{RecordType.MostSchemas}");
        SchemaRules.CheckNext(shapes.Latest(type), RecordShape.Of(type.Schemas.Count + 1, json), v);
        v.ThrowIfAny();
        var added = new StoredSchema(type.Schemas.Count + 1, json, request.Note, request.RequestId, time.GetUtcNow());
        var changed = type with { Schemas = [.. type.Schemas, added], UpdatedAt = added.CreatedAt };
        await collections.Types.Replace(type.Id, existing, changed, null, null, context.CancellationToken, EventOf(type.AreaId, type.Id, added.Version));
        return AreaMap.ToProto(added);
    }

    /// <returns>The schema as it is kept.</returns>
    private static string CheckSchema(Google.Protobuf.WellKnownTypes.Struct schema, Violations v)
    {
        var found = new Violations();
        StructJson.Check("schema", schema, 2_000, found);
        if (!found.Any) SchemaRules.Check(StructJson.Text(schema), found);
        v.Add(found);
        return found.Any ? "" : StructJson.Text(schema);
    }

    private async Task<Stored<RecordType>> FindType(string id, string field, CancellationToken cancel)
    {
        RequireId(field, id);
        return await collections.Types.Get(id, cancel) ?? throw KeyAreasRefusals.NoSuchRecordType.Of();
    }

    private V1.RecordType Shown(Stored<RecordType> stored) => AreaMap.ToProto(stored, shapes.Latest(stored.Value));
}
