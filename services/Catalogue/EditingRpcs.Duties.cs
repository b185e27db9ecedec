using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>What the duty to disclose asks for and has not got.</summary>
public sealed partial class EditingRpcs
{
    private const int DefaultStaleness = 180;

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListOverdueDraftsResponse> ListOverdueDrafts(ListOverdueDraftsRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        if (request.WithinWorkingDays is < 0 or > 60) v.Add("withinWorkingDays", "OUT_OF_RANGE", "须在 0 至 60 之间。", "Must be from 0 to 60.");
        var within = Within(request.AgencyId, agencies, Caller.Of(context), v)?.ToHashSet();
        v.ThrowIfAny();

        var until = request.WithinWorkingDays == 0 ? clock.Today.AddDays(-1) : term.After(clock.Today, request.WithinWorkingDays);
        var response = new ListOverdueDraftsResponse();
        // One by one at the end of a page, so that the token stands exactly behind the last draft that was given.
        for (var portion = size; response.Drafts.Count < size; portion = size - response.Drafts.Count)
        {
            var page = await collections.Drafts.List(new ListQuery<Draft>
            {
                Where = [DraftCollection.Owed.AtMost(until)], OrderBy = DraftCollection.Owed, Size = portion, After = after
            }, context.CancellationToken);
            response.Drafts.Add(page.Documents.Where(d => within?.Contains(d.Value.AgencyId) != false).Select(d => Map.ToProto(d, agencies)));
            if ((after = page.Next) is null) return response;
        }

        response.NextPageToken = PageTokens.Of(after, request);
        return response;
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<GetTimelinessResponse> GetTimeliness(GetTimelinessRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await tree.Read(cancel);
        var v = new Violations();
        var from = v.Day("publishedFrom", request.PublishedFrom);
        var to = v.Day("publishedTo", request.PublishedTo);
        var within = Within(request.AgencyId, agencies, Caller.Of(context), v);
        v.ThrowIfAny();

        var all = await Count(null);
        var onTime = await Count(ItemCollection.OnTime);
        var late = await Count(ItemCollection.Late);
        var overdue = (await collections.Drafts.Search(new SearchQuery<Draft>
        {
            // What has no due day is before every day.
            From = DateOnly.MinValue.AddDays(1), To = clock.Today.AddDays(-1), Size = 0, Count = [DraftCollection.Agency],
            Filters =
            [
                DraftCollection.ByState.In([.. Enum.GetValues<DraftState>().Where(s => s is not (DraftState.Restricted or DraftState.Unspecified)).Select(s => s.Name())]),
                .. within is null ? [] : new[] { DraftCollection.Agency.In([.. within]) }
            ]
        }, cancel)).Facets[DraftCollection.Agency.Name].ToDictionary(f => f.Value, f => f.Documents);

        var response = new GetTimelinessResponse();
        foreach (var id in all.Keys.Union(overdue.Keys).Order(StringComparer.Ordinal))
        {
            var (inTime, tooLate) = (onTime.GetValueOrDefault(id), late.GetValueOrDefault(id));
            response.Agencies.Add(new AgencyTimeliness
            {
                Agency = new AgencyReference { Id = id, Name = agencies.NameOf(id) }, Punctual = inTime, Late = tooLate,
                Unknown = all.GetValueOrDefault(id) - inTime - tooLate, Overdue = overdue.GetValueOrDefault(id)
            });
        }

        return response;

        async Task<Dictionary<string, long>> Count(string? timeliness)
        {
            var filters = new List<FacetFilter<Item>>();
            if (within is not null) filters.Add(ItemCollection.Agency.In([.. within]));
            if (timeliness is not null) filters.Add(ItemCollection.Timeliness.In(timeliness));
            var page = await items.Count(new SearchQuery<Item> { From = from, To = to, Size = 0, Count = [ItemCollection.Agency], Filters = filters }, cancel);
            return page.Facets[ItemCollection.Agency.Name].ToDictionary(f => f.Value, f => f.Documents);
        }
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<GetStaleCategoriesResponse> GetStaleCategories(GetStaleCategoriesRequest request, ServerCallContext context)
    {
        var agencies = await tree.Read(context.CancellationToken);
        var v = new Violations();
        if (request.Days is < 0 or > 3_660) v.Add("days", "OUT_OF_RANGE", "须在 1 至 3660 之间。", "Must be from 1 to 3,660.");
        var within = Within(request.AgencyId, agencies, Caller.Of(context), v);
        v.ThrowIfAny();

        var since = clock.Today.AddDays(-(request.Days == 0 ? DefaultStaleness : request.Days));
        var response = new GetStaleCategoriesResponse();
        foreach (var (table, facet) in new[] { (CodeTables.KeyAreas, ItemCollection.KeyArea), (CodeTables.SubjectCategories, ItemCollection.SubjectCategory) })
        {
            foreach (var code in table.Codes.Where(c => c.Parent.Length == 0))
            {
                var filters = new List<FacetFilter<Item>> { facet.In(table.WithChildren(code.Value)) };
                if (within is not null) filters.Add(ItemCollection.Agency.In([.. within]));
                var page = await items.Search(new SearchQuery<Item> { Filters = filters, Size = 1 }, context.CancellationToken);
                var newest = page.Documents is [var one] ? one.Value.PublishedOn : (DateOnly?)null;
                if (newest >= since) continue;
                response.Categories.Add(new StaleCategory
                {
                    CodeTable = table.Id, Code = Map.ToProto(code), ItemCount = page.Total, NewestOn = Days.Format(newest)
                });
            }
        }

        return response;
    }
}
