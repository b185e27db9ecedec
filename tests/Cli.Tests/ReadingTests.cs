using System.Text;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Reading;

namespace Sunshine.Cli.Tests;

public sealed class ReadingTests : IDisposable
{
    private const string Head = "编号,标题,发布机构,公开方式,公开日期\n";

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Chinese_headings_and_words_become_fields()
    {
        var rows = await Csv(
            "编号,标题（必填）,发布机构,文号,主题分类,体裁,生成日期,公开日期,公开方式,栏目,内容概述,正文,关键词,索引号,网址,五公开,序号\n"
            + "7,关于供热的通知,as-gov-office,鞍政办发〔2016〕1号,1002,08,2016年3月1日,2016/3/5,政府网站,政务公开,概述,\"第一行\n第二行\",供热;民生,AS0000001/2016-00001,https://example.org/7,结果公开,1\n");
        var record = Assert.Single(rows).Record!;
        Assert.Equal("7", record.SourceId);
        Assert.Equal("关于供热的通知", record.Title);
        Assert.Equal("as-gov-office", record.AgencyId);
        Assert.Equal("2016-03-01", record.FormedOn);
        Assert.Equal("第一行\n第二行", record.Body);
        Assert.Equal(["供热", "民生"], record.Keywords);
        Assert.Equal(Stage.Result, record.Stage);
        Assert.Equal(
            new Placement { Channel = Channel.Website, On = "2016-03-05", Column = "政务公开", Url = "https://example.org/7" },
            Assert.Single(record.Placements));
    }

    [Fact]
    public async Task Field_names_are_headings_in_either_case_style()
    {
        var rows = await Csv("sourceId,title,agency_id,documentNumber,placement1_channel,placement1_on,placement2Channel,placement2On\n1,甲,as-a,〔2016〕1号,CHANNEL_GAZETTE,20160301,weibo,2016.3.2\n");
        var record = Assert.Single(rows).Record!;
        Assert.Equal("〔2016〕1号", record.DocumentNumber);
        Assert.Equal([(Channel.Gazette, "2016-03-01"), (Channel.Microblog, "2016-03-02")], record.Placements.Select(x => (x.Channel, x.On)));
    }

    [Fact]
    public async Task One_cell_holds_several_placements()
    {
        var rows = await Csv("编号,标题,发布机构,渠道\n1,甲,as-a,网站/今日鞍山@2016-03-01;公报@2016-03-05 https://example.org/a%3Bb\n");
        Assert.Equal(
            [
                new Placement { Channel = Channel.Website, On = "2016-03-01", Column = "今日鞍山" },
                new Placement { Channel = Channel.Gazette, On = "2016-03-05", Url = "https://example.org/a;b" },
            ],
            Assert.Single(rows).Record!.Placements);
    }

    [Fact]
    public async Task Several_channels_in_one_cell_share_the_day()
    {
        var rows = await Csv(Head + "1,甲,as-a,政府网站、政务微信,2016-03-01 08:30:00\n");
        Assert.Equal([Channel.Website, Channel.Wechat], Assert.Single(rows).Record!.Placements.Select(x => x.Channel));
        Assert.All(rows[0].Record!.Placements, x => Assert.Equal("2016-03-01", x.On));
    }

    [Theory]
    [InlineData("2016-02-30", "not a day of the calendar")]
    [InlineData("42430", "day number")]
    [InlineData("三月", "is not a day such as")]
    public async Task A_bad_day_is_told_by_field(string day, string reason)
    {
        var row = Assert.Single(await Csv(Head + $"1,甲,as-a,网站,{day}\n"));
        Assert.Null(row.Record);
        var problem = Assert.Single(row.Problems);
        Assert.Equal("on", problem.Field);
        Assert.Contains(reason, problem.Description);
    }

    [Fact]
    public async Task All_problems_of_a_row_are_told_at_once()
    {
        var row = Assert.Single(await Csv("编号,标题,发布机构,公开方式,公开日期,生成日期,五公开\n1,甲,as-a,主动公开,,昨天,公开\n"));
        Assert.Equal(["channel", "formed_on", "on", "stage"], row.Problems.Select(x => x.Field).Order());
        Assert.Equal("1", row.SourceId);
    }

    [Fact]
    public async Task A_broken_row_costs_that_row_alone()
    {
        var rows = await Csv(Head
            + "1,甲,as-a,网站,2016-03-01\n"
            + "2,乙,as-a,网站\n"
            + "3,\"丙 \"引\" 号\",as-a,网站,2016-03-01\n"
            + "4,\"丁,as-a,网站,2016-03-01\n"
            + "5,戊,as-a,网站,2016-03-01\n"
            + "6,\"己\",as-a,网站,2016-03-01\n"
            + "\n,,,,\n"
            + "7,庚,as-a,网站,2016-03-01,,\n");
        Assert.Equal(["1", "5", "6", "7"], rows.Where(x => x.Record is not null).Select(x => x.SourceId));
        Assert.Equal([(3L, "2"), (4L, "3"), (5L, "4")], rows.Where(x => x.Record is null).Select(x => (x.Line, x.SourceId)));
        Assert.Contains("4 columns, where the headings have 5", rows[1].Problems[0].Description);
        Assert.Contains("column 2 (标题)", rows[3].Problems[0].Description);
        Assert.Equal("4,\"丁,as-a,网站,2016-03-01", rows[3].Raw);
    }

