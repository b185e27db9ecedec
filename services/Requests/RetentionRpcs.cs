using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The rpcs of <c>sunshine.requests.v1.RetentionService</c>; the contract says what each does.</summary>
public sealed class RetentionRpcs(
    Collections collections, Register register, Retention retention, [FromKeyedServices(RequestsModule.Name)] AgencyCopies agencyCopies, Law law)
    : RetentionService.RetentionServiceBase
{
    private const int FarthestDays = 36_500;

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListRetentionResponse> ListRetention(ListRetentionRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        var within = ApplicationSearch.Within(request.AgencyId, agencies, Caller.Of(context), v);
        if (request.WithinDays is < 0 or > FarthestDays) v.Add("withinDays", "OUT_OF_RANGE", $"应为 0 至 {FarthestDays} 天。", $"Must be from 0 to {FarthestDays}.");
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var (entries, next) = request.Held
            ? await Held(within, size, after, context.CancellationToken)
            : await Due(within, retention.EndedUntil(law.Today.AddDays(request.WithinDays)), size, after, context.CancellationToken);
        var response = new ListRetentionResponse { NextPageToken = PageTokens.Of(next, request) };
        response.Entries.Add(entries.Select(e => new RetentionEntry
        {
            ApplicationId = e.Id, ReceiptNumber = e.ReceiptNumber, AgencyId = e.AgencyId, FinishedOn = Days.Format(e.FinishedOn), RemovedFrom = Days.Format(retention.DueFrom(e)), Held = e.Held
        }));
        return response;
    }

    [Allow(Roles.Reviewer)]
    public override Task<V1.Application> HoldApplication(HoldApplicationRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Reason, context, (a, act) => a.Hold(act, law));

    [Allow(Roles.Reviewer)]
    public override Task<V1.Application> ReleaseApplication(ReleaseApplicationRequest request, ServerCallContext context) =>
        Do(request.Id, request.Etag, request.Reason, context, (a, act) => a.Release(act, law));

    private async Task<(IEnumerable<Entry>, string?)> Held(IReadOnlyList<string> within, int size, string? after, CancellationToken cancel)
    {
        var page = await collections.Entries.Search(new SearchQuery<Entry>
        {
            Filters = [EntryCollection.Agency.In(within), EntryCollection.Held.In(EntryCollection.Yes)], Size = size, After = after
        }, cancel);
        return (page.Documents.Select(d => d.Value), page.Next);
    }

    /// <summary>All agencies' are in one order by day; those of others are stepped over.</summary>
    private async Task<(IEnumerable<Entry>, string?)> Due(IReadOnlyList<string> within, DateOnly until, int size, string? after, CancellationToken cancel)
    {
        var asked = within.ToHashSet();
        while (true)
        {
            var page = await collections.Entries.List(new ListQuery<Entry>
            {
                Where = [EntryCollection.Kept.AtMost(until)], OrderBy = EntryCollection.Kept, Size = size, After = after
            }, cancel);
            var own = page.Documents.Select(d => d.Value).Where(e => e.AnonymisedAt is null && asked.Contains(e.AgencyId)).ToList();
            if (own.Count > 0 || (after = page.Next) is null) return (own, page.Next);
        }
    }

    private async Task<V1.Application> Do(string id, string etag, string reason, ServerCallContext context, Func<Application, Act, Application> change)
    {
        var v = new Violations();
        v.Required("id", id);
        v.Required("reason", reason);
        v.Text("reason", reason, 500);
        v.NoPersonalData("reason", reason);
        var expected = Etags.Revision(etag, "etag", v);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var found = await collections.Entries.Get(id, context.CancellationToken);
        if (found is null || !agencies.MayActFor(Caller.Of(context), found.Value.AgencyId)) throw RequestsRefusals.NoSuchApplication.Of();
        var changed = change(register.Open(found.Value), new Act(law.Today, "", reason, Caller.Of(context).Subject));
        return Map.ToProto(await register.Save(found, changed, expected, context.CancellationToken), changed, agencies, law, whole: true);
    }
}
