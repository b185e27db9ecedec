namespace Sunshine.ReportForms.Tests;

/// <summary>One thing wrong each: that is found, and nothing else.</summary>
public sealed class WrongReportsTests
{
    [Theory]
    [InlineData("form-sum", "requests.received.total", 13, 12, """ "三": {"本年新收": {"自然人": 8, "法人或其他组织": 4, "总计": 13}} """)]
    // The parts that are stated are more than the total already.
    [InlineData("form-sum", "requests.results.total.natural-person", 3, 5, """ "三": {"(一)予以公开": {"自然人": 3}, "1.属于国家秘密": {"自然人": 2}, "(七)总计": {"自然人": 3}} """)]
    [InlineData("form-sum", "requests.received.natural-person", 839, 840, """ "三": {"本年新收": {"自然人": 821}, "上年结转": {"自然人": 18}, "(七)总计": {"自然人": 768}, "结转下年度": {"自然人": 72}} """)]
    [InlineData("form-sum", "cases.review.total", 4, 3, """ "四": {"行政复议": {"结果维持": 1, "结果纠正": 2, "其他结果": "0", "尚未审结": "无", "总计": 4}} """)]
    [InlineData("form-sum", "requests.results.refused.total", 5, 6, """ "三": {"(三)不予公开": {"总计": 5}, "1.属于国家秘密": {"总计": 2}, "6.属于四类过程性信息": {"总计": 4}} """)]
    [InlineData("whole-count", "requests.received.total", 1.5, null, """ "三": {"本年新收": {"总计": "1.5"}} """)]
    [InlineData("whole-count", "requests.received.total", -3, null, """ "三": {"本年新收": {"总计": -3}} """)]
    public void In_tables(string rule, string figure, double stated, object? computed, string tables) => Only(rule, Severity.Error, Verdict.Wrong, figure, stated, computed is int number ? number : null, $"\"tables\": {{{tables}}}", 2021);

    [Theory]
    [InlineData(Severity.Warning, Verdict.Wrong, "proactive.total", 300, 220, """ "(一)主动公开政府信息数": 300, "1.政府公报公开政府信息数": 20, "2.政府网站公开政府信息数": 100, "3.政务微博公开政府信息数": 40, "4.政务微信公开政府信息数": 0, "5.其他方式公开政府信息数": 60 """)]
    [InlineData(Severity.Error, Verdict.Wrong, "response.press-conferences.leaders", 9, 8, """ "1.参加或举办新闻发布会总次数": 8, "其中:主要负责同志参加新闻发布会次数": 9 """)]
    [InlineData(Severity.Notice, Verdict.NotDecided, "proactive.total.documents", 9, 8, """ "其中:主动公开规范性文件数": 9, "制发规范性文件总数": 8 """)]
    public void Limits(Severity severity, Verdict verdict, string figure, double stated, double computed, string rows) =>
        Only("form-limit", severity, verdict, figure, stated, computed, $"\"tables\": {{\"政府信息公开情况统计表\": {{{rows}}}}}", 2016);

