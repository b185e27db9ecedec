namespace Sunshine.ReportForms.Tests;

/// <summary>The report of a city on 2016, and all that does not add up in it.</summary>
public sealed class AnshanTests
{
    private static readonly PublishedReport Report = Samples.Find("anshan-2016")!;
    private static readonly CheckResult Result = ReportCheck.Check([Report]);

    [Theory]
    [InlineData("stated-sum", Severity.Error, Verdict.Wrong, "s3.3.credit.total", "960737", "960553")]
    [InlineData("percentage", Severity.Warning, Verdict.Plugged, "s2.channel.website.pct", "60.20", "60.21")]
    [InlineData("named-count", Severity.Warning, Verdict.NotShown, "s4.areas", "35", "26")]
    [InlineData("itemised", Severity.Warning, Verdict.Unexplained, "s4.total", "24274", "1799")]
    [InlineData("per-unit", Severity.Error, Verdict.WrongUnit, "s3.2.temp.level", "598.9", "598.9")]
    [InlineData("monthly", Severity.Notice, Verdict.NotDecided, "s3.2.dibao.cum", "23663.31", "28560.72")]
    [InlineData("stated-twice", Severity.Warning, Verdict.Wrong, "s8.rooms", "3", "2")]
    [InlineData("required-parts", Severity.Error, Verdict.Missing, "fees", null, null)]
    [InlineData("required-parts", Severity.Error, Verdict.Missing, "problems", null, null)]
    [InlineData("coverage", Severity.Warning, Verdict.NotShown, "s4.2.coverage", "132", "172")]
    [InlineData("unchanged", Severity.Notice, Verdict.Unchanged, "s8.places", "1283", "1283")]
    public void What_does_not_add_up_is_found_with_its_size(string rule, Severity severity, Verdict verdict, string figure, string? stated, string? computed)
    {
        var finding = Assert.Single(Result.Findings, f => f.Rule == rule && f.Figures[0] == figure);
        Assert.Equal((severity, verdict, Number(stated), Number(computed)), (finding.Severity, finding.Verdict, finding.Stated, finding.Computed));

        static decimal? Number(string? text) => text is null ? null : decimal.Parse(text);
    }

    [Fact]
    public void Nothing_else_is_found() => Assert.Equal(11, Result.Findings.Count);

    [Fact]
    public void Sizes_are_told_in_the_sentence()
    {
        Assert.Contains("多 184", Of("stated-sum").Chinese, StringComparison.Ordinal);
        Assert.Contains("22,475", Of("itemised").English, StringComparison.Ordinal);
        Assert.Contains("元/户", Of("per-unit").Chinese, StringComparison.Ordinal);
        Assert.Contains("9.94", Of("monthly").Chinese, StringComparison.Ordinal);

        static Finding Of(string rule) => Result.Findings.Single(f => f.Rule == rule);
    }

    [Fact]
    public void Quotes_are_short_and_free_of_what_a_mirror_put_into_the_text()
    {
        Assert.Equal(103, Report.Statements.Count);
        Assert.All(Report.Statements, s => Assert.InRange(s.Quote.Length, 1, 30));
        Assert.DoesNotContain(Report.Statements, s => s.Quote.Contains("365", StringComparison.Ordinal));
    }

    /// <summary>What follows from the sentences alone, if nobody had written down how they hang together.</summary>
    [Fact]
    public void Without_its_relations_the_safe_ones_are_recognised()
    {
        var found = ReportCheck.Check([Report with { Relations = [], Sections = [], Earlier = [] }]).Findings;
        Assert.Equal(
            [("stated-sum", "s3.3.credit.total"), ("percentage", "s2.channel.website.pct"), ("per-unit", "s3.2.temp.level"), ("monthly", "s3.2.dibao.cum"), ("named-count", "s4.areas"), ("coverage", "s4.2.coverage")],
            found.Select(f => (f.Rule, f.Figures[0])));
        Assert.DoesNotContain(found, f => f.Severity == Severity.Error);
    }
}
