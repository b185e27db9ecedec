using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

public sealed partial class PowerRpcs
{
    [AllowAnonymous]
    public override async Task<ListComparisonsResponse> ListComparisons(ListComparisonsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Enum("kind", request.Kind, required: false);
        v.Enum("result", request.Result, required: false);
        var size = PageTokens.Size(request.PageSize, v);
        var first = PageTokens.Place(request.PageToken, request, v) is { } place ? PageTokens.Position(place) : 0;
        var agencies = await agencyCopies.Read(cancel);
        var leftList = await lists.Choose(request.LeftListId, agencies, cancel);
        var rightList = request.RightListId.Length > 0 ? await lists.Get(request.RightListId, cancel) : leftList;
        foreach (var (field, agency) in new[] { ("leftAgencyId", request.LeftAgencyId), ("rightAgencyId", request.RightAgencyId) })
        {
            if (agency.Length > 0) agencies.RequireKnown(field, agency, v);
        }

        if (leftList.Id == rightList.Id && request.LeftAgencyId == request.RightAgencyId)
            v.Add("rightAgencyId", "SAME", "两侧相同，无从比较。", "Both sides are the same.");
        v.ThrowIfAny();
        var (left, right) = (Moment.Of(leftList, request.AsOf, "", clock.Today, ("asOf", "")), Moment.Of(rightList, request.AsOf, "", clock.Today, ("asOf", "")));
        var pairs = ListComparison.Of(Side(left, request.LeftAgencyId), Side(right, request.RightAgencyId), scheme);
        var contents = await lists.Contents([.. pairs.Where(p => p is { Left: not null, Right: not null } && p.Left.Digest != p.Right.Digest).SelectMany(p => new[] { p.Left!.VersionId, p.Right!.VersionId })], cancel);
        var laws = await lawBook.Read(cancel);
        var fields = Fields(laws);
        var all = pairs.Select(p => ToProto(p, left, right, contents, fields, agencies, laws)).ToList();
        var matching = all.Where(c => request.Result == 0 || c.Result == request.Result).ToList();
        var response = new ListComparisonsResponse
        {
            TotalSize = matching.Count, NextPageToken = PageTokens.Of(first + size < matching.Count ? $"{first + size}" : null, request),
            Same = Count(ComparisonResult.Same), Diverging = Count(ComparisonResult.Diverging), LeftOnly = Count(ComparisonResult.LeftOnly), RightOnly = Count(ComparisonResult.RightOnly)
        };
        response.Comparisons.Add(matching.Skip(first).Take(size));
        return response;

        List<Line> Side(Moment moment, string agency)
        {
            var within = agency.Length > 0 ? agencies.SelfAndBelow(agency).ToHashSet() : null;
            return [.. moment.Powers.Where(l => within?.Contains(l.AgencyId) != false && (request.Kind == 0 || l.PowerKind == request.Kind))];
        }

        int Count(ComparisonResult result) => all.Count(c => c.Result == result);
    }

    private static Comparison ToProto(
        ListComparison pair, Moment left, Moment right, IReadOnlyDictionary<string, PowerVersion> contents, PowerFields fields, AgencyCopies.Snapshot agencies, LawBook.Snapshot laws)
    {
        var comparison = new Comparison { MatchedBy = pair.By };
        if (pair.Left is not null) comparison.Left = ToSummary(pair.Left, left, agencies, laws);
        if (pair.Right is not null) comparison.Right = ToSummary(pair.Right, right, agencies, laws);
        comparison.Result = pair.Left is null ? ComparisonResult.RightOnly : pair.Right is null ? ComparisonResult.LeftOnly : ComparisonResult.Same;
        if (pair.Left is null || pair.Right is null || pair.Left.Digest == pair.Right.Digest) return comparison;
        comparison.Differences.Add(fields.Differences(contents[pair.Left.VersionId].Content, contents[pair.Right.VersionId].Content).Where(d => PowerFields.Compared.Contains(d.Field)));
        if (comparison.Differences.Count > 0) comparison.Result = ComparisonResult.Diverging;
        return comparison;
    }
}
