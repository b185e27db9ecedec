using System.Globalization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Finance;

/// <summary>By what disclosures are listed. All filters together are answered by the search index, with their exact number.</summary>
public static class DisclosureSearch
{
    private const int LongestQuery = 200;

    public static readonly Facet<Disclosure> Agency = new("agency", x => x.Identity.AgencyId);
    public static readonly Facet<Disclosure> FiscalYear = new("fiscalYear", x => Year(x.Identity.FiscalYear));
    public static readonly Facet<Disclosure> Kind = new("kind", x => x.Identity.Kind.Name());
    public static readonly Facet<Disclosure> Level = new("level", x => x.Identity.Level.Name());
    public static readonly Facet<Disclosure> State = new("state", x => StateOf(x).Name());
    public static readonly Facet<Disclosure> PublishedYear = new("publishedYear", x => Year(x.FirstPublishedOn.Year));

    // What is taken back says nothing of its releases, so it is not found by them either.
    public static readonly Facet<Disclosure> Phase = new("phase", x => x.Withdrawn ? null : x.Latest.Content.Phase.Name());
    public static readonly Facet<Disclosure> Timeliness = new("timeliness", x => x.Withdrawn || x.Latest.Timeliness == 0 ? null : x.Latest.Timeliness.Name());

    public static readonly SearchIndex<Disclosure> Index = new()
    {
        Heading = x => x.Withdrawn ? [] : [x.Latest.Content.Title, x.Identity.Subject],
        Text = x => x.Withdrawn ? [] : x.Latest.Content.Explanations.Select(e => e.Text),
        Day = x => x.FirstPublishedOn,
        Facets = [Agency, FiscalYear, Kind, Level, State, PublishedYear, Phase, Timeliness]
    };

    public static V1.DisclosureState StateOf(Disclosure disclosure) => disclosure.Withdrawn ? V1.DisclosureState.Withdrawn : V1.DisclosureState.Published;

    /// <exception cref="RefusedException">Something is wrong with it.</exception>
    public static SearchQuery<Disclosure> Of(V1.ListDisclosuresRequest request, AgencyCopies.Snapshot agencies)
    {
        var v = new Violations();
        v.Text("query", request.Query, LongestQuery);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        if (request.FiscalYear != 0) IdentityRules.CheckYear("fiscalYear", request.FiscalYear, v);
        v.Enum("kind", request.Kind, required: false);
        v.Enum("level", request.Level, required: false);
        v.Enum("phase", request.Phase, required: false);
        v.Enum("timeliness", request.Timeliness, required: false);
        if (request.PublishedYear != 0) IdentityRules.CheckYear("publishedYear", request.PublishedYear, v);
        v.Enum("state", request.State, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();

        var filters = new List<FacetFilter<Disclosure>>();
        if (request.AgencyId.Length > 0) filters.Add(Agency.In(agencies.SelfAndBelow(request.AgencyId)));
        if (request.FiscalYear != 0) filters.Add(FiscalYear.In(Year(request.FiscalYear)));
        if (request.Kind != 0) filters.Add(Kind.In(request.Kind.Name()));
        if (request.Level != 0) filters.Add(Level.In(request.Level.Name()));
        if (request.Phase != 0) filters.Add(Phase.In(request.Phase.Name()));
        if (request.Timeliness != 0) filters.Add(Timeliness.In(request.Timeliness.Name()));
        if (request.PublishedYear != 0) filters.Add(PublishedYear.In(Year(request.PublishedYear)));
        if (request.State != 0) filters.Add(State.In(request.State.Name()));
        var text = string.IsNullOrWhiteSpace(request.Query) ? null : TextQuery.Parse(request.Query);
        return new SearchQuery<Disclosure> { Text = text, Filters = filters, Order = text is null ? SearchOrder.Newest : SearchOrder.Relevance, Size = size, After = after };
    }

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);
}
