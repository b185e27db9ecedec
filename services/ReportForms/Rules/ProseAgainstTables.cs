namespace Sunshine.ReportForms.Rules;

/// <summary>A sentence that states a figure of the form says what the table says.</summary>
internal static class ProseAgainstTables
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var (id, said) in report.InProse)
        {
            if (!report.Cells.TryGetValue(id, out var cell)) continue;
            foreach (var sentence in said)
            {
                if (sentence.Number.Bound == Bound.About || (sentence.ByName && PrintedName.SpeaksOfPart(sentence.Quote)) || Units.In(cell.Value, cell.Unit, sentence.Unit) is not { } value)
                {
                    findings.LeaveOpen();
                    continue;
                }

                if (Agree(sentence, value, sentence.Unit == cell.Unit || Units.IsCount(sentence.Unit))) findings.Holds();
                else
                {
                    // Known by another name than the row's own, the sentence may speak of something else.
                    findings.Add(sentence.ByName && !Names(sentence, cell, report.Form) ? Severity.Warning : Severity.Error, Verdict.Wrong, sentence, value,
                        $"正文与表格不一致：正文为 {Said.Of(sentence.Value)}，表格（{cell.Place}）为 {Said.Of(value)}，{Said.OffBy(sentence.Value - value)}。",
                        $"The sentence says {Said.Of(sentence.Value)}, the table ({cell.Id}) {Said.Of(value)}; {Said.OffByEnglish(sentence.Value - value)}.", cell);
                }
            }
        }

        foreach (var (said, sentence) in report.InOtherWords) CheckInOtherWords(said, sentence, report, findings);
    }

    private static void CheckInOtherWords(SaidFigure said, StatedFigure sentence, ReadReport report, Findings findings)
    {
        var values = said.Means.Select(ids => ids.Select(report.Total).ToList()).ToList();
        // What a table leaves blank may be what is meant.
        if (sentence.Number.Bound == Bound.About || PrintedName.SpeaksOfPart(sentence.Quote) || values.Any(v => v.Contains(null)))
        {
            findings.LeaveOpen();
            return;
        }

        var meant = values.Select(v => v.Sum()!.Value).ToList();
        if (meant.Any(value => Agree(sentence, value, unrounded: true)))
        {
            findings.Holds();
            return;
        }

        var cell = report.Cells.GetValueOrDefault(said.Means[0][0]) ?? sentence;
        findings.Add(Severity.Warning, Verdict.Wrong, sentence, meant[0],
            $"正文与表格不一致：正文为 {Said.Of(sentence.Value)}，表格为 {string.Join(" 或 ", meant.Select(Said.Of))}，{Said.OffBy(sentence.Value - meant[0])}。",
            $"The sentence says {Said.Of(sentence.Value)}, the table ({string.Join("; ", said.Means.Select(ids => string.Join(" + ", ids)))}) {string.Join(" or ", meant.Select(Said.Of))}; {Said.OffByEnglish(sentence.Value - meant[0])}.", cell);
    }

    /// <summary>Whether the sentence is said to state the row in the form's own words.</summary>
    private static bool Names(StatedFigure sentence, StatedFigure cell, Form form) =>
        sentence.Statement is { } s && form.Figures.TryGetValue(cell.Id, out var figure) && PrintedName.Key(s.Figure) == PrintedName.Key(figure.Row.Name);

    private static bool Agree(StatedFigure sentence, decimal cell, bool unrounded)
    {
        if (sentence.Number.Bound == Bound.AtLeast) return cell >= sentence.Value;
        // What is told in another unit, or with a point, is rounded.
        return Math.Abs(sentence.Value - cell) <= (unrounded && sentence.Number.Decimals == 0 ? 0 : sentence.Number.HalfUnit);
    }
}
