using System.Text;

namespace Sunshine.ReportForms.Tests;

public sealed class PublishedJsonTests
{
    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("[]", "line 1")]
    [InlineData("{\"year\": 2021}", "city")]
    [InlineData("{\"city\": \"某市\", \"year\": \"二〇二一\"}", "year")]
    [InlineData("{\"city\": \"某市\", \"year\": 1999}", "year")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"form\": \"FORM_2022\"}", "form")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"Tables\": {}}", "Tables")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"tables\": {\"三\": {\"(一)予以公开\": {\"自然人\": [1]}}}}", "tables[\"三\"][\"(一)予以公开\"][\"自然人\"]")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"tables\": {\"三\": 3}}", "tables[\"三\"]")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"statements\": [{\"figure\": \"x\", \"value\": 1}, {\"figure\": \"x\", \"value\": \"很多\"}]}", "statements[1].value")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"statements\": [{\"id\": \"a\", \"figure\": \"x\", \"value\": 1}, {\"id\": \"a\", \"figure\": \"y\", \"value\": 1}]}", "statements[1].id")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"relations\": [{\"kind\": \"product\"}]}", "relations[0].kind")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"relations\": [{\"kind\": \"same\", \"of\": [\"nothing\"]}]}", "relations[0]")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"publishedOn\": \"2022-02-30\"}", "publishedOn")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"earlier\": [{\"year\": 2020}]}", "earlier[0].source")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"earlier\": [{\"year\": 2021, \"source\": \"x\"}]}", "earlier[0].year")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"statements\": [{\"figure\": \"x\", \"value\": 99999999999999999999}]}", "statements[0].value")]
    [InlineData("{\"city\": \"某市\", \"year\": 2021, \"statements\": [{\"figure\": \"x\", \"value\": 1e400}]}", "statements[0].value")]
    public void What_is_wrong_is_told_with_its_place(string json, string place) => Assert.Contains(place, Assert.Throws<UnreadableReportException>(() => Read(json)).Problems.Select(p => p.Place));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() =>
        Assert.Equal(["city", "year", "statements[0].value"], Assert.Throws<UnreadableReportException>(() => Read("{\"city\": \"\", \"year\": 0, \"statements\": [{\"figure\": \"x\"}]}")).Problems.Select(p => p.Place));

    [Fact]
    public void Rows_and_columns_that_are_not_known_are_told_and_not_refused()
    {
        var found = ReportCheck.Check([Read("""{"city": "某市", "year": 2021, "tables": {"三": {"(九)别的": {"自然人": 1}, "(一)予以公开": {"外国人": 2, "自然人": "见附件"}}}}""")]).Findings;
        Assert.All(found, f => Assert.Equal((Severity.Notice, Verdict.NotRead, "unread"), (f.Severity, f.Verdict, f.Rule)));
        Assert.Equal(["tables[\"三\"][\"(九)别的\"][\"自然人\"]", "tables[\"三\"][\"(一)予以公开\"][\"外国人\"]", "tables[\"三\"][\"(一)予以公开\"][\"自然人\"]"], found.Select(f => f.Place));
    }

    [Fact]
    public void Names_of_several_rows_are_those_below_the_row_before()
    {
        var read = ReadReport.Of(Read("""
            {"city": "某市", "year": 2016, "tables": {"政府信息公开情况统计表": {
              "四、行政复议数量": 3, "(一)维持具体行政行为数": 1, "(二)被依法纠错数": 2,
              "五、行政诉讼数量": {"统计数": 7, "单位": "件"}, "被依法纠错": 3, "(三)其他情形数": 4}}}
            """));
        Assert.Empty(read.Unread);
        Assert.Equal([("litigation.corrected", 3m), ("litigation.other", 4m), ("litigation.total", 7m), ("review.corrected", 2m), ("review.total", 3m), ("review.upheld", 1m)],
            read.Cells.Select(c => (c.Key, c.Value.Value)).OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Figure_ids_headings_and_joined_names_stand_for_rows_and_columns_too()
    {
        var read = ReadReport.Of(Read("""
            {"city": "某市", "year": 2021, "tables": {
              "requests": {"requests.received": {"natural-person": 4}, "（三）不予公开1.属于国家秘密": {"自然人": 1, "法人或其他组织：其他": 2}, "三、本年度办理结果": {"(六)其他处理": {"3.其他": {"总计": 9}}}},
              "四": {"行政诉讼": {"未经复议直接起诉": {"结果维持": 5}}, "行政复议": {"总计": 6}},
              "二": {"规章": {"现行有效件数": 8}, "行政许可": {"本年处理决定数量": 7}}}}
            """));
        Assert.Empty(read.Unread);
        Assert.Equal(
            ["cases.review.total=6", "cases.suit-direct.upheld=5", "licensing.permits=7", "requests.received.natural-person=4", "requests.results.other.rest.total=9", "requests.results.refused.state-secret.natural-person=1",
                "requests.results.refused.state-secret.other-organisation=2", "rules.regulations.in-force=8"],
            read.Cells.Select(c => $"{c.Key}={c.Value.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_year_before_the_forms_needs_one_to_be_named()
    {
        Assert.Equal("form", Assert.Throws<UnreadableReportException>(() => ReportCheck.Check([Read("""{"city": "某市", "year": 2012}""")])).Problems[0].Place);
        Assert.Empty(ReportCheck.Check([Read("""{"city": "某市", "year": 2013, "form": "FORM_2014"}""")]).Findings);
    }

    [Fact]
    public void The_largest_numbers_there_may_be_are_computed_with()
    {
        const string Largest = "10000000000000";
        var found = ReportCheck.Check([Sentences.Report(Sentences.Of($"a|{Largest}|亿元|a|a", $"b|1|元|b|b", $"c|{Largest}|%|c|c", $"d|{Largest}|亿件|d|d", $"e|{Largest}|元/月|e|e") + """
            , "relations": [{"kind": "share", "part": "b", "whole": "a", "percent": "c"}, {"kind": "share", "part": "d", "whole": "d", "percent": "c"}, {"kind": "ratio", "amount": "a", "count": "b", "result": "e"},
              {"kind": "sum", "total": "b", "parts": ["a", "a"]}, {"kind": "change", "now": "a", "before": "b", "percent": "c"}, {"kind": "monthly", "month": "a", "cumulative": "b"}, {"kind": "itemised", "total": "a", "parts": ["b"]}]
            """)]);
        Assert.True(found.HasErrors);
    }

    [Fact]
    public void Two_reports_of_one_year_are_refused() =>
        Assert.Equal("year", Assert.Throws<UnreadableReportException>(() => ReportCheck.Check([Read("""{"city": "某市", "year": 2021}"""), Read("""{"city": "某市", "year": 2021}""")])).Problems[0].Place);

    private static PublishedReport Read(string json) => PublishedJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "report.json");
}
