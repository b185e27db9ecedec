using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

public sealed partial class PowerRpcs
{
    [AllowAnonymous]
    public override async Task<ListDifferencesResponse> ListDifferences(ListDifferencesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        var size = PageTokens.Size(request.PageSize, v);
        var place = PageTokens.Parts(PageTokens.Place(request.PageToken, request, v), ' ', 3);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(cancel);
        var list = await lists.Choose(request.ListId, agencies, cancel);
        var earlier = request.BeforeDay.Length + request.BeforeBatchId.Length == 0
            ? new Moment(list, 0, DateOnly.MinValue) : Moment.Of(list, request.BeforeDay, request.BeforeBatchId, clock.Today, ("beforeDay", "beforeBatchId"));
        var later = Moment.Of(list, request.AfterDay, request.AfterBatchId, clock.Today, ("afterDay", "afterBatchId"));
        if (place is not null) (earlier, later) = (earlier.At(PageTokens.Position(place[0])), later.At(PageTokens.Position(place[1])));
        if (later.Batch < earlier.Batch)
        {
            v.Add(request.AfterBatchId.Length > 0 ? "afterBatchId" : "afterDay", "BEFORE_THE_EARLIER", "不能早于起始时点。", "Must not be before the earlier time.");
            v.ThrowIfAny();
        }

        var all = ListDifference.Between(list, earlier.Batch, later.Batch);
        var first = place is null ? 0 : PageTokens.Position(place[2]);
        var page = all.Skip(first).Take(size).ToList();
        var changed = page.Where(d => d.Kind == DifferenceKind.Changed).ToList();
        var contents = await lists.Contents([.. changed.SelectMany(d => new[] { d.Before!.VersionId, d.After!.VersionId })], cancel);
        var response = new ListDifferencesResponse
        {
            TotalSize = all.Count, Came = all.Count(d => d.Kind == DifferenceKind.Came), Went = all.Count(d => d.Kind == DifferenceKind.Went),
            Changed = all.Count(d => d.Kind == DifferenceKind.Changed), BeforeBatch = earlier.Batch, AfterBatch = later.Batch,
            NextPageToken = PageTokens.Of(first + size < all.Count ? $"{earlier.Batch} {later.Batch} {first + size}" : null, request)
        };
        var laws = await lawBook.Read(cancel);
        var fields = Fields(laws);
        response.Differences.Add(page.Select(d =>
        {
            var difference = new Difference { Kind = d.Kind, Operation = d.Last.Kind, Batch = d.Last.From };
            if (d.Before is not null) difference.Before = ToSummary(d.Before, earlier, agencies, laws);
            if (d.After is not null) difference.After = ToSummary(d.After, later, agencies, laws);
            if (d.Kind == DifferenceKind.Changed) difference.Changes.Add(fields.Differences(contents[d.Before!.VersionId].Content, contents[d.After!.VersionId].Content));
            return difference;
        }));
        return response;
    }
}
