using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Sunshine.ReportForms;
using Sunshine.Reports.V1;

namespace Sunshine.Reports.Tests;

/// <summary>Reports as pages, tables and documents.</summary>
public sealed class ReportFileTests : ReportsTest
{
    [Fact]
    public async Task A_page_is_well_formed_and_has_what_readers_of_all_kinds_need()
    {
        Ledger.Count("catalogue.items", "2016-05", "office", "7");
        Ledger.Count("catalogue.placements", "2016-05", "office", "4", "channel=WEBSITE");
        Ledger.Count("catalogue.placements", "2016-05", "office", "3", "channel=GAZETTE");
        var edition = await Published(2016, [Stated(Staff, "5"), Stated("meetings.meetings", "0")]);
        using var answer = await Host.Http().GetAsync($"/api/v1/reports/annual-reports/{edition.ReportId}/editions/1.html", Cancel);
        Assert.Equal(("text/html", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            (answer.Content.Headers.ContentType!.MediaType, answer.Headers.GetValues("Content-Security-Policy").Single()));
        var page = Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("zh-CN", page.Root!.Attribute("lang")!.Value);
        Assert.Equal("机关 office2016年政府信息公开工作年度报告", Assert.Single(page.Descendants("h1")).Value);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "style" || e.Attribute("style") is not null);
        Assert.All(page.Descendants("table"), t => Assert.NotEqual("", t.Element("caption")!.Value));
        Assert.All(page.Descendants("th"), h => Assert.NotNull(h.Attribute("scope")));
        Assert.All(page.Descendants("svg"), s => Assert.Equal(("img", true, true), (s.Attribute("role")!.Value, s.Element("title") is not null, s.Element("desc") is not null)));
        Assert.NotEmpty(page.Descendants("svg"));
        Assert.Equal(5, page.Descendants("section").Count(s => s.Element("p")?.Value == "情况如下。"));

        // 0 is 0, what nobody tells is empty, and what is counted leads to its acts.
        Assert.Equal(("7", "0", ""), (Row(page, "(一)主动公开政府信息数(不同渠道和方式公开相同信息计1条)"), Row(page, "(一)召开政府信息公开工作会议或专题会议数"), Row(page, "(二)举办各类培训班数")));
        var link = page.Descendants("a").First(a => a.Value == "7").Attribute("href")!.Value;
        Assert.Equal($"/api/v1/reports/2016/figures/proactive.total/acts?form=FORM_2014&treeSize={Ledger.Size}&agencyId=office", link);
        Assert.Contains("catalogue.items", await Host.Http().GetStringAsync(link, Cancel), StringComparison.Ordinal);
        var text = page.Root.Value;
        Assert.All(["test-log", edition.Report.Basis.RootHash, edition.Digest, "单位人事统计"], said => Assert.Contains(said, text, StringComparison.Ordinal));

        using var style = await Host.Http().GetAsync(page.Descendants("link").Single().Attribute("href")!.Value, Cancel);
        Assert.Equal((HttpStatusCode.OK, "text/css"), (style.StatusCode, style.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task What_somebody_wrote_is_text_on_the_page()
    {
        var report = await Create(sections: Sections(2025, "<script>alert(1)</script> & 其他"));
        await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        var page = await Host.Http().GetStringAsync($"/api/v1/reports/annual-reports/{report.Id}/editions/1.html", Cancel);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains(Parse(page).Descendants("p"), p => p.Value == "<script>alert(1)</script> & 其他");
    }

    [Fact]
    public async Task The_heads_of_the_table_of_requests_are_merged_as_the_form_prints_them()
    {
        var page = Parse(await Host.Http().GetStringAsync("/api/v1/reports/2025.html?agencyId=city", Cancel));
        var table = page.Descendants("table").Single(t => t.Element("caption")!.Value.StartsWith("三、", StringComparison.Ordinal));
        var heads = table.Element("thead")!.Elements("tr").Select(r => r.Elements("th").Select(h => $"{h.Value} {h.Attribute("colspan")?.Value ?? "1"}x{h.Attribute("rowspan")?.Value ?? "1"}")).ToList();
        Assert.Equal(["项目 1x2", "自然人 1x2", "法人或其他组织 5x1", "总计 1x2"], heads[0]);
        Assert.Equal(["商业企业 1x1", "科研机构 1x1", "社会公益组织 1x1", "法律服务机构 1x1", "其他 1x1"], heads[1]);
    }

    [Theory]
    [InlineData(2016, "csv")]
    [InlineData(2016, "xlsx")]
    [InlineData(2025, "csv")]
    [InlineData(2025, "xlsx")]
    public async Task Tables_are_read_again_as_what_they_were(int year, string ending)
    {
        // A number of its own in every cell that the ledger does not count, and waivers of whatever does not add up.
        var form = ReportForms.Forms.Of(year)!;
        var told = Definitions.Of(Definitions.FormOf(year)!.Value).Where(d => !d.AlwaysTold && form.Figures.TryGetValue(d.Id, out var cell) && !cell.Column.Optional).Select((d, i) => Stated(d.Id, $"{i * 7}")).ToList();
        Ledger.Count("catalogue.items", "2016-05", "office", "7");
        var report = await Create(year, stated: told);
        report.Waivers.Add(report.Findings.Where(f => f.Severity == V1.Severity.Error).DistinctBy(f => (f.Rule, f.Place)).Select(f => new FindingWaiver { Rule = f.Rule, Place = f.Place, Reason = "测试" }));
        await Update(report, "waivers");
        await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        var edition = await Publisher.PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        var expected = Checking.FiguresOf(edition.Report, [.. edition.Stated.Select(AnnualReportMap.FromProto)]);

        using var file = new MemoryStream(await Host.Http().GetByteArrayAsync($"/api/v1/reports/annual-reports/{report.Id}/editions/1.{ending}", Cancel));
        var read = ReadReport.Of(await PublishedSheets.Read(file, new PublishedReport($"r.{ending}", "office", year), Cancel));
        Assert.Empty(read.Unread);
        Assert.Equal(expected.Where(f => form.Figures.ContainsKey(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, decimal.Parse(f.Value, System.Globalization.CultureInfo.InvariantCulture))),
            read.Cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value.Value)));
    }

    [Theory]
    [InlineData(2016, 2)]
    [InlineData(2025, 6)]
    public async Task The_document_is_valid_and_has_parts_tables_and_page_numbers(int year, int tables)
    {
        var edition = await Published(year);
        var bytes = await Host.Http().GetByteArrayAsync($"/api/v1/reports/annual-reports/{edition.ReportId}/editions/1.docx", Cancel);
        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(document, Cancel).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var text = document.MainDocumentPart!.Document!.Body!.InnerText;
        Assert.All(edition.Sections, s => Assert.Contains(s.Title, text, StringComparison.Ordinal));
        Assert.Equal(tables, document.MainDocumentPart.Document.Body.Elements<DocumentFormat.OpenXml.Wordprocessing.Table>().Count());
        Assert.Contains("PAGE", document.MainDocumentPart.FooterParts.Single().Footer!.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_of_an_edition_is_what_its_digest_is_of()
    {
        var edition = await Published();
        var bytes = await Host.Http().GetByteArrayAsync($"/api/v1/reports/annual-reports/{edition.ReportId}/editions/1.json", Cancel);
        Assert.Equal(edition.Digest, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Contains(edition.ReportId, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/reports/annual-reports/nothing/editions/1.html", HttpStatusCode.NotFound, "NO_SUCH_ANNUAL_REPORT")]
    [InlineData("/api/v1/reports/1.html", HttpStatusCode.BadRequest, "OUT_OF_RANGE")]
    [InlineData("/api/v1/reports/2016.csv?treeSize=x", HttpStatusCode.BadRequest, "MALFORMED")]
    [InlineData("/api/v1/reports/2016.xlsx?agencyId=nobody", HttpStatusCode.NotFound, "NO_SUCH_AGENCY")]
    public async Task What_is_not_there_is_refused(string path, HttpStatusCode status, string reason)
    {
        using var answer = await Host.Http().GetAsync(path, Cancel);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_are_written_and_read_over_rest()
    {
        var edition = await Published();
        Assert.Contains("PUBLISHED", await Host.Http().GetStringAsync($"/api/v1/reports/annual-reports/{edition.ReportId}", Cancel), StringComparison.Ordinal);
        Assert.Contains(edition.Digest, await Host.Http().GetStringAsync($"/api/v1/reports/annual-reports/{edition.ReportId}/editions/1", Cancel), StringComparison.Ordinal);
        var token = Host.Issuer.Token([Foundation.Identity.Roles.Supervisor], "city", "supervisor", lifetime: TimeSpan.FromDays(10_000));
        Assert.Contains("bureau", await Host.Http(token).GetStringAsync("/api/v1/reports/annual-reports:outstanding?agencyId=city&year=2025", Cancel), StringComparison.Ordinal);
        Assert.Contains("机关 city", await Host.Http().GetStringAsync("/api/v1/reports/2016?agencyId=city", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_of_the_interface_has_them()
    {
        using var api = System.Text.Json.JsonDocument.Parse(await Host.Http().GetStringAsync("/openapi/parts/reports.json", Cancel));
        var paths = api.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Superset(
            new HashSet<string>(["html", "docx", "csv", "xlsx", "json"]).Select(e => "/api/v1/reports/annual-reports/{id}/editions/{number}." + e).Append("/api/v1/reports/{year}.html").Append("/api/v1/reports/report.css").ToHashSet(), paths.ToHashSet());
        Assert.Equal(["year", "form", "agencyId", "treeSize"], api.RootElement.GetProperty("paths").GetProperty("/api/v1/reports/{year}.html").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
    }

    private static XDocument Parse(string page) => XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).TrimStart());

    private static string Row(XDocument page, string label) => page.Descendants("tr").First(r => r.Element("th")?.Value == label).Elements("td").Last().Value;
}
