using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Powers;

/// <summary>What a list of guides asks of the search index.</summary>
public static class GuideSearch
{
    /// <exception cref="RefusedException">Something is wrong with it.</exception>
    public static SearchQuery<Guide> Of(V1.ListGuidesRequest request, AgencyCopies.Snapshot agencies)
    {
        var v = new Violations();
        v.Text("query", request.Query, 200);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.Text("powerId", request.PowerId, GuideReferences.LongestId);
        v.Enum("kind", request.Kind, required: false);
        v.Enum("channel", request.Channel, required: false);
        v.Enum("audience", request.Audience, required: false);
        v.Text("feeId", request.FeeId, GuideReferences.LongestId);
        v.Text("lawId", request.LawId, GuideReferences.LongestId);
        if (request.ScoreBelow is < 0 or > 100) v.Add("scoreBelow", "OUT_OF_RANGE", "须为 0 至 100。", "Must be from 0 to 100.");
        if (request.Missing.Length > 0 && GuideElements.Find(request.Missing) is null) v.Add("missing", "NO_SUCH_ELEMENT", "没有这个要素。", "There is no such element.");
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();

        var filters = new List<FacetFilter<Guide>> { Listed };
        if (request.AgencyId.Length > 0) filters.Add(GuideCollection.Agency.In(agencies.SelfAndBelow(request.AgencyId)));
        if (request.PowerId.Length > 0) filters.Add(GuideCollection.Power.In(request.PowerId));
        if (request.Kind != 0) filters.Add(GuideCollection.Kind.In(request.Kind.Name()));
        if (request.Channel != 0) filters.Add(GuideCollection.Channel.In(request.Channel.Name()));
        if (request.Audience != 0) filters.Add(GuideCollection.Audience.In(request.Audience.Name()));
        if (request.FeeId.Length > 0) filters.Add(GuideCollection.Fee.In(request.FeeId));
        if (request.LawId.Length > 0) filters.Add(GuideCollection.Law.In(request.LawId));
        if (request.ScoreBelow > 0) filters.Add(GuideCollection.Score.In([.. Enumerable.Range(0, request.ScoreBelow).Select(GuideCollection.ScoreValue)]));
        if (request.Missing.Length > 0) filters.Add(GuideCollection.Missing.In(request.Missing));
        var text = string.IsNullOrWhiteSpace(request.Query) ? null : TextQuery.Parse(request.Query);
        return new SearchQuery<Guide>
        {
            Text = text, Filters = filters, Order = text is null ? SearchOrder.Newest : SearchOrder.Relevance, Size = size, After = after, Count = GuideCollection.Shown
        };
    }

    /// <summary>What lists have, whatever is asked.</summary>
    public static FacetFilter<Guide> Listed { get; } = GuideCollection.Standing.In(GuideCollection.Listed);

    public static V1.GuideFacet ToProto(string facet, IReadOnlyList<ValueCount> values, AgencyCopies.Snapshot agencies)
    {
        var proto = new V1.GuideFacet { Field = facet };
        proto.Values.Add(values.Take(200).Select(v => new V1.GuideFacetValue
        {
            Value = v.Value, Count = v.Documents,
            Name = facet == GuideCollection.Agency.Name ? agencies.NameOf(v.Value) : facet == GuideCollection.Missing.Name ? GuideElements.Find(v.Value)?.Name ?? "" : ""
        }));
        return proto;
    }
}
