using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>The rpcs of <c>sunshine.powers.v1.GuideService</c>: what everybody reads. Drafts, acts and the import: the other parts.</summary>
public sealed partial class GuideRpcs(
    Collections collections, GuideWrites writes, GuideCompleteness completeness, PowerLists powers, LawBook lawBook,
    [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time) : GuideService.GuideServiceBase
{
    private readonly BasisSearch<Guide> _byBasis = new(
        collections.Guides, GuideCollection.Declared, GuideCollection.Law, GuideCollection.Basis, g => new Resting(g.Id, g.Live.Content.Bases, g.Live.BasesSince));

    /// <summary>The place in a list of editions between the public one and those before it.</summary>
    private const string BeforePast = "past";

    [AllowAnonymous]
    public override async Task<V1.Guide> GetGuide(GetGuideRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        var day = v.Day("asOf", request.AsOf);
        v.ThrowIfAny();
        var found = await Public(request.Id, cancel);
        var edition = day is null ? found.Value.Live : await EditionOn(found.Value, day.Value, cancel);
        return await Shown(found, edition ?? throw GuideRefusals.NoSuchGuide.Of(), day ?? clock.Today, cancel);
    }

    [AllowAnonymous]
    public override async Task<ListGuidesResponse> ListGuides(ListGuidesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var (agencies, laws) = (await agencyCopies.Read(cancel), await lawBook.Read(cancel));
        var query = GuideSearch.Of(request, agencies);
        var page = request.InQuestion ? await _byBasis.Search(query, laws, clock.Today, cancel) : await collections.Guides.Search(query, cancel);
        var response = new ListGuidesResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.Guides.Add(page.Documents.Select(d => GuideMap.ToSummary(d.Value, clock.Today, agencies, laws, query.Text)));
        if (request is { PageToken.Length: 0, InQuestion: false }) response.Facets.Add(GuideCollection.Shown.Select(f => GuideSearch.ToProto(f.Name, page.Facets[f.Name], agencies)));
        return response;
    }

    [AllowAnonymous]
    public override async Task<ListGuideEditionsResponse> ListGuideEditions(ListGuideEditionsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var guide = (await Public(request.Id, context.CancellationToken)).Value;
        var response = new ListGuideEditionsResponse();
        // The public edition comes first, and a page has room for one past edition less.
        if (after is null) response.Editions.Add(GuideMap.ToProto(guide.Live));
        if (after is null && size == 1)
        {
            response.NextPageToken = guide.Live.Number > 1 ? PageTokens.Of(BeforePast, request) : "";
            return response;
        }

        // One beyond the public one may stand there already: its publication did not come to its end.
        var past = await collections.GuideEditions.List(new ListQuery<PastGuideEdition>
        {
            Where = [PastGuideEditionCollection.Guide.Is(guide.Id), PastGuideEditionCollection.Number.AtMost(guide.Live.Number - 1)],
            OrderBy = PastGuideEditionCollection.Number, Descending = true, Size = size - response.Editions.Count, After = after is BeforePast ? null : after
        }, context.CancellationToken);
        response.Editions.Add(past.Documents.Select(p => GuideMap.ToProto(p.Value.Edition)));
        response.NextPageToken = PageTokens.Of(past.Next, request);
        return response;
    }

    [AllowAnonymous]
    public override async Task<V1.Guide> GetGuideEdition(GetGuideEditionRequest request, ServerCallContext context)
    {
        var found = await Public(request.Id, context.CancellationToken);
        return await Shown(found, await Edition(found.Value, request.Edition, context.CancellationToken), clock.Today, context.CancellationToken);
    }

    [AllowAnonymous]
    public override async Task<GuideComparison> GetGuideComparison(GetGuideComparisonRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var guide = (await Public(request.Id, cancel)).Value;
        var comparison = new GuideComparison();
        comparison.Differences.Add(ContentDifferences.Of((await Edition(guide, request.Before, cancel)).Content, (await Edition(guide, request.After, cancel)).Content));
        return comparison;
    }

    [AllowAnonymous]
    public override async Task<ListGuideAdjustmentsResponse> ListGuideAdjustments(ListGuideAdjustmentsRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        var (from, to) = (v.Day("doneFrom", request.DoneFrom), v.Day("doneTo", request.DoneTo));
        if (to < from) v.Add("doneTo", "BEFORE_FROM", "不能早于起始日期。", "Must not be before the first day.");
        v.Enum("change", request.Change, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var filters = new List<FacetFilter<GuideAdjustment>>();
        if (request.AgencyId.Length > 0) filters.Add(GuideAdjustmentCollection.Agency.In(agencies.SelfAndBelow(request.AgencyId)));
        if (request.Change != 0) filters.Add(GuideAdjustmentCollection.Change.In(request.Change.Name()));
        var page = await collections.GuideAdjustments.Search(new SearchQuery<GuideAdjustment> { Filters = filters, From = from, To = to, Size = size, After = after }, context.CancellationToken);
        var response = new ListGuideAdjustmentsResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.Adjustments.Add(page.Documents.Select(d => GuideMap.ToProto(d.Value, agencies)));
        return response;
    }

    [AllowAnonymous]
    public override async Task<V1.GuideCompleteness> GetGuideCompleteness(GetGuideCompletenessRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var (agencies, laws) = (await agencyCopies.Read(cancel), await lawBook.Read(cancel));
        var v = new Violations();
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        if (request.Worst is < 0 or > 100) v.Add("worst", "OUT_OF_RANGE", "须为 0 至 100。", "Must be from 0 to 100.");
        v.ThrowIfAny();
        var within = request.AgencyId.Length > 0 ? agencies.SelfAndBelow(request.AgencyId) : null;
        var counted = await completeness.Count(within, agencies, cancel);
        var worst = await completeness.Worst(within, counted.Total.Scores.Select(s => s.Score), request.Worst, cancel);
        counted.Worst.Add(worst.Select(g => GuideMap.ToSummary(g, clock.Today, agencies, laws, null)));
        return counted;
    }

    private async Task<Stored<Guide>> Public(string id, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required("id", id);
        v.Text("id", id, GuideReferences.LongestId);
        v.ThrowIfAny();
        return await collections.Guides.Get(id, cancel) ?? throw GuideRefusals.NoSuchGuide.Of();
    }

    private async Task<GuideEdition> Edition(Guide guide, int number, CancellationToken cancel)
    {
        if (number == guide.Live.Number) return guide.Live;
        var past = number > 0 && number < guide.Live.Number ? await collections.GuideEditions.Get(PastGuideEdition.IdOf(guide.Id, number), cancel) : null;
        return past?.Value.Edition ?? throw GuideRefusals.NoSuchEdition.Of();
    }

    /// <summary>The edition that was public at the end of a day; null if none was yet.</summary>
    private async Task<GuideEdition?> EditionOn(Guide guide, DateOnly day, CancellationToken cancel)
    {
        // The acts know the days of all editions, so that none but the one that is wanted is read.
        var act = guide.Acts.LastOrDefault(a => a.On <= day && a.Change is (GuideChange.Published or GuideChange.Amended));
        return act is null ? null : await Edition(guide, act.Edition, cancel);
    }

    private async Task<V1.Guide> Shown(Stored<Guide> stored, GuideEdition edition, DateOnly asOf, CancellationToken cancel) =>
        GuideMap.ToProto(stored, edition, asOf, await agencyCopies.Read(cancel), await lawBook.Read(cancel));
}
