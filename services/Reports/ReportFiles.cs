using System.Globalization;
using System.Text;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Tables;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>Reports to read, print and take away: editions, and computed figures.</summary>
public static class ReportFiles
{
    private const string Csv = "text/csv; charset=utf-8", Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Page = "text/html; charset=utf-8";

    private static readonly byte[] Style = ReadStyle();

    public static void MapReportFiles(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(ReportPage.StyleSheet, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=3600";
            return Results.Bytes(Style, "text/css; charset=utf-8");
        }).AllowAnonymous().WithMetadata(new PlainOperation(ReportService.Descriptor, "GetReportStyle", "The style sheet of pages of reports."));

        Edition("html", "GetEditionPage", "An edition as a page in Chinese, to be read and printed (HTML).", WritePage);
        Edition("csv", "GetEditionCsv", "The tables of an edition as CSV, as check-report reads them.", (http, report) => WriteTable(http, report, "csv"));
        Edition("xlsx", "GetEditionXlsx", "The tables of an edition as a workbook, as check-report reads them.", (http, report) => WriteTable(http, report, "xlsx"));
        Edition("docx", "GetEditionDocx", "An edition as a text document in Chinese.", (http, report) =>
        {
            Attach(http, report, "docx", ReportDocument.MediaType);
            return http.Response.Body.WriteAsync(ReportDocument.Write(report), http.RequestAborted).AsTask();
        });
        endpoints.MapGet("/api/v1/reports/annual-reports/{id}/editions/{number}.json", async (HttpContext http, string id, string number, Collections collections, Editions editions) =>
            Results.Text(await editions.ReadJson(await Find(id, number, collections, http.RequestAborted), http.RequestAborted), "application/json", Encoding.UTF8))
            .AllowAnonymous().WithMetadata(new PlainOperation(AnnualReportService.Descriptor, "GetEditionJson", "An edition byte for byte as its digest is of it.")).AnswersRefusals();

        Computed("html", "GetReportPage", "The figures of a year as a page in Chinese, to be read and printed (HTML).", WritePage);
        Computed("csv", "GetReportCsv", "The figures of a year in the tables of the form as CSV.", (http, report) => WriteTable(http, report, "csv"));
        Computed("xlsx", "GetReportXlsx", "The figures of a year in the tables of the form as a workbook.", (http, report) => WriteTable(http, report, "xlsx"));

        void Edition(string ending, string operation, string description, Func<HttpContext, PrintedReport, Task> write) =>
            endpoints.MapGet($"/api/v1/reports/annual-reports/{{id}}/editions/{{number}}.{ending}", async (HttpContext http, string id, string number, Collections collections, Editions editions) =>
            {
                var edition = await editions.Read(await Find(id, number, collections, http.RequestAborted), http.RequestAborted);
                await write(http, new PrintedReport(edition.Report, edition));
            }).AllowAnonymous().WithMetadata(new PlainOperation(AnnualReportService.Descriptor, operation, description)).AnswersRefusals();

        void Computed(string ending, string operation, string description, Func<HttpContext, PrintedReport, Task> write) =>
            endpoints.MapGet($"/api/v1/reports/{{year}}.{ending}", async (HttpContext http, string year, Computing computing) =>
            {
                var asked = QueryParameters.Read<GetReportRequest>(http.Request.Query);
                asked.Year = int.TryParse(year, CultureInfo.InvariantCulture, out var number) ? number : 0;
                var form = ReportRpcs.FormOf(asked.Year, asked.Form, asked.AgencyId, asked.TreeSize);
                await write(http, new PrintedReport(await computing.Compute(asked.Year, form, asked.AgencyId, asked.TreeSize, http.RequestAborted), null));
            }).AllowAnonymous().WithMetadata(new PlainOperation(ReportService.Descriptor, operation, description + " Takes the parameters of GetReport.") { Query = GetReportRequest.Descriptor }).AnswersRefusals();
    }

    private static async Task<EditionReference> Find(string id, string number, Collections collections, CancellationToken cancel)
    {
        if (id.Length > 64 || await collections.Reports.Get(id, cancel) is not { Value: { Published: true } report }) throw ReportsRefusals.NoSuchAnnualReport.Of();
        return report.Editions.FirstOrDefault(e => e.Number.ToString(CultureInfo.InvariantCulture) == number) ?? throw ReportsRefusals.NoSuchEdition.Of();
    }

    private static Task WritePage(HttpContext http, PrintedReport report)
    {
        http.Response.ContentType = Page;
        http.Response.Headers.ContentSecurityPolicy = ReportPage.Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync(new ReportPage(report).Write(), http.RequestAborted);
    }

    private static async Task WriteTable(HttpContext http, PrintedReport report, string ending)
    {
        Attach(http, report, ending, ending == "csv" ? Csv : Xlsx);
        await ReportSheet.Write(ending == "csv" ? TableWriter.Csv(http.Response.Body) : TableWriter.Xlsx(http.Response.Body, ReportSheet.Name), report, http.RequestAborted);
    }

    private static void Attach(HttpContext http, PrintedReport report, string ending, string type)
    {
        http.Response.ContentType = type;
        http.Response.Headers.ContentDisposition = $"attachment; filename=report-{report.Computed.Year}.{ending}; filename*=UTF-8''{Uri.EscapeDataString(report.Title)}.{ending}";
    }

    private static byte[] ReadStyle()
    {
        using var file = typeof(ReportFiles).Assembly.GetManifestResourceStream("Sunshine.Reports.Page.report.css")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
