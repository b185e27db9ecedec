using System.Text;

namespace Sunshine.ReportForms.Tests;

/// <summary>Tables as two governments published them, laid out as on their pages.</summary>
public sealed class RealReportsTests
{
    /// <summary>A city of ten million, on 2025. Heads of the last table are merged downwards on one side only.</summary>
    private const string Year2025 = """
        二、主动公开政府信息情况
        第二十条第（一）项
        信息内容,本年制发件数,本年废止件数,现行有效件数
        规章,3,5,74
        行政规范性文件,564,984,4185
        第二十条第（五）项
        信息内容,本年处理决定数量
        行政许可,11398889
        第二十条第（六）项
        信息内容,本年处理决定数量
        行政处罚,6937489
        行政强制,166105
        第二十条第（八）项
        信息内容,本年收费金额（单位：万元）
        行政事业性收费,316441
        三、收到和处理政府信息公开申请情况
        （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）,,,申请人情况
        ,,,自然人,法人或其他组织,,,,,总计
        ,,,,商业企业,科研机构,社会公益组织,法律服务机构,其他
        一、本年新收政府信息公开申请数量,,,13612,252,0,45,128,32,14069
        二、上年结转政府信息公开申请数量,,,535,6,0,1,18,0,560
        三、本年度办理结果,（一）予以公开,,5345,129,0,41,19,14,5548
        ,（二）部分公开（区分处理的，只计这一情形，不计其他情形）,,2120,39,0,1,6,2,2168
        ,（三）不予公开,1.属于国家秘密,13,0,0,0,0,0,13
        ,,2.其他法律行政法规禁止公开,30,0,0,0,0,0,30
        ,,3.危及“三安全一稳定”,11,0,0,0,0,0,11
        ,,4.保护第三方合法权益,49,2,0,0,0,0,51
        ,,5.属于三类内部事务信息,103,1,0,0,0,0,104
        ,,6.属于四类过程性信息,84,1,0,0,0,0,85
        ,,7.属于行政执法案卷,282,4,0,0,0,0,286
        ,,8.属于行政查询事项,147,0,0,0,1,2,150
        ,（四）无法提供,1.本机关不掌握相关政府信息,3075,50,0,0,89,8,3222
        ,,2.没有现成信息需要另行制作,177,3,0,0,0,0,180
        ,,3.补正后申请内容仍不明确,19,0,0,0,0,0,19
        ,（五）不予处理,1.信访举报投诉类申请,199,1,0,0,3,0,203
        ,,2.重复申请,147,1,0,0,0,0,148
        ,,3.要求提供公开出版物,0,0,0,0,0,0,0
        ,,4.无正当理由大量反复申请,100,1,0,0,0,0,101
        ,,5.要求行政机关确认或重新出具已获取信息,5,0,0,0,0,0,5
        ,（六）其他处理,1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请,315,3,0,0,0,0,318
        ,,2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请,202,0,0,1,0,0,203
        ,,3.其他,941,17,0,1,3,3,965
        ,（七）总计,,13364,252,0,44,121,29,13810
        四、结转下年度继续办理,,,783,6,0,2,25,3,819
        四、政府信息公开行政复议、行政诉讼情况
        行政复议,,,,,行政诉讼
        结果维持,结果纠正,其他结果,尚未审结,总计,未经复议直接起诉,,,,,复议后起诉
        ,,,,,结果维持,结果纠正,其他结果,尚未审结,总计,结果维持,结果纠正,其他结果,尚未审结,总计
        376,97,196,121,790,16,1,12,27,56,74,1,30,51,156
        """;

