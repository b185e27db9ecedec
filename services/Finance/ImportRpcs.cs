using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Finance.V1;

namespace Sunshine.Finance;

/// <summary>The rpcs of <c>sunshine.finance.v1.ImportService</c>.</summary>
public sealed class ImportRpcs(
    Collections collections, StatementImport statementImport, DisclosureTerm term, [FromKeyedServices(FinanceModule.Name)] AgencyCopies agencyCopies, TimeProvider time) : ImportService.ImportServiceBase
{
    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<ImportStatementsReport> ImportStatements(IAsyncStreamReader<ImportStatementsRequest> requestStream, ServerCallContext context)
    {
        var v = new Violations();
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.PartCase != ImportStatementsRequest.PartOneofCase.Header)
            v.Add("header", "REQUIRED", "第一条消息须为 header。", "The first message must be the header.");
        v.ThrowIfAny();
        var header = requestStream.Current.Header;
        await using var content = new ChunkStream<ImportStatementsRequest>(requestStream, m => m.PartCase == ImportStatementsRequest.PartOneofCase.Chunk ? m.Chunk : null);
        return await Import(header, content, Caller.Of(context), Languages.Of(context.RequestHeaders.GetValue("accept-language")), "header.", context.CancellationToken);
    }

    /// <summary>Reads a file into a draft.</summary>
    /// <param name="prefix">Of the header's fields, as the caller has them.</param>
    internal async Task<ImportStatementsReport> Import(ImportStatementsHeader header, Stream content, Caller caller, Language language, string prefix, CancellationToken cancel)
    {
        var v = new Violations(prefix);
        v.Required("draftId", header.DraftId);
        v.Text("draftId", header.DraftId, 200);
        v.Required("fileName", header.FileName);
        v.Text("fileName", header.FileName, 200);
        v.Text("sheet", header.Sheet, 100);
        v.Enum("unit", header.Unit, required: false);
        if (header.Layout.Length > 0 && Layouts.Find(header.Layout) is null) v.Add("layout", "UNKNOWN_LAYOUT", "没有这种表。", "There is no such layout.");
        if (!header.DryRun) v.Required("etag", header.Etag);
        var expected = Etags.Revision(header.Etag, "etag", v);
        var mapping = StatementMapping.Read(header.Mapping, "mapping", v);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(cancel);
        if (await collections.Drafts.Get(header.DraftId, cancel) is not { } read || !agencies.MayActFor(caller, read.Value.AgencyId)) throw FinanceRefusals.NoSuchDraft.Of();
        if (read.Value.State != DraftState.Draft) throw FinanceRefusals.NotADraft.Of(read.Value.State.Name());
        if (expected is not null && expected != read.Revision) throw Etags.Stale(read.Revision);

        var (report, tables) = await statementImport.Import(read.Value, header, mapping, content, language, cancel);
        report.Draft = DraftMap.ToProto(tables is null ? read : await Save(read, tables, expected, caller, cancel), DraftState.Draft, term, agencies);
        return report;
    }

    private Task<Stored<Draft>> Save(Stored<Draft> read, IReadOnlyList<StatementReference> tables, long? expected, Caller caller, CancellationToken cancel) =>
        collections.Drafts.Replace(read.Value.Id, read, read.Value with
        {
            Statements = tables, Authors = read.Value.Authors.Contains(caller.Subject) ? read.Value.Authors : [.. read.Value.Authors, caller.Subject], UpdatedAt = time.GetUtcNow()
        }, expected, null, cancel);
}
