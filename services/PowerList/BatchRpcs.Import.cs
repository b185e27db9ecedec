using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

public sealed partial class BatchRpcs
{
    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<ImportReport> ImportOperations(IAsyncStreamReader<ImportOperationsRequest> requestStream, ServerCallContext context)
    {
        var v = new Violations();
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.PartCase != ImportOperationsRequest.PartOneofCase.Header)
            v.Add("header", "REQUIRED", "第一条消息须为 header。", "The first message must be the header.");
        v.ThrowIfAny();
        await using var content = new ChunkStream<ImportOperationsRequest>(requestStream, m => m.PartCase == ImportOperationsRequest.PartOneofCase.Chunk ? m.Chunk : null);
        return await Import(
            requestStream.Current.Header, content, Caller.Of(context), Languages.Of(context.RequestHeaders.GetValue("accept-language")), "header.", context.CancellationToken);
    }

    /// <summary>Reads a file into a draft.</summary>
    /// <param name="prefix">Of the header's fields, as the caller has them.</param>
    internal async Task<ImportReport> Import(ImportOperationsHeader header, Stream content, Caller caller, Language language, string prefix, CancellationToken cancel)
    {
        var v = new Violations(prefix);
        v.Required("batchId", header.BatchId);
        v.Text("batchId", header.BatchId, 200);
        v.Required("fileName", header.FileName);
        v.Text("fileName", header.FileName, 200);
        v.Enum("mode", header.Mode, required: true);
        v.Text("sheet", header.Sheet, 100);
        v.Text("cancelReason", header.CancelReason, 1_000);
        if (header.CancelMissing) v.Required("cancelReason", header.CancelReason);
        if (header.CancelMissing && header.Mode != ImportMode.FullList) v.Add("cancelMissing", "NOT_A_FULL_LIST", "只有全量清单才能取消缺少的职权。", "Only a full list lacks anything.");
        if (!header.DryRun) v.Required("etag", header.Etag);
        var expected = Etags.Revision(header.Etag, "etag", v);
        var agencies = await agencyCopies.Read(cancel);
        if (header.AgencyId.Length > 0) agencies.RequireKnown("agencyId", header.AgencyId, v);
        v.ThrowIfAny();
        var read = await Draft(header.BatchId, caller, cancel);
        if (expected is not null && expected != read.Revision) throw Etags.Stale(read.Revision);

        var (report, replaced) = await batchImport.Import(read.Value, header, content, language, cancel);
        report.Batch = replaced is null ? Map.ToProto(read) : await Save(read, read.Value with { Sheets = replaced }, expected, caller, cancel);
        return report;
    }
}