    [Fact]
    public async Task Gb18030_is_recognised()
    {
        var file = _tool.File("a.csv", Gb18030.GetBytes(Head + "1,关于做好供热工作的通知,as-a,政府网站,2016年3月1日\n"));
        await using var source = await Open(file);
        var row = Assert.Single(await All(source));
        Assert.Equal("关于做好供热工作的通知", row.Record!.Title);
        Assert.Contains(source.Notes, x => x.Contains("GB18030"));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public async Task A_byte_order_mark_says_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var file = _tool.File("a.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(Head.Replace(',', '\t') + "1\t甲\tas-a\t网站\t2016-03-01\r\n")]);
        await using var source = await Open(file);
        Assert.Equal("甲", Assert.Single(await All(source)).Record!.Title);
    }

    [Fact]
    public async Task A_broken_byte_in_utf8_costs_one_row()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Head + "1,甲,as-a,网站,2016-03-01\n2,"), 0xC4, 0xFF, .. Encoding.UTF8.GetBytes(",as-a,网站,2016-03-01\n3,丙,as-a,网站,2016-03-01\n")];
        await using var source = await Open(_tool.File("a.csv", bytes));
        var rows = await All(source);
        Assert.Equal([true, false, true], rows.Select(x => x.Record is not null));
        Assert.Contains("not UTF-8", rows[1].Problems[0].Description);
    }

    [Fact]
    public async Task Titles_above_the_headings_are_looked_past()
    {
        var rows = await Csv("鞍山市政府信息公开目录,,,,\n填报单位：某局,,,,\n" + Head + "1,甲,as-a,网站,2016-03-01\n");
        Assert.Equal(4, Assert.Single(rows).Line);
    }

    [Fact]
    public async Task A_map_renames_ignores_and_doubles()
    {
        var map = _tool.File("map.json", """{"信息标题党":"title","索取号":["source_id","indexNumber"],"标题":null}""");
        await using var source = await CsvFile.Open(
            _tool.File("a.csv", "索取号,信息标题党,标题\nA1,甲,乙\n"), Headings.Read(map), new RecordDefaults("as-a", null), null, TestContext.Current.CancellationToken);
        var record = Assert.Single(await All(source)).Record!;
        Assert.Equal(("A1", "A1", "甲", "as-a"), (record.SourceId, record.IndexNumber, record.Title, record.AgencyId));
    }

    [Theory]
    [InlineData("""{"标题":"titel"}""", "\"titel\", which is not a field")]
    [InlineData("[]", "expected a JSON object")]
    [InlineData("{", "expected a JSON object")]
    public void A_wrong_map_is_told(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<CommandFailedException>(() => Headings.Read(_tool.File("map.json", json))).Message);

    [Theory]
    [InlineData("甲,乙\n1,2\n", "no row of headings")]
    [InlineData("标题,日期\n1,2\n", "the record's own key")]
    [InlineData("编号,标题,名称\n1,2,3\n", "\"标题\" and \"名称\" both mean title")]
    public async Task Headings_that_cannot_be_used_are_told(string text, string reason) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<CommandFailedException>(() => Csv(text))).Message);

    [Fact]
    public async Task Json_lines_are_records_or_exported_items()
    {
        var file = _tool.File("a.jsonl",
            """
            {"sourceId":"1","title":"甲","placements":[{"channel":"CHANNEL_WEBSITE","on":"2016-03-01"}]}
            {"source_id":"2","agency_id":"as-b","title":"乙"}

            {"id":"x","etag":"1","sourceId":"3","agency":{"id":"as-c","name":"丙局"},"title":"丙","publishedOn":"2016-03-01"}
            {"sourceId":"4","titel":"丁"}
            ["5"]
            {"sourceId":"6"
            """);
        await using var source = await JsonLinesFile.Open(file, new RecordDefaults("as-a", null), TestContext.Current.CancellationToken);
        var rows = await All(source);
        Assert.Equal([("1", "as-a"), ("2", "as-b"), ("3", "as-c")], rows.Take(3).Select(x => (x.Record!.SourceId, x.Record.AgencyId)));
        Assert.Equal([(5L, "4"), (6L, ""), (7L, "")], rows.Skip(3).Select(x => (x.Line, x.SourceId)));
        Assert.Contains("titel", rows[3].Problems[0].Description);
    }

    internal static Encoding Gb18030 => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private async Task<List<SourceRow>> Csv(string text)
    {
        await using var source = await Open(_tool.File("a.csv", text));
        return await All(source);
    }

    private static Task<CsvFile> Open(string file) =>
        CsvFile.Open(file, Headings.Standard, new RecordDefaults(null, null), null, TestContext.Current.CancellationToken);

    private static async Task<List<SourceRow>> All(ISourceFile source)
    {
        var rows = new List<SourceRow>();
        await foreach (var row in source.Rows(TestContext.Current.CancellationToken)) rows.Add(row);
        return rows;
    }
}
