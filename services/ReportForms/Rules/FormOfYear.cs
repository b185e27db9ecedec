namespace Sunshine.ReportForms.Rules;

/// <summary>A report has the form that is in use for its year.</summary>
internal static class FormOfYear
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        if (report.Source.Form is not { } form || Forms.Of(report.Source.Year) is not { } right) return;
        if (form == right) findings.Holds();
        else
        {
            findings.Add(Severity.Warning, Verdict.Wrong, "报告格式", [], null, null, "",
                $"{report.Source.Year} 年的报告应使用 {right.Notice} 的格式，所用为 {form.Notice} 的格式。", $"The report on {report.Source.Year} should have the form of {right.Notice}, and has that of {form.Notice}.");
        }
    }
}
