using System.Text;
using System.Text.Json;

namespace Sunshine.Cli.Tests;

public sealed class CheckReportCommandTests : IDisposable
{
    private const string Right = """
        {"city": "某市", "year": 2021, "tables": {"三、收到和处理政府信息公开申请情况": {
          "一、本年新收政府信息公开申请数量": {"自然人": 8, "商业企业": 4, "科研机构": 0, "社会公益组织": 0, "法律服务机构": 0, "其他": 0, "总计": 12},
          "四、结转下年度继续办理": {"总计": 3}}}}
        """;

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_report_without_errors_ends_in_0()
    {
        Assert.Equal(0, await _tool.Run("check-report", _tool.File("2021.json", Right)));
        Assert.Contains("0 errors, 0 warnings, 0 notices. 1 relations were decided", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_with_errors_ends_in_1_and_shows_each_in_a_line()
    {
        Assert.Equal(1, await _tool.Run("check-report", _tool.File("2021.json", Right.Replace("\"总计\": 12", "\"总计\": 13", StringComparison.Ordinal))));
        var line = Assert.Single(_tool.Output.Split('\n'), l => l.Contains("form-sum", StringComparison.Ordinal));
        Assert.Equal(["1", "2021", "三、收到和处理政府信息公开申请情况·一、本年新收政府信息公开申请数量·总计", "13 件", "12 件", "1", "form-sum", "ERROR", "WRONG"], line.Trim('│', ' ').Split('│').Select(c => c.Trim()));
        Assert.Contains("多 1。", _tool.Output, StringComparison.Ordinal);
        await _tool.Run("check-report", "--language", "en", _tool.PathOf("2021.json"));
        Assert.Contains("1 too many.", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_and_notices_alone_end_in_0()
    {
        var path = _tool.File("2016.json", """{"city": "某市", "year": 2016, "statements": [{"section": "一", "figure": "覆盖率", "value": 100, "unit": "%", "quote": "实现全覆盖，公开率100%"}]}""");
        Assert.Equal(0, await _tool.Run("check-report", path));
        Assert.Contains("0 errors, 0 warnings, 1 notices", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_that_is_built_in_is_checked_without_a_file_or_a_server()
    {
        Assert.Equal(1, await _tool.Run("check-report", "anshan-2016"));
        Assert.Contains("960,737 条", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("4 errors, 5 warnings, 2 notices", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_json()
    {
        Assert.Equal(1, await _tool.Run("check-report", "anshan-2016", "--output", "json"));
        var root = JsonDocument.Parse(_tool.Output).RootElement;
        var finding = Assert.Single(root.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == "percentage");
        Assert.Equal(("WARNING", "PLUGGED", "60.20", "60.21", "-0.01", "%"), (Text("severity"), Text("verdict"), Raw("stated"), Raw("computed"), Raw("difference"), Text("unit")));
        Assert.Equal("占总量60.20%", finding.GetProperty("quotes")[0].GetString());
        Assert.True(root.GetProperty("decided").GetInt32() > 10);

        string? Text(string name) => finding.GetProperty(name).GetString();
        string Raw(string name) => finding.GetProperty(name).GetRawText();
    }

    [Fact]
    public async Task Several_files_are_compared_from_year_to_year_and_tables_have_their_year_in_the_name()
    {
        var table = _tool.File("三-2022.csv", "三、收到和处理政府信息公开申请情况,,\n申请人情况,自然人,总计\n二、上年结转政府信息公开申请数量,2,2\n");
        Assert.Equal(1, await _tool.Run("check-report", _tool.File("2021.json", Right), table));
        Assert.Contains("carry-over", _tool.Output, StringComparison.Ordinal);
        Assert.Contains("少 1", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_of_one_year_are_one_report()
    {
        var three = _tool.File("三.csv", "三、收到和处理政府信息公开申请情况,,\n申请人情况,自然人,总计\n二、上年结转政府信息公开申请数量,2,2\n");
        var two = _tool.File("二.csv", "第二十条第(五)项,\n信息内容,本年处理决定数量\n行政许可,17\n");
        Assert.Equal(0, await _tool.Run("check-report", three, two, "--year", "2022", "--city", "某市"));
        Assert.Contains("0 errors", _tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r-2021.json", "{\"year\": 2021}", "city: Required.")]
    [InlineData("r-2021.json", "{\n\"city\": \"某市\",\n", "line 3: This is no JSON.")]
    [InlineData("r.csv", "a,b\n", "say with --year")]
    [InlineData("r-2021.csv", "姓名,年龄\n某,3\n", "There is no table of the annual report.")]
    [InlineData("r-2021.xlsx", "no workbook", "The file is no .xlsx workbook.")]
    [InlineData("r-2021.pdf", "%PDF", "must be .json, .csv or .xlsx")]
    public async Task What_cannot_be_read_ends_in_2_and_says_where(string name, string text, string message)
    {
        Assert.Equal(2, await _tool.Run("check-report", _tool.File(name, Encoding.UTF8.GetBytes(text)), _tool.File("right.json", Right)));
        Assert.Contains(message, _tool.Messages, StringComparison.Ordinal);
        Assert.Contains(name, _tool.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("decided", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_in_2()
    {
        Assert.Equal(2, await _tool.Run("check-report", _tool.PathOf("none.json")));
        Assert.Contains("no such file", _tool.Messages, StringComparison.Ordinal);
    }
}
