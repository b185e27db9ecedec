namespace Sunshine.ReportForms.Tests;

/// <summary>Reports that look odd and are right: of none is anything said.</summary>
public sealed class CorrectReportsTests
{
    [Theory]
    [InlineData("FORM_2014", 2016)]
    [InlineData("FORM_2019", 2019)]
    [InlineData("FORM_2021", 2023)]
    public void All_zeros(string form, int year)
    {
        var of = Forms.Find(form)!;
        var report = new SampleReport(of, year, of.Figures.Keys.ToDictionary(f => f, _ => 0m));
        Assert.DoesNotContain(SampleReport.Check(report, report with { Year = year - 1 }), f => f.Rule != "form-of-year");
    }

    [Theory]
    [InlineData("FORM_2014", 2016)]
    [InlineData("FORM_2019", 2019)]
    [InlineData("FORM_2021", 2023)]
    public void All_blank(string form, int year) => Assert.Empty(SampleReport.Check(new SampleReport(Forms.Find(form)!, year, new Dictionary<string, decimal>())));

    [Theory]
    // Only totals.
    [InlineData(2021, """ "三": {"一、本年新收政府信息公开申请数量": {"总计": 12}, "二、上年结转政府信息公开申请数量": {"总计": 1}, "(七)总计": {"总计": 11}, "四、结转下年度继续办理": {"总计": 2}} """)]
    // (三) as one line, without its rows.
    [InlineData(2021, """ "三": {"(一)予以公开": {"总计": 5}, "(二)部分公开": {"总计": 0}, "(三)不予公开": {"总计": 4}, "(四)无法提供": {"总计": 2}, "(五)不予处理": {"总计": 0}, "(六)其他处理": {"总计": 0}, "(七)总计": {"总计": 11}} """)]
    // Organisations in one column.
    [InlineData(2021, """ "三": {"本年新收": {"自然人": 8, "法人或其他组织": 4, "总计": 12}} """)]
    // Only what is not nothing is filled in.
    [InlineData(2021, """ "三": {"(一)予以公开": {"自然人": 3, "总计": 3}, "1.属于国家秘密": {"自然人": "", "总计": "/"}, "(七)总计": {"自然人": 3, "商业企业": "—", "总计": 3}} """)]
    // (六) has no rows in the form of 2019.
    [InlineData(2019, """ "三": {"(一)予以公开": {"自然人": 3}, "(六)其他处理": {"自然人": 72}, "(七)总计": {"自然人": 75}} """)]
    // A natural-person column of 2019: 821 + 18 = 767 + 72.
    [InlineData(2019, """ "三": {"一、本年新收政府信息公开申请数量": {"自然人": 821}, "二、上年结转政府信息公开申请数量": {"自然人": 18}, "(七)总计": {"自然人": 767}, "四、结转下年度继续办理": {"自然人": 72}} """)]
    // Kinds that were taken off the list.
    [InlineData(2020, """ "二": {"行政许可": {"上一年项目数量": 320, "本年增/减": -14, "处理决定数量": 105233}} """)]
    // A district makes no rules.
    [InlineData(2021, """ "二": {"规章": {"本年制发件数": "/", "本年废止件数": "/", "现行有效件数": "/"}, "行政规范性文件": {"本年制发件数": 3, "本年废止件数": 40, "现行有效件数": 17}} """)]
    // The channels are more than the items: some went by two.
    [InlineData(2016, """ "政府信息公开情况统计表": {"(一)主动公开政府信息数": 100, "1.政府公报公开政府信息数": 20, "2.政府网站公开政府信息数": 100, "3.政务微博公开政府信息数": 40, "4.政务微信公开政府信息数": 0, "5.其他方式公开政府信息数": 60} """)]
    // More was answered than received: some of it is last year's, which the form does not have.
    [InlineData(2016, """ "政府信息公开情况统计表": {"(一)收到申请数": 10, "(二)申请办结数": 14, "1.按时办结数": 12, "2.延期办结数": 2, "(三)申请答复数": 13} """)]
    // Cases in last year's table and not in this one's are none of this form's business.
    [InlineData(2021, """ "四": {"行政复议": {"结果维持": 0, "结果纠正": 0, "其他结果": 0, "尚未审结": 0, "总计": 0}, "行政诉讼": {"未经复议直接起诉": {"总计": 4}}} """)]
    public void Tables(int year, string tables) => Assert.Empty(Sentences.Check($"\"tables\": {{{tables}}}", year));

