namespace Sunshine.ReportForms.Rules;

/// <summary>What last year's report carried out, this year's carries in; and what is in force is what was, with the year's changes.</summary>
internal static class CarriedOver
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        if (earlier.FirstOrDefault(e => e.Source.Year == report.Source.Year - 1) is not { } last) return;
        foreach (var carry in report.Form.CarryOvers)
        {
            var table = report.Form.Table(carry.Table);
            var cells = carry.Of == "rows"
                ? from column in table.Columns select (Func<string, string>)(row => table.FigureId(table.Row(row), column))
                : from row in table.AllRows select (Func<string, string>)(column => table.FigureId(row, table.Column(column)));
            foreach (var id in cells) CheckCell(report, last, carry, id, findings);
        }
    }

    /// <param name="id">The figure id of a row in the column, or of a column in the row, that is looked at.</param>
    private static void CheckCell(ReadReport report, ReadReport last, CarryOver carry, Func<string, string> id, Findings findings)
    {
        if (report.Figure(id(carry.This)) is not { } stated || last.Figure(id(carry.Last)) is not { } before) return;
        var (plus, minus) = (Changes(carry.Plus), Changes(carry.Minus));
        if (plus.Concat(minus).Any(c => c is null))
        {
            findings.LeaveOpen();
            return;
        }

        var computed = before.Value + plus.Sum(c => c!.Value) - minus.Sum(c => c!.Value);
        if (computed == stated.Value)
        {
            findings.Holds();
            return;
        }

        findings.Add(carry.Warning ? Severity.Warning : Severity.Error, Verdict.Wrong, stated, computed,
            $"{carry.Zh}：本报告为 {Said.Of(stated.Value)}，按 {last.Source.Year} 年报告应为 {Said.Of(computed)}，{Said.OffBy(stated.Value - computed)}。",
            $"{carry.En}: it says {Said.Of(stated.Value)}, by the report on {last.Source.Year} it is {Said.Of(computed)}; {Said.OffByEnglish(stated.Value - computed)}.", plus.Concat(minus).Prepend(before)!);

        List<StatedFigure?> Changes(IReadOnlyList<string>? of) => [.. (of ?? []).Select(c => report.Figure(id(c)))];
    }
}
