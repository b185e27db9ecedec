using System.Text;
using CsCheck;

namespace Sunshine.ReportForms.Tests;

public sealed class PublishedSheetsTests
{
    public static TheoryData<string, string> Files => [.. from form in Forms.All from kind in new[] { "csv", "xlsx" } select (form.Id, kind)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Tables_as_the_form_prints_them_are_read_whole(string form, string kind) =>
        await WithoutSubtotals(form).SampleAsync(async report =>
        {
            var read = ReadReport.Of(await Read(report, kind));
            Assert.Empty(read.Unread);
            Assert.Equal(report.Figures.OrderBy(f => f.Key), read.Cells.Select(c => KeyValuePair.Create(c.Key, c.Value.Value)).OrderBy(f => f.Key));
        }, iter: 30);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Blank_cells_state_nothing(string form, string kind) =>
        await Gen.Select(WithoutSubtotals(form), Gen.Bool.Array[300]).SampleAsync(async (report, blank) =>
        {
            var at = 0;
            // Of each table something stays: where no line has a number, it cannot be told from heads.
            var some = report.Without(f => blank[at++ % blank.Length] && f is not "rules.regulations.issued" && !f.StartsWith("requests.received", StringComparison.Ordinal) && !f.StartsWith("proactive", StringComparison.Ordinal));
            var read = ReadReport.Of(await Read(some, kind));
            Assert.All(read.Cells, c => Assert.Equal(some.Figures[c.Key], c.Value.Value));
            Assert.Empty(ReportCheck.Check([read.Source]).Findings);
        }, iter: 30);

    [Fact]
    public async Task A_column_that_the_form_does_not_have_is_told_with_its_cell()
    {
        var read = ReadReport.Of(await Read("""
            三、收到和处理政府信息公开申请情况,,,
            申请人情况,自然人,总计,备注
            一、本年新收政府信息公开申请数量,12,12,7
            """, 2021));
        var unread = Assert.Single(read.Unread);
        Assert.Equal(("line 3, D", "备注"), (unread.Place, unread.Text));
        Assert.Equal(12, read.Cells["requests.received.natural-person"].Value);
    }

    [Fact]
    public async Task A_row_that_the_form_does_not_have_is_told_and_taken_for_no_other()
    {
        // The form of 2019 has no rows below (六).
        var read = ReadReport.Of(await Read("""
            三、收到和处理政府信息公开申请情况,,,
            项目,,自然人,总计
            三、本年度办理结果,(五)不予处理 2.重复申请,1,1
            ,(六)其他处理 3.其他,4,4
            ,(七)总计,5,5
            """, 2019));
        Assert.Equal("三、本年度办理结果/(六)其他处理 3.其他", Assert.Single(read.Unread).Text);
        Assert.False(read.Cells.ContainsKey("requests.results.other.natural-person"));
        Assert.Equal(5, read.Cells["requests.results.total.total"].Value);
    }

    [Fact]
    public async Task What_is_no_table_of_the_report_is_refused()
    {
        var refused = await Assert.ThrowsAsync<UnreadableReportException>(() => Read("姓名,年龄\n某,12\n", 2021));
        Assert.Equal("There is no table of the annual report.", Assert.Single(refused.Problems).English);
        refused = await Assert.ThrowsAsync<UnreadableReportException>(() => Read("<html>", 2021));
        Assert.Equal("file", Assert.Single(refused.Problems).Place);
    }

    private static Gen<SampleReport> WithoutSubtotals(string form) => RandomReports.Of(Forms.Find(form)!).Select(r => r.Without(f => IsSubtotal(r.Form, f)));

    private static bool IsSubtotal(Form form, string figure) => form.From > 2014 && form.Figures[figure].Row is { Sum: true };

    private static Task<PublishedReport> Read(SampleReport report, string kind) =>
        PublishedSheets.Read(new MemoryStream(kind == "csv" ? PrintedSheets.Csv(report) : PrintedSheets.Xlsx(report)), new PublishedReport("report." + kind, "某市", report.Year), CancellationToken.None);

    private static Task<PublishedReport> Read(string csv, int year) =>
        PublishedSheets.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), new PublishedReport("report.csv", "某市", year), TestContext.Current.CancellationToken);
}
