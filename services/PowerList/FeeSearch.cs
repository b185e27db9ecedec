using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Powers;

/// <summary>What a list of fee items asks of the search index.</summary>
public static class FeeSearch
{
    /// <param name="ends">The last days that occur, as the facet has them.</param>
    /// <exception cref="RefusedException">Something is wrong with it.</exception>
    public static SearchQuery<FeeItem> Of(V1.ListFeeItemsRequest request, DateOnly today, IEnumerable<string> ends, AgencyCopies.Snapshot agencies)
    {
        var v = new Violations();
        v.Text("query", request.Query, 200);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.Enum("kind", request.Kind, required: false);
        v.Enum("setBy", request.SetBy, required: false);
        v.Enum("pricingForm", request.PricingForm, required: false);
        v.Enum("status", request.Status, required: false);
        var day = v.Day("asOf", request.AsOf) ?? today;
        v.Text("lawId", request.LawId, GuideReferences.LongestId);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();

        var filters = new List<FacetFilter<FeeItem>>();
        if (request.AgencyId.Length > 0) filters.Add(FeeCollection.Agency.In(agencies.SelfAndBelow(request.AgencyId)));
        if (request.Kind != 0) filters.Add(FeeCollection.Kind.In(request.Kind.Name()));
        if (request.SetBy != 0) filters.Add(FeeCollection.SetBy.In(request.SetBy.Name()));
        if (request.PricingForm != 0) filters.Add(FeeCollection.PricingForm.In(request.PricingForm.Name()));
        if (request.LawId.Length > 0) filters.Add(FeeCollection.Law.In(request.LawId));
        // Days in ISO 8601 are ordered as text.
        var lastDay = Days.Format(day);
        if (request.Status is V1.FeeStatus.InForce) filters.Add(FeeCollection.ValidUntil.In([.. ends.Where(e => e == FeeCollection.Open || string.CompareOrdinal(e, lastDay) >= 0)]));
        if (request.Status is V1.FeeStatus.Ended) filters.Add(FeeCollection.ValidUntil.In([.. ends.Where(e => e != FeeCollection.Open && string.CompareOrdinal(e, lastDay) < 0)]));
        // Nothing begins after the last day there is.
        if (request.Status is V1.FeeStatus.NotYet && day == DateOnly.MaxValue) filters.Add(FeeCollection.ValidUntil.In());
        var text = string.IsNullOrWhiteSpace(request.Query) ? null : TextQuery.Parse(request.Query);
        return new SearchQuery<FeeItem>
        {
            Text = text, Filters = filters, Order = text is null ? SearchOrder.Newest : SearchOrder.Relevance, Size = size, After = after,
            From = request.Status is V1.FeeStatus.NotYet && day < DateOnly.MaxValue ? day.AddDays(1) : null, To = request.Status is V1.FeeStatus.InForce ? day : null
        };
    }
}