    [Theory]
    [InlineData("stated-sum", Severity.Error, Verdict.Wrong, "t", 101, 100, "{\"kind\": \"sum\", \"total\": \"t\", \"parts\": [\"a\", \"b\"]}", "甲|60|条|甲60条|a", "乙|40|条|乙40条|b", "共|101|条|共101条|t")]
    [InlineData("stated-sum", Severity.Error, Verdict.Wrong, "t", 90, 100, "{\"kind\": \"sum\", \"total\": \"t\", \"parts\": [\"a\", \"b\"], \"partial\": true}", "共|90|条|共90条|t", "甲|60|条|其中甲60条|a", "乙|40|条|乙40条|b")]
    [InlineData("stated-sum", Severity.Error, Verdict.Wrong, "t", 1462, 1463, "{\"kind\": \"sum\", \"total\": \"t\", \"parts\": [\"a\"], \"minus\": [\"b\", \"c\"]}", "原有|1477|项|原有1477项|a", "取消|12|项|取消12项|b", "下放|2|项|下放2项|c", "保留|1462|项|保留1462项|t")]
    [InlineData("percentage", Severity.Error, Verdict.Wrong, "p", 61.20, 60.21, "{\"kind\": \"share\", \"part\": \"a\", \"whole\": \"w\", \"percent\": \"p\"}", "总|32912|条|共32912条|w", "网站|19815|条|网站19815条|a", "占|61.20|%|占61.20%|p")]
    [InlineData("percentage", Severity.Notice, Verdict.Truncated, "p", 60.20, 60.21, "{\"kind\": \"share\", \"part\": \"a\", \"whole\": \"w\", \"percent\": \"p\"}", "总|32912|条|共32912条|w", "网站|19815|条|网站19815条|a", "占|60.20|%|占60.20%|p")]
    [InlineData("percentage", Severity.Error, Verdict.Wrong, "p", 12.5, 25.0, "{\"kind\": \"change\", \"now\": \"a\", \"before\": \"w\", \"percent\": \"p\"}", "上年|800|件|上年800件|w", "本年|1000|件|本年1000件|a", "增|12.5|%|增长12.5%|p")]
    [InlineData("per-unit", Severity.Error, Verdict.Wrong, "r", 612, 598.9, "{\"kind\": \"ratio\", \"amount\": \"a\", \"count\": \"c\", \"result\": \"r\"}", "支出|3313.01|万元|支出3313.01万元|a", "户|55318|户|55318户|c", "户均|612.0|元/户|户均612.0元/户|r")]
    [InlineData("itemised", Severity.Error, Verdict.Wrong, "t", 90, 100, "{\"kind\": \"itemised\", \"total\": \"t\", \"parts\": [\"a\", \"b\"]}", "共|90|条|共90条|t", "甲|60|条|甲60条|a", "乙|40|条|乙40条|b")]
    [InlineData("itemised", Severity.Notice, Verdict.Unexplained, "t", 110, 100, "{\"kind\": \"itemised\", \"total\": \"t\", \"parts\": [\"a\", \"b\"]}", "共|110|条|共110条|t", "甲|60|条|甲60条|a", "乙|40|条|乙40条|b")]
    [InlineData("stated-twice", Severity.Error, Verdict.Wrong, "b", 9, 8, "{\"kind\": \"same\", \"of\": [\"a\", \"b\"]}", "发布会|8|次|8次|a", "发布会|9|场|9场|b")]
    [InlineData("monthly", Severity.Notice, Verdict.NotDecided, "c", 100, 120, "{\"kind\": \"monthly\", \"month\": \"m\", \"cumulative\": \"c\"}", "月|10|万元|10万元|m", "累计|100|万元|100万元|c")]
    public void In_sentences_with_a_relation(string rule, Severity severity, Verdict verdict, string figure, double stated, double computed, string relation, params string[] sentences) =>
        Only(rule, severity, verdict, figure, stated, computed, $"{Sentences.Of(sentences)}, \"relations\": [{relation}]", 2016);

    [Theory]
    [InlineData("stated-sum", Verdict.Wrong, "statements[3]", 960737, 960553, "甲|207864|条|甲207864条", "乙|750000|条|乙750000条", "丙|2689|条|丙2689条", "合计|960737|条|合计960737条")]
    [InlineData("percentage", Verdict.Wrong, "statements[6]", 30.10, 30.00, "总数|1000|条|公开1000条", "甲|400|条|甲400条", "占|40.00|%|占总量40.00%", "乙|300|条|乙300条", "占|30.00|%|占总量30.00%", "丙|300|条|丙300条", "占|30.10|%|占总量30.10%")]
    [InlineData("per-unit", Verdict.WrongUnit, "statements[2]", 598.9, 598.9, "户|55318|户|临时救助55318户", "支出|3313.01|万元|资金支出3313.01万元", "水平|598.9|元/月|救助水平达到598.9元/月")]
    public void In_sentences_alone_it_is_a_warning(string rule, Verdict verdict, string figure, double stated, double computed, params string[] sentences) =>
        Only(rule, Severity.Warning, verdict, figure, stated, computed, Sentences.Of(sentences), 2016);

    [Fact]
    public void A_sentence_that_the_table_contradicts() => Only("prose-table", Severity.Error, Verdict.Wrong, "statements[0]", 160, 159,
        """ "tables": {"政府信息公开情况统计表": {"(一)收到申请数": 159}}, """ + Sentences.Of("requests.received|160|件|收到申请160件"), 2016);

