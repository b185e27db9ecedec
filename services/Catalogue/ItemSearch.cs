using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>What a list request asks of the search index.</summary>
public static class ItemSearch
{
    /// <exception cref="RefusedException">Something is wrong with it.</exception>
    public static SearchQuery<Item> Of(V1.ListItemsRequest request, AgencyTree.Snapshot agencies)
    {
        var v = new Violations();
        var query = Check(request, agencies, v);
        v.ThrowIfAny();
        return query;
    }

    /// <param name="violations">Gets what is wrong; if anything is, what is returned is of no use.</param>
    /// <param name="prefix">Put before the names of fields, for a search that is a part of another request.</param>
    public static SearchQuery<Item> Check(V1.ListItemsRequest request, AgencyTree.Snapshot agencies, Violations violations, string prefix = "")
    {
        var v = new Violations(prefix);
        v.Text("query", request.Query, 200);
        v.Enum("channel", request.Channel, required: false);
        v.Enum("stage", request.Stage, required: false);
        v.Enum("order", request.Order, required: false);
        var from = v.Day("publishedFrom", request.PublishedFrom);
        var to = v.Day("publishedTo", request.PublishedTo);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);

        var filters = new List<FacetFilter<Item>>();
        if (request.AgencyId.Length > 0)
        {
            var within = agencies.SelfAndBelow(request.AgencyId);
            if (within.Count == 0) v.Add("agencyId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
            filters.Add(ItemCollection.Agency.In(within));
        }

        ByCode("subjectCategory", request.SubjectCategory, CodeTables.SubjectCategories, ItemCollection.SubjectCategory);
        ByCode("genre", request.Genre, CodeTables.Genres, ItemCollection.Genre);
        ByCode("keyArea", request.KeyArea, CodeTables.KeyAreas, ItemCollection.KeyArea);
        violations.Add(v);
        if (v.Any) return new SearchQuery<Item> { Size = size };
        if (request.Channel != 0) filters.Add(ItemCollection.Channel.In(request.Channel.Name()));
        if (request.Stage != 0) filters.Add(ItemCollection.Stage.In(request.Stage.Name()));

        var text = string.IsNullOrWhiteSpace(request.Query) ? null : TextQuery.Parse(request.Query);
        return new SearchQuery<Item>
        {
            Text = text, Filters = filters, From = from, To = to, Size = size, After = after, Count = ItemCollection.Shown,
            Order = request.Order == V1.Order.Newest || text is null ? SearchOrder.Newest : SearchOrder.Relevance
        };

        void ByCode(string field, string code, CodeTables.Table table, Facet<Item> facet)
        {
            if (code.Length == 0) return;
            if (!table.Contains(code)) v.Add(field, "UNKNOWN_CODE", $"{table.Name}中没有这个代码。", $"Not a code of the table {table.Id}.");
            filters.Add(facet.In(table.WithChildren(code)));
        }
    }
}
