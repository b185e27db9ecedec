using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

/// <summary>
/// The rpcs of <c>sunshine.catalogue.v1.ResponseService</c>; the contract says what each does. Here: briefings and statistics. Concerns
/// and tallies: the other parts.
/// </summary>
public sealed partial class ResponseRpcs(
    Collections collections, AgencyTree tree, ItemReferences items, TallyKeys keys, LegalCalendar calendar, Clock clock, TimeProvider time) : ResponseService.ResponseServiceBase
{
    private static readonly string[] ChangeableOfBriefings = ["on", "subject", "principal_leader", "summary", "url", "item_ids"];

    [AllowAnonymous]
    public override async Task<V1.Briefing> GetBriefing(GetBriefingRequest request, ServerCallContext context)
    {
        var found = await collections.Briefings.Get(request.Id, context.CancellationToken) ?? throw CatalogueRefusals.NoSuchBriefing.Of(request.Id);
        return ResponseMap.ToProto(found, await tree.Read(context.CancellationToken));
    }

    [AllowAnonymous]
    public override async Task<ListBriefingsResponse> ListBriefings(ListBriefingsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        v.Enum("kind", request.Kind, required: false);
        ResponseRules.CheckYear(request.Year, required: false, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await collections.Briefings.List(new ListQuery<Briefing>
        {
            Where =
            [
                .. request.AgencyId.Length > 0 ? [BriefingCollection.Agency.Is(request.AgencyId)] : Array.Empty<Criterion<Briefing>>(),
                .. request.Kind != 0 ? [BriefingCollection.Kind.Is(request.Kind)] : Array.Empty<Criterion<Briefing>>(),
                .. request.Year != 0
                    ? [BriefingCollection.On.AtLeast(new DateOnly(request.Year, 1, 1)), BriefingCollection.On.AtMost(new DateOnly(request.Year, 12, 31))]
                    : Array.Empty<Criterion<Briefing>>()
            ],
            OrderBy = BriefingCollection.On, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListBriefingsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Briefings.Add(page.Documents.Select(d => ResponseMap.ToProto(d, agencies)));
        return response;
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Briefing> CreateBriefing(CreateBriefingRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await tree.Read(cancel);
        var given = request.Briefing ?? new V1.Briefing();
        var v = new Violations();
        CheckRequestId(request.RequestId, v);
        var found = new Violations("briefing.");
        CheckAgency(given.AgencyId, agencies, found);
        await Check(given, found, cancel);
        v.Add(found);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);

        var now = time.GetUtcNow();
        var id = Ids.Of("create-briefing", caller.Subject, request.RequestId);
        var briefing = ResponseMap.ToBriefing(given, id, now, now);
        return ResponseMap.ToProto(await collections.Briefings.CreateOnce(id, briefing, null, cancel, Topics.Outgoing(ResponseMap.ToEvent(null, briefing), time)), agencies);
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Briefing> UpdateBriefing(UpdateBriefingRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var given = request.Briefing ?? new V1.Briefing();
        var v = new Violations();
        v.Required("briefing.id", given.Id);
        v.ThrowIfAny();
        var agencies = await tree.Read(cancel);
        var existing = await collections.Briefings.Get(given.Id, cancel) ?? throw CatalogueRefusals.NoSuchBriefing.Of(given.Id);
        agencies.RequireActingFor(Caller.Of(context), existing.Value.AgencyId);
        var expected = Etags.Revision(given.Etag, "briefing.etag", v);
        var changed = ResponseMap.ToProto(existing, agencies);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, ChangeableOfBriefings);
        v.ThrowIfAny();
        var found = new Violations("briefing.");
        await Check(changed, found, cancel);
        found.ThrowIfAny();

        var updated = ResponseMap.ToBriefing(changed, given.Id, existing.Value.CreatedAt, time.GetUtcNow());
        return ResponseMap.ToProto(await collections.Briefings.Replace(given.Id, existing, updated, expected, null, cancel, Topics.Outgoing(ResponseMap.ToEvent(existing, updated), time)), agencies);
    }

    [AllowAnonymous]
    public override async Task<ResponseStatistics> GetResponseStatistics(GetResponseStatisticsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        ResponseRules.CheckYear(request.Year, required: true, v);
        var wanted = request.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(request.AgencyId).ToHashSet();
        if (wanted?.Count == 0) v.Add("agencyId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
        v.ThrowIfAny();
        return await ResponseYear.Count(collections, request.Year, wanted, time.GetUtcNow(), context.CancellationToken);
    }

    private async Task Check(V1.Briefing briefing, Violations v, CancellationToken cancel)
    {
        ResponseRules.Check(briefing, clock.Today, v);
        await items.Check([.. briefing.ItemIds.Take(1_000).Select((id, i) => ($"itemIds[{i}]", id))], v, cancel);
    }

    private static void CheckRequestId(string requestId, Violations v)
    {
        v.Required("requestId", requestId);
        v.Text("requestId", requestId, 64);
    }

    private static void CheckAgency(string id, AgencyTree.Snapshot agencies, Violations v)
    {
        v.Required("agencyId", id);
        if (id.Length > 0 && agencies.Find(id) is null) v.Add("agencyId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
    }
}
