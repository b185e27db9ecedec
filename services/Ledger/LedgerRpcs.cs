using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;
using Checkpoint = Sunshine.Ledger.V1.Checkpoint;

namespace Sunshine.Ledger;

/// <summary>The rpcs of <c>sunshine.ledger.v1.LedgerService</c>. All of them read.</summary>
public sealed partial class LedgerRpcs(Collections collections, LogReading log, LogKey key, ActBook book, ActSearch search, IOptions<LedgerOptions> options) : LedgerService.LedgerServiceBase
{
    /// <summary>Sums in one message.</summary>
    private const int Portion = 500;

    [AllowAnonymous]
    public override async Task<Checkpoint> GetCheckpoint(GetCheckpointRequest request, ServerCallContext context) => ToProto(await Signed("treeSize", request.TreeSize, context.CancellationToken));

    [AllowAnonymous]
    public override async Task<LoggedAct> GetAct(GetActRequest request, ServerCallContext context)
    {
        var latest = await Signed("", 0, context.CancellationToken);
        return await ActAt(request.Index, latest.Size, context.CancellationToken);
    }

    [AllowAnonymous]
    public override async Task<ListActsResponse> ListActs(ListActsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Text("source", request.Source, 40);
        v.Text("resource", request.Resource, 300);
        v.Text("agencyId", request.AgencyId, 64);
        v.Enum("kind", request.Kind, required: false);
        if (request is { Resource.Length: > 0, Source.Length: 0 }) v.Add("source", "REQUIRED", "按资源查询须指明来源。", "A resource needs its source.");
        if (request.Counted is { Amount.Length: > 0 }) v.Add("counted.amount", "NOT_ALLOWED", "此处不填。", "Leave this empty.");
        var (size, place) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        // A page goes on in the log that the first one was of, whatever came since.
        var (treeSize, from) = PageTokens.Parts(place, ' ', 2) is [var s, var f]
            ? ((await Signed("pageToken", PageTokens.Number(s), context.CancellationToken)).Size, PageTokens.Number(f))
            : await Beginning(request, context.CancellationToken);
        var page = await search.Find(request, treeSize, from, size, context.CancellationToken);
        var response = new ListActsResponse { TreeSize = treeSize, NextPageToken = PageTokens.Of(page.Next is { } next ? $"{treeSize} {next}" : null, request) };
        response.Acts.Add(page.Acts.Select(a => ActMap.ToProto(a.Index, a.Bytes)));
        return response;
    }

    [AllowAnonymous]
    public override async Task ReadCells(ReadCellsRequest request, IServerStreamWriter<Cells> responseStream, ServerCallContext context)
    {
        var v = new Violations();
        if (request.Year is not 0 and (< 1949 or > 2200)) v.Add("year", "OUT_OF_RANGE", "须在 1949 至 2200 之间。", "Must be from 1949 to 2200.");
        v.Count("what", request.What.Count, 0, 50);
        v.ThrowIfAny();
        var size = (await Signed("treeSize", request.TreeSize, context.CancellationToken)).Size;
        var year = request.Year == 0 ? "" : request.Year.ToString("0000", CultureInfo.InvariantCulture);
        var wanted = (await book.SumsAt(size, context.CancellationToken)).Ordered().Where(sum =>
            sum.Period.StartsWith(year, StringComparison.Ordinal) && (request.What.Count == 0 || request.What.Any(w => sum.What.StartsWith(w, StringComparison.Ordinal))));
        foreach (var portion in wanted.Chunk(Portion))
        {
            var cells = new Cells { TreeSize = size };
            cells.Counts.Add(portion.Select(ActMap.ToProto));
            await responseStream.WriteAsync(cells, context.CancellationToken);
        }
    }

    private async Task<(long TreeSize, long From)> Beginning(ListActsRequest request, CancellationToken cancel)
    {
        var size = (await Signed("treeSize", request.TreeSize, cancel)).Size;
        return (size, request.NewestFirst ? Math.Max(0, size - 1) : 0);
    }

    private async Task<LoggedAct> ActAt(long index, long size, CancellationToken cancel)
    {
        if (index < 0 || index >= size) throw LedgerRefusals.NoSuchAct.Of(size.ToString(CultureInfo.InvariantCulture));
        return ActMap.ToProto(index, await log.Entry(index, cancel));
    }

    /// <summary>The checkpoint of a size; 0 is the latest.</summary>
    private async Task<SignedCheckpoint> Signed(string field, long size, CancellationToken cancel)
    {
        var v = new Violations();
        if (size < 0) v.Add(field, "OUT_OF_RANGE", "不能为负数。", "Must not be negative.");
        v.ThrowIfAny();
        if (size > 0) return (await collections.Checkpoints.Get(SignedCheckpoint.IdOf(size), cancel))?.Value ?? throw LedgerRefusals.NoSuchCheckpoint.Of();
        return await collections.Latest(cancel) ?? key.Empty();
    }

    private Checkpoint ToProto(SignedCheckpoint signed) => new()
    {
        Origin = key.Origin, TreeSize = signed.Size, RootHash = Convert.ToHexStringLower(signed.Root), Note = signed.Cosigned, VerifierKey = key.VerifierKey, CreateTime = signed.CreatedAt.ToTimestamp()
    };
}
