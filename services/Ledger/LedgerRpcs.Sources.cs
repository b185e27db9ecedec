using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;
using VerifierKey = Sunshine.TransparencyLog.VerifierKey;

namespace Sunshine.Ledger;

/// <summary>Who feeds the log, what is missing or late, and who watches it.</summary>
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

    [AllowAnonymous]
    public override async Task<ListWitnessesResponse> ListWitnesses(ListWitnessesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v) ?? "");
        v.ThrowIfAny();
        var keys = options.Value.Witnesses.Select(w => VerifierKey.Parse(w.Key)).OrderBy(k => k.Name, StringComparer.Ordinal).Where(k => string.CompareOrdinal(k.Name, after) > 0).ToList();
        var states = await collections.Witnesses.GetMany([.. keys.Select(WitnessState.IdOf)], context.CancellationToken);
        var response = new ListWitnessesResponse { NextPageToken = PageTokens.Of(keys.Count > size ? keys[size - 1].Name : null, request) };
        response.Witnesses.Add(keys.Take(size).Select(k => ToProto(k, states.GetValueOrDefault(WitnessState.IdOf(k))?.Value)));
        return response;
    }

    private static Witness ToProto(VerifierKey key, WitnessState? state) => new()
    {
        Name = key.Name, VerifierKey = key.ToString(), TreeSize = state?.Size ?? 0, CosignedAt = state?.CosignedAt?.ToTimestamp(), AskedAt = state?.AskedAt?.ToTimestamp(),
        Outcome = state?.Outcome ?? WitnessOutcome.Unspecified
    };

    private static Source ToProto(SourcePlace place)
    {
        var source = new Source { Name = place.Name, LastNumber = place.Last, ActCount = place.ActCount, MissingCount = place.MissingCount, LateCount = place.LateCount };
        if (place.ActCount > 0) source.LastLoggedAt = place.LastLoggedAt.ToTimestamp();
        source.Gaps.Add(place.Gaps.Take(MostGaps).Select(g => new Gap { FirstNumber = g.First, LastNumber = g.Last, NoticedAt = g.NoticedAt.ToTimestamp(), AskedAt = g.AskedAt?.ToTimestamp() }));
        return source;
    }
}
