using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.Ledger;

/// <summary>Who feeds the log, and what is missing or late.</summary>
public sealed partial class LedgerRpcs
{
    private const int MostGaps = 100;

    [AllowAnonymous]
    public override async Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v) ?? "");
        v.ThrowIfAny();
        var sources = (await collections.Heads.Get(Head.Only, context.CancellationToken))?.Value.Sources ?? [];
        var left = sources.Where(s => string.CompareOrdinal(s.Name, after) > 0).ToList();
        var response = new ListSourcesResponse { NextPageToken = PageTokens.Of(left.Count > size ? left[size - 1].Name : null, request) };
        response.Sources.Add(left.Take(size).Select(ToProto));
        return response;
    }

    [AllowAnonymous]
    public override async Task<ListLateActsResponse> ListLateActs(ListLateActsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Text("source", request.Source, 40);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await collections.Late.List(new ListQuery<LateAct>
        {
            Where = request.Source.Length > 0 ? [LateCollection.Source.Is(request.Source)] : [], Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var latest = await Signed("", 0, context.CancellationToken);
        var response = new ListLateActsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        // Listed just before their checkpoint is signed.
        foreach (var late in page.Documents.Where(d => d.Value.Index < latest.Size)) response.Acts.Add(await ActAt(late.Value.Index, latest.Size, context.CancellationToken));
        return response;
    }

    private static Source ToProto(SourcePlace place)
    {
        var source = new Source { Name = place.Name, LastNumber = place.Last, ActCount = place.ActCount, MissingCount = place.MissingCount, LateCount = place.LateCount };
        if (place.ActCount > 0) source.LastLoggedAt = place.LastLoggedAt.ToTimestamp();
        source.Gaps.Add(place.Gaps.Take(MostGaps).Select(g => new Gap { FirstNumber = g.First, LastNumber = g.Last, NoticedAt = g.NoticedAt.ToTimestamp(), AskedAt = g.AskedAt?.ToTimestamp() }));
        return source;
    }
}
