using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

public sealed partial class ResponseRpcs
{
    private static readonly string[] ChangeableOfConcerns = ["subject", "source", "serious", "outcome"];

    [AllowAnonymous]
    public override async Task<V1.Concern> GetConcern(GetConcernRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var found = await collections.Concerns.Get(request.Id, context.CancellationToken);
        if (found is null || !(found.Value.IsPublic || agencies.MayActFor(Caller.Of(context), found.Value.AgencyId)))
            throw CatalogueRefusals.NoSuchConcern.Of(request.Id);
        return ResponseMap.ToProto(found, agencies, time.GetUtcNow());
    }

    [AllowAnonymous]
    public override async Task<ListConcernsResponse> ListConcerns(ListConcernsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        ResponseRules.CheckYear(request.Year, required: false, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await collections.Concerns.List(new ListQuery<Concern>
        {
            Where =
            [
                ConcernCollection.IsPublic.Is(true),
                .. request.AgencyId.Length > 0 ? [ConcernCollection.Agency.Is(request.AgencyId)] : Array.Empty<Criterion<Concern>>(),
                .. request.Year != 0
                    ? [ConcernCollection.RespondedOn.AtLeast(new DateOnly(request.Year, 1, 1)), ConcernCollection.RespondedOn.AtMost(new DateOnly(request.Year, 12, 31))]
                    : Array.Empty<Criterion<Concern>>()
            ],
            OrderBy = ConcernCollection.RespondedOn, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var now = time.GetUtcNow();
        var response = new ListConcernsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Concerns.Add(page.Documents.Select(d => ResponseMap.ToProto(d, agencies, now)));
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.Supervisor, Roles.System, Roles.Admin)]
    public override async Task<ListPendingConcernsResponse> ListPendingConcerns(ListPendingConcernsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        CheckAgency(request.AgencyId, agencies, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        agencies.RequireActingFor(Caller.Of(context), request.AgencyId);
        var now = time.GetUtcNow();
        var page = await collections.Concerns.List(new ListQuery<Concern>
        {
            Where =
            [
                ConcernCollection.IsPending.Is(true), ConcernCollection.Agency.Is(request.AgencyId),
                // The last moment itself is in time, and fields are kept to the millisecond.
                .. request.OverdueOnly ? [ConcernCollection.NextDueAt.AtMost(now.AddMilliseconds(-1))] : Array.Empty<Criterion<Concern>>()
            ],
            OrderBy = ConcernCollection.NextDueAt, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListPendingConcernsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Concerns.Add(page.Documents.Select(d => ResponseMap.ToProto(d, agencies, now)));
        return response;
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Concern> CreateConcern(CreateConcernRequest request, ServerCallContext context)
    {
        var (caller, cancel, now) = (Caller.Of(context), context.CancellationToken, time.GetUtcNow());
        var agencies = await tree.Read(cancel);
        var given = request.Concern ?? new V1.Concern();
        var v = new Violations();
        CheckRequestId(request.RequestId, v);
        var found = new Violations("concern.");
        CheckAgency(given.AgencyId, agencies, found);
        ResponseRules.Check(given, now, found);
        v.Add(found);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);

        var id = Ids.Of("create-concern", caller.Subject, request.RequestId);
        var raised = given.RaisedAt.ToDateTimeOffset();
        var concern = new Concern
        {
            Id = id, AgencyId = given.AgencyId, Subject = given.Subject, Source = given.Source, Serious = given.Serious, RaisedAt = raised, Outcome = given.Outcome,
            Deadlines = Deadlines(given.Serious, raised), CreatedAt = now, UpdatedAt = now
        };
        return ResponseMap.ToProto(await collections.Concerns.CreateOnce(id, concern, null, cancel), agencies, now);
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Concern> UpdateConcern(UpdateConcernRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNow();
        var given = request.Concern ?? new V1.Concern();
        var (existing, agencies) = await OwnConcern(given.Id, "concern.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "concern.etag", v);
        var changed = ResponseMap.ToProto(existing, agencies, now);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, ChangeableOfConcerns);
        v.ThrowIfAny();
        var found = new Violations("concern.");
        ResponseRules.Check(changed, now, found);
        found.ThrowIfAny();

        var old = existing.Value;
        var updated = old with
        {
            Subject = changed.Subject, Source = changed.Source, Serious = changed.Serious, Outcome = changed.Outcome, UpdatedAt = now,
            Deadlines = changed.Serious == old.Serious ? old.Deadlines : Deadlines(changed.Serious, old.RaisedAt)
        };
        return ResponseMap.ToProto(await Save(existing, updated, expected, context.CancellationToken), agencies, now);
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Concern> RespondToConcern(RespondToConcernRequest request, ServerCallContext context)
    {
        var (cancel, now) = (context.CancellationToken, time.GetUtcNow());
        var (existing, agencies) = await OwnConcern(request.Id, "id", context);
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var given = request.Response ?? new V1.ConcernResponse();
        var found = new Violations("response.");
        ResponseRules.Check(given, existing.Value.RaisedAt, now, found);
        await items.Check([("itemId", given.ItemId)], found, cancel);
        if (given.BriefingId.Length > 0 && (await collections.Briefings.Get(given.BriefingId, cancel))?.Value.Kind != BriefingKind.PressConference)
            found.Add("briefingId", "NO_SUCH_BRIEFING", "没有这场新闻发布会。", "There is no such press conference.");
        v.Add(found);
        v.ThrowIfAny();

        var answered = existing.Value.Respond(ResponseMap.ToResponse(given, now), now);
        return ResponseMap.ToProto(await Save(existing, answered, expected, cancel), agencies, now);
    }

    private Task<Stored<Concern>> Save(Stored<Concern> read, Concern changed, long? expected, CancellationToken cancel) =>
        collections.Concerns.Replace(changed.Id, read, changed, expected, null, cancel, changed.IsPublic ? [Topics.Outgoing(ResponseMap.ToEvent(read, changed), time)] : []);

    private IReadOnlyList<ConcernDeadline> Deadlines(bool serious, DateTimeOffset raisedAt) =>
        ConcernDeadlines.Of(serious, raisedAt, calendar.Regulations.Find(Clock.DayOf(raisedAt), Statute.PublicConcern));

    private async Task<(Stored<Concern>, AgencyTree.Snapshot)> OwnConcern(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.ThrowIfAny();
        var agencies = await tree.Read(context.CancellationToken);
        var found = await collections.Concerns.Get(id, context.CancellationToken);
        if (found is null || !(found.Value.IsPublic || agencies.MayActFor(Caller.Of(context), found.Value.AgencyId))) throw CatalogueRefusals.NoSuchConcern.Of(id);
        agencies.RequireActingFor(Caller.Of(context), found.Value.AgencyId);
        return (found, agencies);
    }
}
