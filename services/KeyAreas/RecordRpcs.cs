using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>The rpcs of <c>sunshine.key_areas.v1.RecordService</c>: reading. Writing, the import, aggregates and the lookup: other parts.</summary>
public sealed partial class RecordRpcs(
    Collections collections, RecordShapes shapes, RecordReading reading, RecordWriting writing, RecordImport import, RecordFeed feed, RollupBook rollups, [FromKeyedServices(KeyAreasModule.Name)] AgencyCopies agencyCopies,
    [FromKeyedServices(KeyAreasModule.Name)] CallLimit limit, ClientAddress client, SealedData sealing, IOptions<KeyAreasOptions> options) : RecordService.RecordServiceBase
{
    private const int MostFilters = 20;

    [AllowAnonymous]
    public override async Task<V1.Record> GetRecord(GetRecordRequest request, ServerCallContext context)
    {
        var (record, whole, agencies) = await Readable(request.Id, context);
        return reading.Shown(record, agencies, whole);
    }

    [AllowAnonymous]
    public override async Task<ListRecordsResponse> ListRecords(ListRecordsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var type = await FindType(request.TypeId, cancel);
        if (type.Unlisted) throw KeyAreasRefusals.Unlisted.Of();
        var (shape, agencies, caller) = (shapes.Latest(type), await agencyCopies.Read(cancel), Caller.Of(context));
        var v = new Violations();
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.Text("query", request.Query, 200);
        var (from, to) = (v.Day("formedFrom", request.FormedFrom), v.Day("formedTo", request.FormedTo));
        var filters = FieldFilters.Of(request.Filters, MostFilters, shape.Filters.Select(f => f.Name).ToList(), v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var facets = new List<FacetFilter<Record>> { RecordCollection.Type.In(type.Id) };
        if (request.AgencyId.Length > 0) facets.Add(RecordCollection.Agency.In([.. agencies.SelfAndBelow(request.AgencyId)]));
        facets.AddRange(filters.Select(f => RecordCollection.Value.In([.. f.Value.Select(value => $"{f.Key}={value}")])));
        var page = await collections.Listed.Search(new SearchQuery<Record>
        {
            Text = request.Query.Length == 0 ? null : TextQuery.Parse(request.Query), Filters = facets, From = from, To = to, Size = size, After = after
        }, cancel);
        var response = new ListRecordsResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total, Scope = Scopes.Listed(type, from, to) };
        response.Records.Add(page.Documents.Select(d => reading.Shown(d, agencies, RecordReading.IsStaff(d.Value, caller, agencies))));
        return response;
    }

    [AllowAnonymous]
    public override async Task<ListVersionsResponse> ListVersions(ListVersionsRequest request, ServerCallContext context)
    {
        var (record, whole, _) = await Readable(request.Id, context);
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        // By number and not by place: a version that comes meanwhile stands before the first page.
        var rest = reading.Versions(record.Value, whole).Where(p => after is null || p.Version < int.Parse(after)).ToList();
        var response = new ListVersionsResponse { NextPageToken = PageTokens.Of(rest.Count > size ? $"{rest[size - 1].Version}" : null, request) };
        response.Versions.Add(rest.Take(size));
        return response;
    }

    [AllowAnonymous]
    public override async Task WatchRecords(WatchRecordsRequest request, IServerStreamWriter<WatchRecordsResponse> responseStream, ServerCallContext context)
    {
        var v = new Violations();
        v.Text("typeId", request.TypeId, 64);
        var after = await feed.Cursor(request.Cursor, v, context.CancellationToken);
        v.ThrowIfAny();
        await foreach (var change in feed.Follow(after, request.TypeId, context.CancellationToken)) await responseStream.WriteAsync(change, context.CancellationToken);
    }

    /// <summary>A record that the caller may read, and whether as a whole.</summary>
    private async Task<(Stored<Record> Record, bool Whole, AgencyCopies.Snapshot Agencies)> Readable(string id, ServerCallContext context)
    {
        var (record, type) = await reading.Find(id, context.CancellationToken);
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var whole = RecordReading.IsStaff(record.Value, Caller.Of(context), agencies);
        // Whoever may not read it does not learn either that it is there.
        return type.Unlisted && !whole ? throw KeyAreasRefusals.NoSuchRecord.Of() : (record, whole, agencies);
    }

    private async Task<RecordType> FindType(string id, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required("typeId", id);
        v.Text("typeId", id, 64);
        v.ThrowIfAny();
        return (await collections.Types.Get(id, cancel))?.Value ?? throw KeyAreasRefusals.NoSuchRecordType.Of();
    }
}
