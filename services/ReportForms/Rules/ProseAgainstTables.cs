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
                if (sentence.Number.Bound == Bound.About || Units.In(cell.Value, cell.Unit, sentence.Unit) is not { } value)
                {
                    findings.LeaveOpen();
                    continue;
                }

                if (Agree(sentence, value, sentence.Unit == cell.Unit || Units.IsCount(sentence.Unit))) findings.Holds();
                else
                {
                    // Known by its name alone, the sentence may speak of less than the table.
                    findings.Add(sentence.ByName ? Severity.Warning : Severity.Error, Verdict.Wrong, sentence, value,
                        $"正文与表格不一致：正文为 {Said.Of(sentence.Value)}，表格（{cell.Place}）为 {Said.Of(value)}，{Said.OffBy(sentence.Value - value)}。",
                        $"The sentence says {Said.Of(sentence.Value)}, the table ({cell.Id}) {Said.Of(value)}; {Said.OffByEnglish(sentence.Value - value)}.", cell);
                }
            }
        }
    }

    private static bool Agree(StatedFigure sentence, decimal cell, bool unrounded)
    {
        if (sentence.Number.Bound == Bound.AtLeast) return cell >= sentence.Value;
        // What is told in another unit, or with a point, is rounded.
        return Math.Abs(sentence.Value - cell) <= (unrounded && sentence.Number.Decimals == 0 ? 0 : sentence.Number.HalfUnit);
    }
}
