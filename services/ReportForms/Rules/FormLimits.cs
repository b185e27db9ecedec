namespace Sunshine.ReportForms.Rules;

/// <summary>What is part of something (其中) is not more than it; and the limits of the form.</summary>
internal static class FormLimits
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var table in report.Form.Tables)
        {
            foreach (var column in table.Columns)
            {
                foreach (var row in table.AllRows.Where(r => r.OfWhich))
                {
                    foreach (var part in row.Rows!) CheckLimit(Amount.Of(report, table, part, column), Amount.Of(report, table, row, column), Severity.Error, $"“{part.Name}”是“{row.Name}”的一部分，不应大于它", $"{part.Id} is part of {row.Id}", findings);
                }

                foreach (var limit in report.Form.Limits.Where(l => l.Table == table.Id))
                    CheckLimit(Side(limit.Small), Side(limit.Large), limit.Notice ? Severity.Notice : Severity.Warning, limit.Zh, limit.En, findings);

                Amount Side(IReadOnlyList<string> rows) => Amount.Sum(rows.Select(r => Amount.Of(report, table, table.Row(r), column)));
            }
        }
    }

    private static void CheckLimit(Amount small, Amount large, Severity severity, string chinese, string english, Findings findings)
    {
        if (small.Stated.Count == 0 || large.Stated.Count == 0) return;
        if (!large.Complete) findings.LeaveOpen();
        else if (small.Value <= large.Value) findings.Holds();
        else
        {
            findings.Add(severity, severity == Severity.Notice ? Verdict.NotDecided : Verdict.Wrong, small.Stated[0], large.Value,
                $"{chinese}：前者为 {Said.Of(small.Value)}，后者为 {Said.Of(large.Value)}，{Said.OffBy(small.Value - large.Value)}。",
                $"{english}: {Said.Of(small.Value)} against {Said.Of(large.Value)}.", small.Stated.Skip(1).Concat(large.Stated));
        }
    }
}