    [Theory]
    // The form's own words.
    [InlineData("本年新收政府信息公开申请数量", "新收申请160件", Severity.Error)]
    [InlineData("新收政府信息公开申请数量", "新收申请160件", Severity.Warning)]
    [InlineData("新收政府信息公开申请", "全市共新收政府信息公开申请160件", Severity.Warning)]
    [InlineData("全年共收到政府信息公开申请数", "全年共收到政府信息公开申请160件", Severity.Warning)]
    [InlineData("受理申请", "", Severity.Warning)]
    public void A_sentence_that_the_table_contradicts_by_its_name(string name, string quote, Severity severity) => Only("prose-table", severity, Verdict.Wrong, "statements[0]", 160, 159,
        """ "tables": {"三": {"本年新收": {"总计": 159}, "上年结转": {"总计": 11}}}, """ + Sentences.Of($"{name}|160|件|{quote}"), 2021);

    [Theory]
    [InlineData("收到政府信息公开申请|170|件|共收到政府信息公开申请170件")]
    [InlineData("收到政府信息公开申请|100|件|通过网络收到政府信息公开申请100件")]
    [InlineData("本年新收政府信息公开申请数量|25|件|县政府办公室新收25件")]
    [InlineData("收到政府信息公开申请|160|件|甲", "受理申请|40|件|乙")]
    [InlineData("收到政府信息公开申请|150|件|收到政府信息公开申请约150件")]
    [InlineData("不予公开|6|件|不予公开6件")]
    [InlineData("无法提供|3|件|无法提供3件")]
    [InlineData("行政诉讼|3|件|行政诉讼3件")]
    [InlineData("行政复议|50|%|行政复议占50%")]
    [InlineData("其他|5|件|其他5件")]
    public void What_a_sentence_may_mean_is_not_held_against_it(params string[] sentences) => Assert.Empty(Sentences.Check(
        """
         "tables": {"三": {"本年新收": {"总计": 159}, "上年结转": {"总计": 11}, "1.属于国家秘密": {"总计": 2}, "2.其他法律行政法规禁止公开": {"总计": 1}, "3.危及“三安全一稳定”": {"总计": 0}, "4.保护第三方合法权益": {"总计": 0},
         "5.属于三类内部事务信息": {"总计": 0}, "6.属于四类过程性信息": {"总计": 3}, "7.属于行政执法案卷": {"总计": 0}, "8.属于行政查询事项": {"总计": 0}, "1.本机关不掌握相关政府信息": {"总计": 2}},
         "四": {"行政诉讼:未经复议直接起诉": {"总计": 2}, "行政诉讼:复议后起诉": {"总计": 1}}},
        """ + Sentences.Of(sentences)));

    [Theory]
    [InlineData("不予公开|7|件|不予公开7件", 6)]
    [InlineData("行政诉讼|4|件|因政府信息公开引发行政诉讼4件", 3)]
    public void Sentences_speak_of_sums_that_the_table_does_not_print(string sentence, double computed) => Only("prose-table", Severity.Warning, Verdict.Wrong, "statements[0]", (double)(computed + 1), computed,
        """
         "tables": {"三": {"1.属于国家秘密": {"总计": 2}, "2.其他法律行政法规禁止公开": {"总计": 1}, "3.危及“三安全一稳定”": {"总计": 0}, "4.保护第三方合法权益": {"总计": 0},
         "5.属于三类内部事务信息": {"总计": 0}, "6.属于四类过程性信息": {"总计": 3}, "7.属于行政执法案卷": {"总计": 0}, "8.属于行政查询事项": {"总计": 0}},
         "四": {"行政诉讼:未经复议直接起诉": {"总计": 2}, "行政诉讼:复议后起诉": {"总计": 1}}},
        """ + Sentences.Of(sentence), 2021);

    [Fact]
    public void A_sentence_in_another_unit_is_rounded() => Assert.Empty(Sentences.Check(""" "tables": {"二": {"行政事业性收费": {"本年收费金额": "12345.67"}}}, """ + Sentences.Of("charges.administrative-fees|1.23|亿元|收费1.23亿元")));

    [Fact]
    public void A_figure_of_the_form_stated_in_two_sentences() =>
        Only("stated-twice", Severity.Error, Verdict.Wrong, "statements[1]", 9, 8, Sentences.Of("response.press-conferences|8|次|召开新闻发布会8次", "response.press-conferences|9|场|共召开9场新闻发布会"), 2016);

    [Fact]
    public void More_names_than_claimed() => Only("named-count", Severity.Error, Verdict.Wrong, "statements[0]", 2, 3,
        """ "statements": [{"section": "一", "figure": "个数", "value": 2, "unit": "个", "quote": "甲、乙、丙等2个", "names": ["甲", "乙", "丙"]}] """, 2016);