    [Theory]
    // Rounded half up each for itself: 100.01.
    [InlineData("总数|32912|条|公开信息32912条", "公报|197|条|公报197条", "占|0.60|%|占总量0.60%", "网站|19815|条|网站19815条", "占|60.21|%|占总量60.21%", "微博|4956|条|微博4956条", "占|15.06|%|占总量15.06%", "微信|963|条|微信963条",
        "占|2.93|%|占总量2.93%", "其他|6981|条|其他6981条", "占|21.21|%|占总量21.21%")]
    // A share of something that is not in the report.
    [InlineData("全市|5000|条|公开信息5000条", "本市|500|条|网站公开500条", "占|3.21|%|占全省总量3.21%")]
    // A share of something else than the others, which is not stated.
    [InlineData("全部|1000|条|公开1000条", "网站|500|条|网站500条", "占|50.0|%|占总量50.0%", "公报|300|条|公报300条", "占|30.0|%|占总量30.0%", "视频|50|条|视频50条", "占|12.5|%|占新媒体发布量12.5%")]
    // Two figures that do not make the third.
    [InlineData("受理|159|件|受理159件", "答复|150|件|答复150件", "合计|900|件|各类事项合计900件")]
    // Part of a part before the sum.
    [InlineData("网站|500|条|网站500条", "其中|200|条|其中栏目200条", "公报|300|条|公报300条", "合计|800|条|合计800条")]
    // A sum of rounded amounts.
    [InlineData("甲|1.3|亿元|甲1.3亿元", "乙|2.4|亿元|乙2.4亿元", "合计|3.8|亿元|合计3.8亿元")]
    // At least so many.
    [InlineData("甲|1万余|条|甲1万余条", "乙|500|条|乙500条", "合计|12000|条|合计12000条")]
    // One month, not the average.
    [InlineData("月|2380.06|万元|本月发放保障金2380.06万元", "累计|9000|万元|累计发放保障金9000万元")]
    [InlineData("月|2380.06|万元|12月发放保障金2380.06万元", "累计|9000|万元|累计发放保障金9000万元")]
    // So much a month for each, of what is paid a month.
    [InlineData("月发放|3612.36|万元|每月发放低保金3612.36万元", "人数|60206|人|保障60206人", "标准|600|元/月|人均600元/月")]
    // A standard that has nothing to do with the sums beside it.
    [InlineData("支出|3313.01|万元|支出3313.01万元", "户|55318|户|救助55318户", "标准|612|元/月|低保标准612元/月")]
    // Rates of satisfaction have no numbers.
    [InlineData("办理|32663|件|办理诉求32663件", "满意率|90.77|%|满意率90.77%", "满意率|91|%|满意率91%")]
    // The same words for the figures of two bodies.
    [InlineData("收到申请数|50|件|市本级收到申请50件", "收到申请数|159|件|全市收到申请159件")]
    // Tens of thousands, rounded.
    [InlineData("requests.received|1.2|万件|收到申请1.2万件", "requests.received.online|11873|件|网络申请11873件", "requests.received.letter|202|件|信函申请202件")]
    // Percentage points.
    [InlineData("办结|400|件|办结400件", "办结率|3|个百分点|占比提高3个百分点")]
    // About half of it.
    [InlineData("全部|1000|条|公开1000条", "部分|600|条|网站约600条", "占|50|%|约占总量50%")]
    public void Sentences_(params string[] sentences) => Assert.Empty(Sentences.Check(Sentences.Of(sentences), 2016));

    [Fact]
    public void Some_examples_before_a_claimed_number_are_no_list() => Assert.Empty(Sentences.Check(
        """ "statements": [{"section": "一", "figure": "单位数", "value": 57, "unit": "个", "quote": "发改委、财政局等57个单位", "names": ["发改委", "财政局"]}, {"section": "一", "figure": "四个明确", "value": 4, "unit": "个", "quote": "四个明确", "names": ["甲", "乙", "丙", "丁"]}] """));

    [Fact]
    public void Small_round_and_final_figures_may_stay_for_years()
    {
        string[] figures = ["requests.received.total", "requests.carried-out.total", "licensing.permits", "charges.administrative-fees", "rules.documents.in-force", "cases.review.total"];
        decimal[] values = [12, 0, 5000, 20, 1283, 3];
        var of = Forms.Find("FORM_2021")!;
        var report = new SampleReport(of, 2022, figures.Zip(values).ToDictionary(f => f.First, f => f.Second));
        Assert.Empty(SampleReport.Check(report, report with { Year = 2023 }, report with { Year = 2024 }));
    }

    [Fact]
    public void Reports_of_other_cities_agencies_and_years_are_not_compared()
    {
        var report = new SampleReport(Forms.Find("FORM_2021")!, 2022, new Dictionary<string, decimal> { ["requests.carried-out.total"] = 5, ["licensing.permits"] = 12345 });
        var other = report with { Year = 2023, City = "别市", Figures = new Dictionary<string, decimal> { ["requests.carried-in.total"] = 9, ["licensing.permits"] = 12345 } };
        Assert.Empty(SampleReport.Check(report, other));
        Assert.Empty(SampleReport.Check(report, (other with { Year = 2024, City = report.City }).Without(f => f == "licensing.permits")));
    }

    [Fact]
    public void Titles_that_say_the_parts_in_other_words() => Assert.Empty(Sentences.Check(
        """ "sections": ["一、总体情况", "二、主动公开政府信息情况", "三、政府信息公开申请办理情况", "四、收费和减免情况", "五、因政府信息公开申请行政复议、提起行政诉讼情况", "六、存在的不足和下一步打算"] """, 2016));

    [Fact]
    public void Without_titles_nothing_is_missing() => Assert.Empty(Sentences.Check(Sentences.Of("公开信息数|3|条|公开3条"), 2016));
}
