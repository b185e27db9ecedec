namespace Sunshine.ReportForms.Rules;

/// <summary>Published after the day the regulation sets (2008 art. 31; 2019 art. 49, which has two).</summary>
internal static class Lateness
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        if (report.Source.PublishedOn is not { } published || RequiredParts.Due(report.Source.Year, report.Source.Publisher) is not { } date) return;
        var due = date.In(report.Source.Year + 1);
        if (published <= due)
        {
            findings.Holds();
            return;
        }

        var late = published.DayNumber - due.DayNumber;
        findings.Add(Severity.Warning, Verdict.Late, "公布日期", [], late, 0, "日",
            $"应于 {due:yyyy-MM-dd} 前（含当日）公布（{date.Citation}），公布于 {published:yyyy-MM-dd}，迟 {late} 日。", $"Due on {due:yyyy-MM-dd} ({date.Citation}), published on {published:yyyy-MM-dd}: {late} days late.");
    }
}