    [Fact]
    public void Coverage_of_which_nothing_else_is_said() => Only("coverage", Severity.Notice, Verdict.NotShown, "statements[0]", 95, null, Sentences.Of("覆盖率|95|%|政务微博覆盖率达95%"), 2016);

    [Theory]
    [InlineData("requests.received.total", 12345, 2, Severity.Warning)]
    [InlineData("requests.received.total", 123, 3, Severity.Warning)]
    public void A_figure_that_stays_for_years(string figure, int value, int years, Severity severity)
    {
        var report = new SampleReport(Forms.Find("FORM_2021")!, 2021, new Dictionary<string, decimal> { [figure] = value });
        var found = SampleReport.Check([.. Enumerable.Range(0, years).Select(y => report with { Year = 2021 + y })]);
        var only = Assert.Single(found);
        Assert.Equal(("unchanged", severity, Verdict.Unchanged, 2021 + years - 1), (only.Rule, only.Severity, only.Verdict, only.Year));
    }

    [Fact]
    public void Three_digits_may_be_the_same_twice()
    {
        var report = new SampleReport(Forms.Find("FORM_2021")!, 2021, new Dictionary<string, decimal> { ["requests.received.total"] = 123 });
        Assert.Empty(SampleReport.Check(report, report with { Year = 2022 }));
    }

    [Fact]
    public void Documents_in_force_that_do_not_follow_from_last_year()
    {
        var last = new SampleReport(Forms.Find("FORM_2021")!, 2021, new Dictionary<string, decimal> { ["rules.documents.in-force"] = 152 });
        var now = last with { Year = 2022, Figures = new Dictionary<string, decimal> { ["rules.documents.issued"] = 9, ["rules.documents.repealed"] = 4, ["rules.documents.in-force"] = 158 } };
        var only = Assert.Single(SampleReport.Check(last, now));
        Assert.Equal(("carry-over", Severity.Warning, "rules.documents.in-force", 157m), (only.Rule, only.Severity, only.Figures[0], only.Computed!.Value));
        Assert.Empty(SampleReport.Check(last, now.With("rules.documents.in-force", 157)));
        Assert.Empty(SampleReport.Check(last, now.Without(f => f.EndsWith("repealed", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_2020_carries_out_2021_carries_in_though_the_form_is_another()
    {
        var last = new SampleReport(Forms.Find("FORM_2019")!, 2020, new Dictionary<string, decimal> { ["requests.carried-out.natural-person"] = 72 });
        var now = new SampleReport(Forms.Find("FORM_2021")!, 2021, new Dictionary<string, decimal> { ["requests.carried-in.natural-person"] = 70 });
        Assert.Equal(("carry-over", -2m), Assert.Single(SampleReport.Check(now, last)) is var f ? (f.Rule, f.Difference!.Value) : default);
    }

    [Theory]
    [InlineData("\"publishedOn\": \"2020-02-03\", \"publisher\": \"department\"", "due-date", Verdict.Late)]
    [InlineData("\"form\": \"FORM_2021\"", "form-of-year", Verdict.Wrong)]
    public void Of_the_report_itself(string members, string rule, Verdict verdict)
    {
        var only = Assert.Single(Sentences.Check(members, 2019));
        Assert.Equal((rule, verdict, Severity.Warning), (only.Rule, only.Verdict, only.Severity));
    }

    [Theory]
    [InlineData(2016, "problems", "一、总体公开情况", "二、依申请公开情况", "三、收费及减免情况", "四、复议诉讼情况")]
    [InlineData(2021, "remedies", "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")]
    public void A_part_is_missing(int year, string part, params string[] titles)
    {
        var only = Assert.Single(Sentences.Check($"\"sections\": [{string.Join(", ", titles.Select(t => $"\"{t}\""))}]", year));
        Assert.Equal(("required-parts", Severity.Error, part), (only.Rule, only.Severity, only.Figures[0]));
    }

    private static void Only(string rule, Severity severity, Verdict verdict, string figure, double stated, double? computed, string members, int year)
    {
        var only = Assert.Single(Sentences.Check(members, year));
        Assert.Equal((rule, severity, verdict, figure, (decimal)stated, (decimal?)computed), (only.Rule, only.Severity, only.Verdict, only.Figures[0], only.Stated!.Value, only.Computed));
        Assert.True(only.Chinese.Length > 5 && only.English.Length > 5);
    }
}