    /// <summary>A provincial government's office, on 2019. What is nothing is blank, and so are the totals of all results.</summary>
    private const string Year2019 = """
        第二十条第（一）项
        信息内容,"本年新
        制作数量","本年新
        公开数量",,对外公开总数量
        规章,13,13,,524
        规范性文件,60,60,,368
        第二十条第（九）项
        信息内容,采购项目数量,,采购总金额
        政府集中采购,6,,251000元
        三、收到和处理政府信息公开申请情况
        （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）,,,申请人情况
        ,,,自然人,法人或其他组织,,,,,总计
        ,,,,商业企业,科研机构,社会公益组织,法律服务机构,其他
        一、本年新收政府信息公开申请数量,,,821,35,,,2,1,859
        二、上年结转政府信息公开申请数量,,,18,,,,,,18
        三、本年度办理结果,（一）予以公开,,258,12,,,1,1,
        ,（二）部分公开（区分处理的，只计这一情形，不计其他情形）,,3
        ,（三）不予公开,1.属于国家秘密,14
        ,,2.其他法律行政法规禁止公开
        ,,3.危及“三安全一稳定”
        ,,4.保护第三方合法权益
        ,,5.属于三类内部事务信息,5
        ,,6.属于四类过程性信息,3,1
        ,,7.属于行政执法案卷
        ,,8.属于行政查询事项,10,2
        ,（四）无法提供,1.本机关不掌握相关政府信息,252,12,,,1
        ,,2.没有现成信息需要另行制作,44,3
        ,,3.补正后申请内容仍不明确,25
        ,（五）不予处理,1.信访举报投诉类申请,148,1
        ,,2.重复申请,5,4
        ,,3.要求提供公开出版物
        ,,4.无正当理由大量反复申请
        ,,5.要求行政机关确认或重新出具已获取信息
        ,（六）其他处理
        ,（七）总计,,767,35,,,2,1,805
        四、结转下年度继续办理,,,72,,,,,,72
        四、政府信息公开行政复议、行政诉讼情况
        行政复议,,,,,行政诉讼
        结果维持,结果纠正,其他结果,尚未审结,总计,未经复议直接起诉,,,,,复议后起诉
        ,,,,,结果维持,结果纠正,其他结果,尚未审结,总计,结果维持,结果纠正,其他结果,尚未审结,总计
        5,,,2,7,8,,,1,9
        """;

    [Theory]
    [InlineData(Year2025, 2025, 10 + 25 * 7 + 15)]
    [InlineData(Year2019, 2019, 49)]
    public async Task They_are_read_whole_and_all_agrees(string csv, int year, int figures)
    {
        var report = await Read(csv, year);
        var read = ReadReport.Of(report);
        Assert.Empty(read.Unread);
        Assert.Equal(figures, read.Cells.Count);
        Assert.Empty(ReportCheck.Check([report]).Findings);
    }

    [Theory]
    [InlineData("13612,252", "13622,252", "requests.received.natural-person")]
    [InlineData("376,97,196", "376,79,196", "cases.review.corrected")]
    [InlineData(",74,1,30,51,156", ",74,1,30,51,165", "cases.suit-after-review.total")]
    [InlineData("941,17,0,1,3,3,965", "941,17,0,1,3,3,956", "requests.results.other.rest.total")]
    [InlineData("783,6,0,2,25,3,819", "783,6,0,2,52,3,819", "requests.carried-out.legal")]
    public async Task A_slip_of_the_pen_in_them_is_found(string right, string wrong, string figure)
    {
        var found = ReportCheck.Check([await Read(Year2025.Replace(right, wrong, StringComparison.Ordinal), 2025)]).Findings;
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.Contains(figure, f.Figures));
        Assert.All(found, f => Assert.Equal(found.Count > 1, f.English.EndsWith($"perhaps {figure} is wrong.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_total_that_is_less_than_what_is_filled_in_is_found_among_blanks() =>
        Assert.Equal("requests.results.total.natural-person", Assert.Single(ReportCheck.Check([await Read(Year2019.Replace("767,35,,,2,1,805", "762,35,,,2,1,", StringComparison.Ordinal), 2019)]).Findings,
            f => f.Figures.Count > 5).Figures[0]);

    /// <summary>The sentence of 2019: of 805 answers 258 are 33.9 % (they are 32.0), and 35 are 4.34 (4.35).</summary>
    [Fact]
    public void Shares_in_a_sentence_are_checked_though_nobody_says_of_what()
    {
        var found = Sentences.Check(Sentences.Of("受理|859|件|受理政府信息公开申请859件", "答复|805|件|答复政府信息公开申请805件", "结转|18|件|含上年度结转申请18件", "顺延|72|件|另有72件申请", "公开|258|件|予以公开及部分公开258件",
            "占|33.9|%|占33.9%", "不予公开|35|件|不予公开35件", "占|4.34|%|占4.34%", "无法提供|265|件|无法提供265件", "占|32.9|%|占32.9%", "不予处理|158|件|不予处理158件", "占|19.6|%|占19.6%"), 2019);
        Assert.Equal([(33.9m, 32.0m, Severity.Warning, Verdict.Wrong), (4.34m, 4.35m, Severity.Notice, Verdict.Truncated)], found.Select(f => (f.Stated!.Value, f.Computed!.Value, f.Severity, f.Verdict)).OrderByDescending(f => f.Item1));
    }

    private static Task<PublishedReport> Read(string csv, int year) =>
        PublishedSheets.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), new PublishedReport("report.csv", "某市", year), TestContext.Current.CancellationToken);
}
