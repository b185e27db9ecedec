using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>What a list of cases asks of the search index. The statistics name their figures by such lists.</summary>
public static class CaseSearch
{
    public static SearchQuery<Case> Of(V1.ListCasesRequest request, AgencyCopies.Snapshot agencies, Caller caller)
    {
        var v = new Violations();
        var within = ApplicationSearch.Within(request.AgencyId, agencies, caller, v);
        v.Enum("kind", request.Kind, required: false);
        v.Enum("route", request.Route, required: false);
        v.Enum("status", request.Status, required: false);
        v.Enum("result", request.Result, required: false);
        v.Text("applicationId", request.ApplicationId, 64);
        var until = v.Day("dueUntil", request.DueUntil);
        ApplicationSearch.RequireYears("Received", request.FirstReceivedYear, request.LastReceivedYear, v);
        ApplicationSearch.RequireYears("Closed", request.FirstClosedYear, request.LastClosedYear, v);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        return new SearchQuery<Case>
        {
            Filters = Filters(request, within), Order = SearchOrder.Newest, Size = size, After = after,
            From = until is { } day ? EntryCollection.Nearest(day) : null
        };
    }

    /// <param name="within">The agencies.</param>
    public static IReadOnlyList<FacetFilter<Case>> Filters(V1.ListCasesRequest request, IReadOnlyList<string> within)
    {
        var filters = new List<FacetFilter<Case>> { CaseCollection.Agency.In(within) };
        if (request.Kind != 0) filters.Add(CaseCollection.Kind.In(request.Kind.Name()));
        if (request.Route != 0) filters.Add(CaseCollection.Route.In(request.Route.Name()));
        if (request.Status != 0) filters.Add(CaseCollection.Status.In(request.Status.Name()));
        if (request.Result != 0) filters.Add(CaseCollection.Result.In(request.Result.Name()));
        if (request.Open || request.DueUntil.Length > 0) filters.Add(CaseCollection.Status.In(V1.CaseStatus.Received.Name(), V1.CaseStatus.Accepted.Name()));
        if (request.ApplicationId.Length > 0) filters.Add(CaseCollection.Application.In(request.ApplicationId));
        if (request.FirstReceivedYear + request.LastReceivedYear > 0) filters.Add(CaseCollection.ReceivedIn.In(ApplicationSearch.Years(request.FirstReceivedYear, request.LastReceivedYear)));
        if (request.FirstClosedYear + request.LastClosedYear > 0) filters.Add(CaseCollection.ClosedIn.In(ApplicationSearch.YearsOrOpen(request.FirstClosedYear, request.LastClosedYear)));
        return filters;
    }
}
