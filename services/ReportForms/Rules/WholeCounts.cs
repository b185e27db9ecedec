namespace Sunshine.ReportForms.Rules;

/// <summary>Cells that count things are whole and not negative, but for increases.</summary>
internal static class WholeCounts
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var (id, cell) in report.Cells)
        {
            var column = report.Form.Figures[id].Column;
            var fraction = Units.IsCount(cell.Unit) && decimal.Truncate(cell.Value) != cell.Value;
            if (!fraction && (column.Signed || cell.Value >= 0)) continue;
            findings.Add(Severity.Error, Verdict.Wrong, cell, null,
                fraction ? $"{Said.Of(cell.Value)} {cell.Unit}：件数须为整数。" : $"{Said.Of(cell.Value)}：不得为负数。", fraction ? $"{Said.Of(cell.Value)} is no whole number." : $"{Said.Of(cell.Value)} is negative.");
        }
    }
}
