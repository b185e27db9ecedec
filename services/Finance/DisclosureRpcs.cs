using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>The rpcs of <c>sunshine.finance.v1.DisclosureService</c>: what anybody reads. Tables, acts and the import: the other parts.</summary>
public sealed partial class DisclosureRpcs(
    Collections collections, Statements statements, FootingChecks footing, Releasing releasing, [FromKeyedServices(FinanceModule.Name)] AgencyCopies agencyCopies, Clock clock,
    TimeProvider time) : DisclosureService.DisclosureServiceBase
{
    [AllowAnonymous]
    public override async Task<V1.Disclosure> GetDisclosure(GetDisclosureRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var day = v.Day("asOf", request.AsOf);
        var found = await Find(request.Id, v, context.CancellationToken);
        if (day is { } past && found.Value.AsOf(past) is null) throw FinanceRefusals.NoSuchDisclosure.Of();
        return await Shown(found, day, context);
    }

    [AllowAnonymous]
    public override async Task<ListDisclosuresResponse> ListDisclosures(ListDisclosuresRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var page = await collections.Disclosures.Search(DisclosureSearch.Of(request, agencies), cancel);
        var response = new ListDisclosuresResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.Disclosures.Add(page.Documents.Select(d => DisclosureMap.ToListed(d, agencies, context.Language())));
        return response;
    }

    [AllowAnonymous]
    public override async Task<ListReleasesResponse> ListReleases(ListReleasesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, place) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        var all = (await Readable(request.Id, v, context.CancellationToken)).Releases;
        var first = place is null ? 0 : PageTokens.Position(place);
        var response = new ListReleasesResponse { TotalSize = all.Count, NextPageToken = PageTokens.Of(first + size < all.Count ? $"{first + size}" : null, request) };
        response.Releases.Add(all.Skip(first).Take(size).Select(r => DisclosureMap.ToProto(r, context.Language())));
        return response;
    }

    /// <summary>Refuses with all that is wrong, the id too.</summary>
    private async Task<Stored<Disclosure>> Find(string id, Violations v, CancellationToken cancel)
    {
        v.Required("id", id);
        v.Text("id", id, 200);
        v.ThrowIfAny();
        return await collections.Disclosures.Get(id, cancel) ?? throw FinanceRefusals.NoSuchDisclosure.Of();
    }

    private async Task<Disclosure> Readable(string id, Violations v, CancellationToken cancel)
    {
        var found = (await Find(id, v, cancel)).Value;
        return found.Withdrawn ? throw FinanceRefusals.Withdrawn.Of() : found;
    }

    private async Task<V1.Disclosure> Shown(Stored<Disclosure> found, DateOnly? day, ServerCallContext context) =>
        DisclosureMap.ToProto(found, day, await agencyCopies.Read(context.CancellationToken), context.Language());
}
