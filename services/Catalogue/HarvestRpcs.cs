using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.HarvestService</c>; the contract says what each does.</summary>
public sealed partial class HarvestRpcs(Collections collections, AgencyTree tree, SealedData seals, HarvestSchedule schedule, TimeProvider time) : HarvestService.HarvestServiceBase
{
    private static readonly string[] Changeable =
        ["title", "url", "upstream_agency_id", "agencies", "fields", "charset", "secret", "interval_minutes", "enabled", "vanish_limit_percent"];

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.HarvestSource> CreateHarvestSource(CreateHarvestSourceRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await tree.Read(cancel);
        var given = request.Source ?? new V1.HarvestSource();
        var v = new Violations();
        v.RequestId(request.RequestId);
        var found = new Violations("source.");
        agencies.RequireKnown("agencyId", given.AgencyId, found);
        HarvestRules.Check(given, agencies, caller, found);
        v.Add(found);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);

        var (now, id) = (time.GetUtcNow(), Ids.Of("harvest-source", caller.Subject, request.RequestId));
        var source = HarvestMap.ToSource(given, new Catalogue.HarvestSource
        {
            Id = id, AgencyId = given.AgencyId, Kind = given.Kind, BoundTo = BoundTo(caller), CreatedAt = now, UpdatedAt = now
        }, seals);
        // The schedule's note comes first: one without a source is cleared away, a source without one would never be due.
        await collections.HarvestStates.Write([Write.Create(id, new HarvestState { Id = id, NextRunAt = source.Interval is null ? HarvestState.Never : now })], cancel);
        var stored = await collections.HarvestSources.CreateOnce(id, source, null, cancel);
        schedule.Wake();
        return await Shown(stored, cancel);
    }

    [Allow(Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<V1.HarvestSource> GetHarvestSource(GetHarvestSourceRequest request, ServerCallContext context) =>
        await Shown(await Own(request.Id, "id", context), context.CancellationToken);

    [Allow(Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<ListHarvestSourcesResponse> ListHarvestSources(ListHarvestSourcesRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await tree.Read(cancel);
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var agency = request.AgencyId.Length > 0 ? request.AgencyId : caller.Agency ?? "";
        if (agency.Length > 0 || !caller.IsUnbounded) agencies.RequireActingFor(caller, agency);
        var page = await collections.HarvestSources.List(new ListQuery<Catalogue.HarvestSource>
        {
            Where = agency.Length > 0 ? [HarvestSourceCollection.Agency.Is(agency)] : [], Size = size, After = after
        }, cancel);
        var states = await collections.HarvestStates.GetMany([.. page.Documents.Select(d => d.Value.Id)], cancel);
        var response = new ListHarvestSourcesResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Sources.Add(page.Documents.Select(d => HarvestMap.ToProto(d, states.GetValueOrDefault(d.Value.Id)?.Value)));
        return response;
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.HarvestSource> UpdateHarvestSource(UpdateHarvestSourceRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.Source ?? new V1.HarvestSource();
        var existing = await Own(given.Id, "source.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "source.etag", v);
        var changed = HarvestMap.ToProto(existing, null);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        v.ThrowIfAny();
        var found = new Violations("source.");
        HarvestRules.Check(changed, await tree.Read(cancel), caller, found);
        // An address that another wrote must not be handed the secret of the one before.
        if (changed.Secret is { Value.Length: 0 } && existing.Value.SealedSecret.Length > 0 && !SameHost(changed.Url, existing.Value.Url))
            found.Add("secret.value", "REQUIRED", "地址改到另一主机时须重新填写。", "Required again when the address leads to another host.");
        found.ThrowIfAny();

        var now = time.GetUtcNow();
        var source = HarvestMap.ToSource(changed, existing.Value with { BoundTo = BoundTo(caller), UpdatedAt = now }, seals);
        if (source.Interval != existing.Value.Interval) await Reschedule(source, now, cancel);
        var stored = await collections.HarvestSources.Replace(source.Id, existing, source, expected, null, cancel);
        schedule.Wake();
        return await Shown(stored, cancel);
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<DeleteHarvestSourceResponse> DeleteHarvestSource(DeleteHarvestSourceRequest request, ServerCallContext context)
    {
        var source = await Own(request.Id, "id", context);
        Etags.Require(request.Etag, "etag", source.Revision);
        if (await Active(request.Id, context.CancellationToken) is { } running) throw CatalogueRefusals.HarvestRunning.Of(running.Value.Id);
        var written = (await collections.HarvestSources.Write([Write.Delete<Catalogue.HarvestSource>(source.Value.Id, source.Revision)], context.CancellationToken))[0];
        if (written.Outcome != WriteOutcome.Done) throw Etags.Stale(written.Revision);
        return new DeleteHarvestSourceResponse();
    }

    /// <summary>Begins the new rhythm now; what is due too early finds that it is not.</summary>
    private async Task Reschedule(Catalogue.HarvestSource source, DateTimeOffset now, CancellationToken cancel)
    {
        while (true)
        {
            var state = await collections.HarvestStates.Get(source.Id, cancel);
            var next = (state?.Value ?? new HarvestState { Id = source.Id }) with { NextRunAt = source.Interval is null ? HarvestState.Never : now };
            var written = (await collections.HarvestStates.Write([new Write<HarvestState>(source.Id, next, state?.Revision ?? 0, [])], cancel))[0];
            if (written.Outcome == WriteOutcome.Done) return;
        }
    }

    private async Task<V1.HarvestSource> Shown(Stored<Catalogue.HarvestSource> stored, CancellationToken cancel) =>
        HarvestMap.ToProto(stored, (await collections.HarvestStates.Get(stored.Value.Id, cancel))?.Value);

    /// <summary>A source of an agency that the caller may act for.</summary>
    private async Task<Stored<Catalogue.HarvestSource>> Own(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.ThrowIfAny();
        var agencies = await tree.Read(context.CancellationToken);
        var found = await collections.HarvestSources.Get(id, context.CancellationToken);
        // What another agency harvests is nobody else's business.
        return found is not null && agencies.MayActFor(Caller.Of(context), found.Value.AgencyId) ? found : throw CatalogueRefusals.NoSuchHarvestSource.Of(id);
    }

    private async Task<Stored<Catalogue.HarvestJob>?> Active(string sourceId, CancellationToken cancel) =>
        (await collections.HarvestJobs.List(new ListQuery<Catalogue.HarvestJob> { Where = [HarvestJobCollection.Active.Is(sourceId)], Size = 1 }, cancel)).Documents is [var job] ? job : null;

    private static string? BoundTo(Caller caller) => caller.IsUnbounded ? null : caller.Agency;

    private static bool SameHost(string a, string b) =>
        Uri.TryCreate(a, UriKind.Absolute, out var one) && Uri.TryCreate(b, UriKind.Absolute, out var other) && Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
