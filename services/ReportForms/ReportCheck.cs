using Sunshine.ReportForms.Rules;

namespace Sunshine.ReportForms;

/// <summary>
/// Checks published annual reports against the form, against themselves and against earlier ones. It says what can be decided from what they state, and nothing else: a blank
/// is not stated and is no zero, and a relation of which a member is not stated is left open unless what is stated rules it out already.
/// </summary>
public static class ReportCheck
{
    /// <summary>Every rule, in the order in which findings come.</summary>
    public static IReadOnlyList<ReportRule> Rules { get; } =
    [
        new("form-of-year", "报告格式与年度相符", "The form is that of the year.", FormOfYear.Check),
        new("required-parts", "条例要求的各部分齐全", "All parts that the regulation requires are there.", MissingParts.Check),
        new("due-date", "按期公布", "Published in time.", Lateness.Check),
        new("unread", "表中未能识别的内容", "What in the tables was not understood.", UnreadCells.Check),
        new("whole-count", "件数为非负整数", "Counts are whole and not negative.", WholeCounts.Check),
        new("form-sum", "表内合计与勾稽关系", "Totals and identities of the form.", FormSums.Check),
        new("form-limit", "表内大小关系", "What cannot be more than something else.", FormLimits.Check),
        new("carry-over", "与上年报告衔接", "What is carried over from last year's report.", CarriedOver.Check),
        new("unchanged", "多年不变的数据", "Figures that do not change over the years.", UnchangedFigures.Check),
        new("prose-table", "正文与表格一致", "Sentences agree with tables.", ProseAgainstTables.Check),
        new("stated-twice", "同一数据前后一致", "One figure is stated alike everywhere.", StatedTwice.Check),
        new("stated-sum", "正文合计", "Sums in sentences.", StatedSums.Check),
        new("percentage", "占比与增幅", "Shares and rates of growth.", StatedPercentages.Check),
        new("per-unit", "平均数及其单位", "Averages and their units.", AmountsPerUnit.Check),
        new("monthly", "月数与累计数", "Monthly amounts and what they came to.", MonthlyAmounts.Check),
        new("named-count", "列举与所称数目", "Named things and their claimed number.", NamedCounts.Check),
        new("itemised", "总数与分项", "Totals and what of them is itemised.", ItemisedTotals.Check),
        new("coverage", "覆盖率的口径", "What coverage is measured by.", CoverageClaims.Check)
    ];

    /// <summary>Checks reports together: those of one city and agency are compared from year to year.</summary>
    /// <exception cref="UnreadableReportException">A report has no form, or two are of the same year.</exception>
    public static CheckResult Check(IReadOnlyList<PublishedReport> reports)
    {
        var read = reports.Select(ReadReport.Of).OrderBy(r => r.Source.Year).ToList();
        foreach (var twice in read.GroupBy(r => (r.Source.City, r.Source.Agency, r.Source.Year)).Where(g => g.Count() > 1))
        {
            throw new UnreadableReportException(twice.Last().Source.File,
                [new("year", $"{twice.Key.Year} 年的报告已由 {twice.First().Source.File} 给出。", $"{twice.First().Source.File} is the report on {twice.Key.Year} already.")]);
        }

        var (found, decided, open) = (new List<Finding>(), 0, 0);
        foreach (var report in read)
        {
            var loaded = read.Where(r => r.Source.City == report.Source.City && r.Source.Agency == report.Source.Agency && r.Source.Year < report.Source.Year).ToList();
            var known = report.Source.Earlier.Where(e => e.Year < report.Source.Year && !loaded.Exists(l => l.Source.Year == e.Year)).Select(ReadReport.Of);
            var earlier = loaded.Concat(known).OrderBy(e => e.Source.Year).ToList();
            foreach (var rule in Rules)
            {
                var findings = new Findings(rule.Id, report);
                rule.Look(report, earlier, findings);
                found.AddRange(findings.Found);
                decided += findings.Decided;
                open += findings.Undecided;
            }
        }

        return new CheckResult(found, decided, open);
    }
}

/// <summary>A rule by which reports are checked.</summary>
public sealed class ReportRule
{
    internal ReportRule(string id, string chinese, string english, Action<ReadReport, IReadOnlyList<ReadReport>, Findings> look) => (Id, Chinese, English, Look) = (id, chinese, english, look);

    /// <summary>As findings name it.</summary>
    public string Id { get; }

    public string Chinese { get; }

    public string English { get; }

    /// <summary>With the earlier reports of the same city and agency, oldest first.</summary>
    internal Action<ReadReport, IReadOnlyList<ReadReport>, Findings> Look { get; }
}

/// <param name="Decided">How many relations were decided, with or without a finding.</param>
/// <param name="Undecided">How many could not be: too little is stated.</param>
public sealed record CheckResult(IReadOnlyList<Finding> Findings, int Decided, int Undecided)
{
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);
}
