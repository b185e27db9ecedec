using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>Public finance data to take away, with the filters of ListLines: as a table, and as a Fiscal Data Package.</summary>
public static class FinanceExports
{
    public static void MapFinanceExports(this IEndpointRouteBuilder endpoints)
    {
        Map("lines.csv", "ExportCsv", "Public tables cell by cell as CSV in UTF-8 with a mark that spreadsheets know; cells that begin like a formula are escaped.", "text/csv; charset=utf-8",
            (to, export, cancel) => WriteTable(TableWriter.Csv(to), export, cancel));
        Map("lines.xlsx", "ExportXlsx", "Public tables cell by cell as a workbook.", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (to, export, cancel) => WriteTable(TableWriter.Xlsx(to, "财政数据"), export, cancel));
        Map("fiscal-data-package.zip", "ExportFiscalDataPackage", "Public tables and their releases as a Fiscal Data Package: CSV and datapackage.json.", "application/zip", FiscalDataPackage.Write);

        void Map(string name, string operation, string description, string type, Func<Stream, FinanceExport, CancellationToken, Task> write) =>
            endpoints.MapGet("/api/v1/finance/" + name, async (
                HttpContext http, FigureBook book, Collections collections, Statements statements, [FromKeyedServices(FinanceModule.Name)] AgencyCopies agencyCopies, TimeProvider time) =>
            {
                var cancel = http.RequestAborted;
                var v = new Violations();
                var agencies = await agencyCopies.Read(cancel);
                var filter = LineFilter.Of(QueryParameters.Read<V1.ListLinesRequest>(http.Request.Query), agencies, v);
                v.ThrowIfAny();
                var export = new FinanceExport(filter, await book.Read(cancel), collections, statements, agencies, time.GetUtcNow());
                http.Response.ContentType = type;
                http.Response.Headers.ContentDisposition = $"attachment; filename={name}";
                await write(http.Response.Body, export, cancel);
            }).AllowAnonymous().DisableRequestTimeout().WithMetadata(new PlainOperation(V1.FigureService.Descriptor, operation, description + " Takes the parameters of ListLines; paging has no effect.")
            {
                Query = V1.ListLinesRequest.Descriptor
            }).AnswersRefusals();
    }

    private static async Task WriteTable(TableWriter table, FinanceExport export, CancellationToken cancel)
    {
        await using var _ = table;
        await table.Write([.. CellTable.Fields.Select(f => (TableCell)f.Title)], cancel);
        await foreach (var row in export.Cells(cancel)) await table.Write(row, cancel);
    }
}
