using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.AgencyService</c>; the contract says what each does.</summary>
public sealed partial class AgencyRpcs(Collections collections, AgencyTree tree, AgencyWrites writes, TimeProvider time, Clock clock) : AgencyService.AgencyServiceBase
{
    private static readonly string[] Changeable =
        ["name", "short_name", "parent_id", "level", "division_code", "organisation_code", "catalogue_code"];

    [AllowAnonymous]
    public override async Task<V1.Agency> GetAgency(GetAgencyRequest request, ServerCallContext context) =>
        Map.ToProto(await collections.Agencies.Get(request.Id, context.CancellationToken) ?? throw CatalogueRefusals.NoSuchAgency.Of(request.Id));

    [AllowAnonymous]
    public override async Task<ListAgenciesResponse> ListAgencies(ListAgenciesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Enum("level", request.Level, required: false);
        var query = new ListQuery<Agency>
        {
            Where =
            [
                .. request.ParentId.Length > 0 ? [AgencyCollection.Parent.Is(request.ParentId)] : Array.Empty<Criterion<Agency>>(),
                .. request.Level != 0 ? [AgencyCollection.Level.Is(request.Level.ToString())] : Array.Empty<Criterion<Agency>>()
            ],
            Size = PageTokens.Size(request.PageSize, v), After = PageTokens.Place(request.PageToken, request, v)
        };
        v.ThrowIfAny();
        var page = await collections.Agencies.List(query, context.CancellationToken);
        var response = new ListAgenciesResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Agencies.Add(page.Documents.Select(Map.ToProto));
        return response;
    }

    [Allow(Roles.Admin, Roles.System, Roles.Supervisor)]
    public override async Task<V1.Agency> CreateAgency(CreateAgencyRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var agencies = await tree.Read(context.CancellationToken);
        var agency = request.Agency ?? new V1.Agency();
        var found = new Violations("agency.");
        AgencyRules.Check(agency, id => agencies.Find(id) is not null, found, new Violations());
        var v = new Violations();
        v.RequestId(request.RequestId);
        v.Add(found);
        v.ThrowIfAny();
        // A root has nothing above it that the caller could act for.
        agencies.RequireActingFor(caller, agency.ParentId.Length > 0 ? agency.ParentId : agency.Id);

        var now = time.GetUtcNow();
        var created = Map.ToAgency(agency, now, now, Ids.Of("create-agency", caller.Subject, request.RequestId));
        var written = await writes.Write(created, 0, context.CancellationToken);
        if (written.Outcome == WriteOutcome.Done) return Map.ToProto(new Stored<Agency>(created, written.Revision));
        var existing = await collections.Agencies.Get(agency.Id, context.CancellationToken);
        return existing?.Value.CreateKey == created.CreateKey ? Map.ToProto(existing) : throw CatalogueRefusals.AgencyExists.Of(agency.Id);
    }

    [Allow(Roles.Admin, Roles.System, Roles.Supervisor)]
    public override async Task<V1.Agency> UpdateAgency(UpdateAgencyRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var given = request.Agency ?? new V1.Agency();
        var v = new Violations();
        v.Required("agency.id", given.Id);
        v.ThrowIfAny();
        var agencies = await tree.Read(cancel);
        agencies.RequireActingFor(Caller.Of(context), given.Id);
        var existing = await collections.Agencies.Get(given.Id, cancel) ?? throw CatalogueRefusals.NoSuchAgency.Of(given.Id);

        var expected = Etags.Revision(given.Etag, "agency.etag", v);
        var changed = Map.ToProto(existing);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        v.ThrowIfAny();
        var found = new Violations("agency.");
        AgencyRules.Check(changed, id => agencies.Find(id) is not null, found, new Violations());
        if (changed.ParentId.Length > 0 && agencies.IsWithin(changed.ParentId, changed.Id))
            found.Add("parentId", "CYCLE", "上级机构不能是本机构或其下级。", "An agency cannot lie below itself.");
        found.ThrowIfAny();
        // Moving an agency is up to those above both places; nobody takes his own out of what bounds him.
        if (changed.ParentId != existing.Value.ParentId)
        {
            agencies.RequireActingFor(Caller.Of(context), existing.Value.ParentId);
            agencies.RequireActingFor(Caller.Of(context), changed.ParentId);
        }

        var updated = Map.ToAgency(changed, existing.Value.CreatedAt, time.GetUtcNow(), existing.Value.CreateKey) with { Successions = existing.Value.Successions };
        var revision = expected ?? existing.Revision;
        var written = await writes.Write(updated, revision, cancel);
        if (written.Outcome != WriteOutcome.Done) throw Etags.Stale(written.Revision);
        return Map.ToProto(new Stored<Agency>(updated, written.Revision));
    }

    [Allow(Roles.Admin, Roles.System, Roles.Supervisor)]
    public override async Task<BatchImportAgenciesResponse> BatchImportAgencies(BatchImportAgenciesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Count("agencies", request.Agencies.Count, 1, 1_000);
        v.ThrowIfAny();
        var response = new BatchImportAgenciesResponse();
        for (var i = 0; i < request.Agencies.Count; i++) response.Results.Add(await ImportOne(request.Agencies[i], i, context));
        return response;
    }

    private async Task<ImportResult> ImportOne(V1.Agency agency, int position, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var caller = Caller.Of(context);
        var agencies = await tree.Read(cancel);
        var v = new Violations();
        var warnings = new Violations();
        AgencyRules.Check(agency, id => agencies.Find(id) is not null, v, warnings);
        if (agency.ParentId.Length > 0 && agencies.IsWithin(agency.ParentId, agency.Id))
            v.Add("parentId", "CYCLE", "上级机构不能是本机构或其下级。", "An agency cannot lie below itself.");
        var old = agencies.Find(agency.Id);
        if ((old is not null || agency.ParentId.Length == 0) && !agencies.MayActFor(caller, agency.Id))
            v.Add("id", "OTHER_AGENCY", "您不能操作该机构的信息。", "You may not act for this agency.");
        if (old is null ? agency.ParentId.Length > 0 && !agencies.MayActFor(caller, agency.ParentId)
            : agency.ParentId != old.ParentId && !(agencies.MayActFor(caller, old.ParentId) && agencies.MayActFor(caller, agency.ParentId)))
            v.Add("parentId", "OTHER_AGENCY", "您不能操作该机构的信息。", "You may not act for this agency.");

        var result = new ImportResult { Position = position, SourceId = agency.Id, Outcome = ImportOutcome.Refused };
        result.Warnings.Add(warnings.Found.Select(w => w.ToProto(context.Language())));
        if (!v.Any) result.Outcome = await Put(agency, cancel);
        if (result.Outcome != ImportOutcome.Refused) result.Id = agency.Id;
        result.Violations.Add(v.Found.Select(x => x.ToProto(context.Language())));
        return result;
    }

    private async Task<ImportOutcome> Put(V1.Agency agency, CancellationToken cancel)
    {
        while (true)
        {
            var existing = await collections.Agencies.Get(agency.Id, cancel);
            var now = time.GetUtcNow();
            var put = Map.ToAgency(agency, existing?.Value.CreatedAt ?? now, now, existing?.Value.CreateKey ?? "") with { Successions = existing?.Value.Successions ?? [] };
            if (existing is not null && put with { UpdatedAt = existing.Value.UpdatedAt } == existing.Value) return ImportOutcome.Unchanged;
            var written = await writes.Write(put, existing?.Revision ?? 0, cancel);
            if (written.Outcome == WriteOutcome.Done) return existing is null ? ImportOutcome.Created : ImportOutcome.Updated;
        }
    }
}
