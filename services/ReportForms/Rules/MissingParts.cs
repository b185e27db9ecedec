namespace Sunshine.ReportForms.Rules;

/// <summary>Parts that the regulation in force requires (2008 art. 32, 2019 art. 50). Nothing is said of a report whose titles were not loaded.</summary>
internal static class MissingParts
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        if (report.Source.Sections.Count == 0 || RequiredParts.Of(report.Source.Year) is not { } regulation) return;
        foreach (var part in regulation.Parts.Where(p => !p.Optional))
        {
            if (Has(report, part)) findings.Holds();
            else
            {
                findings.Add(Severity.Error, Verdict.Missing, part.Zh, [part.Id], null, null, "",
                    $"《政府信息公开条例》（{regulation.Number}）{regulation.Article}要求年度报告包括“{part.Zh}”，报告没有这一部分。",
                    $"The regulation ({regulation.Number}, {regulation.Article}) requires a part on {part.En}; the report has none.");
            }
        }
    }

    private static bool Has(ReadReport report, RequiredPart part) =>
        report.Source.Sections.Concat(report.Source.Statements.Select(s => s.Section)).Any(s => part.Names.Any(n => s.Contains(n, StringComparison.Ordinal)))
        || report.Cells.Keys.Concat(report.InProse.Keys).Any(id => part.Figures.Any(f => id.StartsWith(f, StringComparison.Ordinal)))
        || report.Source.Statements.Any(s => part.Quotes?.Any(q => s.Quote.Contains(q, StringComparison.Ordinal)) == true);
}
