using System.Globalization;

namespace Sunshine.ReportForms.Rules;

/// <summary>
/// Figures that are the same as in earlier reports, to the last digit, where that is unlikely: at least a thousand, with three digits that are not zeros at the end, or a hundred
/// and the same three times. Small and round numbers, percentages and columns of what there is at the year's end are passed over: they often stay.
/// </summary>
internal static class UnchangedFigures
{
    private const int Digits = 3;

    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        if (earlier.Count == 0) return;
        foreach (var (id, stated, form) in Figures(report))
        {
            if (!stated.IsExact || !Units.IsQuantity(stated.Unit) || Significant(stated.Value) < Digits || form?.Column.Stock == true) continue;
            // A total of which one column is all is told of by that column.
            if (form?.Column.SumOf is { } columns && columns.Any(c => report.Cells.GetValueOrDefault(form.Table.FigureId(form.Row, form.Table.Column(c)))?.Value == stated.Value)) continue;
            var before = earlier.Select(e => (e.Source.Year, Figure: Same(e, id, stated))).Where(e => e.Figure is not null).Reverse().ToList();
            var same = before.TakeWhile(e => e.Figure!.Value == stated.Value).ToList();
            if (before.Count > 0 && same.Count == 0) findings.Holds();
            if (same.Count < (stated.Value >= 1_000 ? 1 : 2)) continue;
            var since = same[^1].Year;
            findings.Add(form is { Stock: false } && same[0].Year == report.Source.Year - 1 ? Severity.Warning : Severity.Notice, Verdict.Unchanged, stated, same[0].Figure!.Value,
                $"与 {string.Join("、", same.Select(s => s.Year).Reverse())} 年报告所列完全相同（{Said.Of(stated.Value)}）{Between(true)}，请核实是否沿用旧数。",
                $"Exactly what the report on {string.Join(", ", same.Select(s => s.Year).Reverse())} says ({Said.Of(stated.Value)}){Between(false)}: perhaps copied.", same.Select(s => s.Figure!));

            // Of years that are not there nothing is said.
            string Between(bool chinese) => report.Source.Year - since == same.Count ? "" : chinese ? "，其间有的年份未载入" : ", some years between are not loaded";
        }
    }

    /// <summary>Cells, sentences of the form's figures, and other sentences that have an id of their own.</summary>
    private static IEnumerable<(string Id, StatedFigure Stated, FormFigure? Form)> Figures(ReadReport report)
    {
        foreach (var (id, cell) in report.Cells) yield return (id, cell, report.Form.Figures[id]);
        foreach (var (id, said) in report.InProse.Where(p => !report.Cells.ContainsKey(p.Key))) yield return (id, said[0], report.Form.Figures[id]);
        var known = report.InProse.Values.SelectMany(s => s).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var said in report.Statements.Where(s => !known.Contains(s.Id) && s.Statement is { Derived: false } && !s.Id.StartsWith("statements[", StringComparison.Ordinal))) yield return (said.Id, said, null);
    }

    private static StatedFigure? Same(ReadReport earlier, string id, StatedFigure stated) => earlier.Find(id) is { IsExact: true } found && found.Unit == stated.Unit
        && (stated.Statement is null || found.Statement is null || stated.Statement.Figure == found.Statement.Figure) ? found : null;

    private static int Significant(decimal value) => value < 100 ? 0 : value.ToString("0.##########", CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal).TrimEnd('0').Length;
}
