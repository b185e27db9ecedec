namespace Sunshine.ReportForms.Tests;

/// <summary>Names of rows and columns that are written as paths, as programs do that flatten a table with heads over heads.</summary>
public sealed class PathNamesTests
{
    private const string Requests = """
        "{0}一、本年新收政府信息公开申请数量": {"自然人": 3, "总计": 3}, "{0}二、上年结转政府信息公开申请数量": {"自然人": 1, "总计": 1},
        "三、本年度办理结果{1}（一）予以公开": {"自然人": 2, "总计": 2}, "三、本年度办理结果{1}（三）不予公开{1}1.属于国家秘密": {"自然人": 1, "总计": 1},
        "三、本年度办理结果{1}（六）其他处理{1}3.其他": {"自然人": 0, "总计": 0}, "三、本年度办理结果{1}（七）总计": {"自然人": 3, "总计": 3}, "四、结转下年度继续办理": {"自然人": 1, "总计": 1}
        """;

    [Theory]
    [InlineData("", "/")]
    [InlineData("", " > ")]
    [InlineData("", "·")]
    [InlineData("", "：")]
    [InlineData("三、收到和处理政府信息公开申请情况/", "/")]
    public void Rows_are_found_below_their_heads(string before, string between)
    {
        var read = ReadReport.Of(Sentences.Report($"\"tables\": {{\"三\": {{{Requests.Replace("{0}", before, StringComparison.Ordinal).Replace("{1}", between, StringComparison.Ordinal)}}}}}"));
        Assert.Empty(read.Unread);
        Assert.Equal(
            ["requests.carried-in.total=1", "requests.carried-out.total=1", "requests.received.total=3", "requests.results.granted.total=2", "requests.results.other.rest.total=0", "requests.results.refused.state-secret.total=1",
                "requests.results.total.total=3"], Cells(read, ".total"));
    }

    [Theory]
    [InlineData("""{"行政复议-结果维持": 5, "行政复议-总计": 6, "行政诉讼-未经复议直接起诉-结果维持": 2, "行政诉讼-复议后起诉-总计": 1}""")]
    [InlineData("""{"行政复议结果维持": 5, "行政复议总计": 6, "未经复议直接起诉结果维持": 2, "复议后起诉总计": 1}""")]
    [InlineData("""{"件数": {"行政复议/结果维持": 5, "行政复议/总计": 6, "未经复议直接起诉/结果维持": 2, "复议后起诉/总计": 1}}""")]
    [InlineData("""{"行政复议": {"结果维持": 5, "总计": 6}, "行政诉讼": {"未经复议直接起诉": {"结果维持": 2}, "复议后起诉": {"总计": 1}}}""")]
    public void Cases_lie_on_their_side_in_many_ways(string table)
    {
        var read = ReadReport.Of(Sentences.Report($"\"tables\": {{\"四、政府信息公开行政复议、行政诉讼情况\": {table}}}"));
        Assert.Empty(read.Unread);
        Assert.Equal(["cases.review.total=6", "cases.review.upheld=5", "cases.suit-after-review.total=1", "cases.suit-direct.upheld=2"], Cells(read, ""));
    }

    [Theory]
    [InlineData("2021", "2022")]
    [InlineData("form_2021", "2022")]
    [InlineData("2021年格式", "\"2022\"")]
    [InlineData("FORM_2021", "\"2022\"")]
    public void Forms_and_years_are_named_as_people_do(string form, string year) =>
        Assert.Equal(("FORM_2021", 2022), Sentences.Read($$"""{"city": "某市", "year": {{year}}, "form": "{{form}}"}""") is var read ? (read.Form?.Id, read.Year) : default);

    [Theory]
    [InlineData("2022", "\"2022\"", "form")]
    [InlineData("新格式", "2022", "form")]
    [InlineData("2021", "\"二〇二二\"", "year")]
    [InlineData("2021", "\" 2022\"", "year")]
    public void What_names_none_is_refused(string form, string year, string field) =>
        Assert.Equal(field, Assert.Single(Assert.Throws<UnreadableReportException>(() => Sentences.Read($$"""{"city": "某市", "year": {{year}}, "form": "{{form}}"}""")).Problems).Place);

    private static IEnumerable<string> Cells(ReadReport read, string end) =>
        read.Cells.Where(c => c.Key.EndsWith(end, StringComparison.Ordinal)).Select(c => $"{c.Key}={c.Value.Value}").Order(StringComparer.Ordinal);
}
