using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.GazetteService</c>; the contract says what each does.</summary>
public sealed class GazetteRpcs(Collections collections, AgencyTree tree, ItemReferences items, AttachmentClaims attachments, Clock clock, TimeProvider time) : GazetteService.GazetteServiceBase
{
    private static readonly string[] Changeable = ["year", "number", "title", "contents", "attachment_id"];

    [AllowAnonymous]
    public override async Task<V1.GazetteIssue> GetGazetteIssue(GetGazetteIssueRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var found = await collections.GazetteIssues.Get(request.Id, context.CancellationToken);
        if (found is null || (found.Value.IssuedOn is null && !agencies.MayActFor(Caller.Of(context), found.Value.AgencyId)))
            throw CatalogueRefusals.NoSuchGazetteIssue.Of(request.Id);
        return GazetteMap.ToProto(found, agencies);
    }

    [AllowAnonymous]
    public override async Task<ListGazetteIssuesResponse> ListGazetteIssues(ListGazetteIssuesRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        if (request.Year is not 0 and (< 1949 or > 9999)) v.Add("year", "OUT_OF_RANGE", "须在 1949 至 9999 之间。", "Must be from 1949 to 9999.");
        v.Enum("state", request.State, required: false);
        if (request.State == GazetteState.Draft) v.Required("agencyId", request.AgencyId);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        if (request.State == GazetteState.Draft) agencies.RequireActingFor(Caller.Of(context), request.AgencyId);

        var page = await collections.GazetteIssues.List(new ListQuery<GazetteIssue>
        {
            Where =
            [
                GazetteCollection.State.Is(request.State == GazetteState.Draft ? GazetteState.Draft : GazetteState.Issued),
                .. request.AgencyId.Length > 0 ? [GazetteCollection.Agency.Is(request.AgencyId)] : Array.Empty<Criterion<GazetteIssue>>(),
                .. request.Year != 0
                    ? [GazetteCollection.Sequence.AtLeast(GazetteIssue.FirstOf(request.Year)), GazetteCollection.Sequence.AtMost(GazetteIssue.FirstOf(request.Year + 1))]
                    : Array.Empty<Criterion<GazetteIssue>>()
            ],
            OrderBy = GazetteCollection.Sequence, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListGazetteIssuesResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Issues.Add(page.Documents.Select(d => GazetteMap.ToSummary(d.Value, agencies)));
        return response;
    }

    [AllowAnonymous]
    public override async Task<ListGazetteIssuesOfItemResponse> ListGazetteIssuesOfItem(ListGazetteIssuesOfItemRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        v.Required("itemId", request.ItemId);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        var page = await collections.GazetteIssues.Search(
            new SearchQuery<GazetteIssue> { Filters = [GazetteCollection.Item.In(request.ItemId)], Size = size, After = after }, context.CancellationToken);
        var response = new ListGazetteIssuesOfItemResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Issues.Add(page.Documents.Select(d => GazetteMap.ToSummary(d.Value, agencies)));
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.GazetteIssue> CreateGazetteIssue(CreateGazetteIssueRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await tree.Read(cancel);
        var given = request.Issue ?? new V1.GazetteIssue();
        var v = new Violations();
        v.RequestId(request.RequestId);
        var found = new Violations("issue.");
        agencies.RequireKnown("agencyId", given.AgencyId, found);
        var id = Ids.Of("create-gazette-issue", caller.Subject, request.RequestId);
        await Check(given, id, given.AgencyId, found, cancel);
        v.Add(found);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);
        await attachments.Claim([given.AttachmentId], id, cancel);

        var now = time.GetUtcNow();
        var draft = GazetteMap.ToDraft(given, new GazetteIssue { Id = id, AgencyId = given.AgencyId, CreatedAt = now, UpdatedAt = now });
        return GazetteMap.ToProto(await collections.GazetteIssues.CreateOnce(id, draft, Taken(draft), cancel), agencies);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.GazetteIssue> UpdateGazetteIssue(UpdateGazetteIssueRequest request, ServerCallContext context)
    {
        var given = request.Issue ?? new V1.GazetteIssue();
        var (existing, agencies) = await Own(given.Id, "issue.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "issue.etag", v);
        var changed = GazetteMap.ToProto(existing, agencies);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        v.ThrowIfAny();
        var found = new Violations("issue.");
        await Check(changed, given.Id, existing.Value.AgencyId, found, context.CancellationToken);
        found.ThrowIfAny();
        await attachments.Claim([changed.AttachmentId], given.Id, context.CancellationToken);
        return await Save(existing, GazetteMap.ToDraft(changed, existing.Value.RequireDraft()) with { UpdatedAt = time.GetUtcNow() }, expected, agencies, context);
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.GazetteIssue> IssueGazette(IssueGazetteRequest request, ServerCallContext context)
    {
        var (existing, agencies) = await Own(request.Id, "id", context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var on = GazetteRules.IssuedOn(request.IssuedOn, clock.Today, v);
        // An item may have been taken back since the draft was written.
        await CheckItems(existing.Value.Contents.Select(e => e.ItemId), v, context.CancellationToken);
        v.ThrowIfAny();

        var issued = existing.Value.Issue(on!.Value, time.GetUtcNow());
        return await Save(existing, issued, expected, agencies, context, Topics.Outgoing(new GazetteIssued
        {
            IssueId = issued.Id, AgencyId = issued.AgencyId, Year = issued.Year, Number = issued.Number, ItemIds = { issued.ItemIds },
            IssuedOn = Days.Format(issued.IssuedOn), OccurredAt = issued.UpdatedAt.ToTimestamp()
        }, time));
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.GazetteIssue> AddCorrigendum(AddCorrigendumRequest request, ServerCallContext context)
    {
        var (existing, agencies) = await Own(request.Id, "id", context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var corrigendum = request.Corrigendum ?? new V1.Corrigendum();
        var found = new Violations("corrigendum.");
        GazetteRules.Check(corrigendum, existing.Value.IssuedOn, clock.Today, found);
        await items.Check([("itemId", corrigendum.ItemId)], found, context.CancellationToken);
        v.Add(found);
        v.ThrowIfAny();

        var now = time.GetUtcNow();
        var corrected = existing.Value.Correct(GazetteMap.ToCorrigendum(corrigendum, now), now);
        return await Save(existing, corrected, expected, agencies, context, Topics.Outgoing(new GazetteCorrected
        {
            IssueId = corrected.Id, AgencyId = corrected.AgencyId, Number = corrected.Corrigenda.Count, On = corrigendum.On, Revision = existing.Revision + 1, OccurredAt = now.ToTimestamp()
        }, time));
    }

    private async Task Check(V1.GazetteIssue issue, string id, string agencyId, Violations v, CancellationToken cancel)
    {
        GazetteRules.Check(issue, v);
        await attachments.Check([("attachmentId", issue.AttachmentId)], id, agencyId, v, cancel);
        await CheckItems(issue.Contents.Select(e => e.ItemId), v, cancel);
    }

    /// <summary>Looks at as many as are looked up at once; a longer list is refused already.</summary>
    private Task CheckItems(IEnumerable<string> ids, Violations v, CancellationToken cancel) =>
        items.Check([.. ids.Take(1_000).Select((id, i) => ($"contents[{i}].itemId", id))], v, cancel);

    private async Task<(Stored<GazetteIssue>, AgencyTree.Snapshot)> Own(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.ThrowIfAny();
        var agencies = await tree.Read(context.CancellationToken);
        var found = await collections.GazetteIssues.Get(id, context.CancellationToken);
        if (found is null || (found.Value.IssuedOn is null && !agencies.MayActFor(Caller.Of(context), found.Value.AgencyId)))
            throw CatalogueRefusals.NoSuchGazetteIssue.Of(id);
        agencies.RequireActingFor(Caller.Of(context), found.Value.AgencyId);
        return (found, agencies);
    }

    private async Task<V1.GazetteIssue> Save(
        Stored<GazetteIssue> read, GazetteIssue changed, long? expected, AgencyTree.Snapshot agencies, ServerCallContext context, params OutgoingEvent[] events) =>
        GazetteMap.ToProto(await collections.GazetteIssues.Replace(changed.Id, read, changed, expected, Taken(changed), context.CancellationToken, events), agencies);

    private static RefusedException Taken(GazetteIssue issue) => CatalogueRefusals.GazetteNumberTaken.Of(issue.Designation);
}
