using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>The tables of a release to take away, as they are printed. Whoever changes some cells can hand them in again.</summary>
public static class StatementExports
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Refused = " Returns NOT_FOUND (NO_SUCH_DISCLOSURE, NO_SUCH_RELEASE, NO_SUCH_STATEMENT), FAILED_PRECONDITION (WITHDRAWN).";

    public static void MapStatementExports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/finance/disclosures/{id}/statements.xlsx", async (HttpContext http, string id, Collections collections, Statements statements) =>
        {
            var cancel = http.RequestAborted;
            var (disclosure, release) = await Find(http, id, collections, cancel);
            http.Response.ContentType = Workbook;
            http.Response.Headers.ContentDisposition = "attachment; filename=statements.xlsx";
            await StatementWorkbook.Write(TableWriter.Workbook(http.Response.Body), await statements.Read(Printed(release), cancel), disclosure.Identity.FiscalYear, cancel);
        }).AllowAnonymous().DisableRequestTimeout().WithMetadata(new PlainOperation(V1.DisclosureService.Descriptor, "ExportStatementsXlsx",
            "The tables of a release as a workbook in the printed layout, a sheet each." + Refused)
        {
            Query = V1.GetStatementRequest.Descriptor
        }).AnswersRefusals();

        endpoints.MapGet("/api/v1/finance/disclosures/{id}/statements/{layout}.csv", async (HttpContext http, string id, string layout, Collections collections, Statements statements) =>
        {
            var cancel = http.RequestAborted;
            var (disclosure, release) = await Find(http, id, collections, cancel);
            if (Printed(release).FirstOrDefault(s => s.Layout == layout) is not { } reference) throw FinanceRefusals.NoSuchStatement.Of();
            http.Response.ContentType = "text/csv; charset=utf-8";
            http.Response.Headers.ContentDisposition = $"attachment; filename={reference.Layout}.csv";
            await using var table = TableWriter.Csv(http.Response.Body);
            await StatementWorkbook.WriteTable(table, (await statements.Read([reference], cancel))[0], Layouts.Find(layout)!, disclosure.Identity.FiscalYear, cancel);
        }).AllowAnonymous().DisableRequestTimeout().WithMetadata(new PlainOperation(V1.DisclosureService.Descriptor, "ExportStatementCsv",
            "One table of a release as CSV in the printed layout, in UTF-8 with a mark that spreadsheets know." + Refused)
        {
            Query = V1.GetStatementRequest.Descriptor
        }).AnswersRefusals();

        endpoints.MapGet("/api/v1/finance/drafts/{id}/statements.xlsx",
            (HttpContext http, string id, Collections collections, Statements statements, [FromKeyedServices(FinanceModule.Name)] AgencyCopies agencyCopies) => WriteDraft(http, id, collections, statements, agencyCopies))
            .RequireAuthorization(new AllowAttribute(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)).DisableRequestTimeout().WithMetadata(new PlainOperation(
                V1.DraftingService.Descriptor, "ExportDraftXlsx", "The tables of a draft as a workbook in the printed layout, a sheet each. Returns NOT_FOUND (NO_SUCH_DRAFT, NO_SUCH_STATEMENT).")).AnswersRefusals();
    }

    /// <summary>The tables of a draft, for those who may write it.</summary>
    private static async Task WriteDraft(HttpContext http, string id, Collections collections, Statements statements, AgencyCopies agencyCopies)
    {
        var cancel = http.RequestAborted;
        if (await collections.Drafts.Get(id, cancel) is not { Value: var draft } || !(await agencyCopies.Read(cancel)).MayActFor(Caller.Of(http), draft.AgencyId)) throw FinanceRefusals.NoSuchDraft.Of();
        var printed = draft.Statements.Where(s => Layouts.Find(s.Layout) is not null).ToList();
        if (printed.Count == 0) throw FinanceRefusals.NoSuchStatement.Of();
        http.Response.ContentType = Workbook;
        http.Response.Headers.ContentDisposition = "attachment; filename=statements.xlsx";
        await StatementWorkbook.Write(TableWriter.Workbook(http.Response.Body), await statements.Read(printed, cancel), draft.FiscalYear, cancel);
    }

    private static async Task<(Disclosure Disclosure, Release Release)> Find(HttpContext http, string id, Collections collections, CancellationToken cancel)
    {
        var request = QueryParameters.Read<V1.GetStatementRequest>(http.Request.Query);
        var v = new Violations();
        if (request.Id.Length > 0) v.Add("id", "UNKNOWN_FIELD", "该参数在路径中。", "It stands in the path.");
        if (request.Layout.Length > 0) v.Add("layout", "UNKNOWN_FIELD", "该参数在路径中。", "It stands in the path.");
        v.ThrowIfAny();
        if (await collections.Disclosures.Get(id, cancel) is not { Value: var disclosure }) throw FinanceRefusals.NoSuchDisclosure.Of();
        if (disclosure.Withdrawn) throw FinanceRefusals.Withdrawn.Of();
        var release = request.Release == 0 ? disclosure.Latest : disclosure.Releases.FirstOrDefault(r => r.Number == request.Release) ?? throw FinanceRefusals.NoSuchRelease.Of();
        return Printed(release).Any() ? (disclosure, release) : throw FinanceRefusals.NoSuchStatement.Of();
    }

    private static IReadOnlyList<StatementReference> Printed(Release release) => [.. release.Statements.Where(s => Layouts.Find(s.Layout) is not null)];
}
