namespace Sunshine.ReportForms.Rules;

/// <summary>Rows that are the sum of others, columns that are, and the identities (勾稽关系) of the form, each in every column or row.</summary>
internal static class FormSums
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var table in report.Form.Tables)
        {
            var before = findings.Found.Count;
            foreach (var column in table.Columns)
            {
                foreach (var row in table.AllRows.Where(r => r.Sum)) CheckRow(report, table, row, column, findings);
                foreach (var identity in report.Form.Identities.Where(i => i.Table == table.Id)) CheckIdentity(report, table, identity, column, findings);
            }

            foreach (var row in table.AllRows.Where(r => !r.Heading))
            {
                foreach (var column in table.Columns.Where(c => c.SumOf is not null)) CheckColumn(report, table, row, column, findings);
            }

            Suspect(report, before, findings);
        }
    }

    /// <summary>If all equations of a table that do not hold are off by as much and have but one cell in common, that will be it.</summary>
    private static void Suspect(ReadReport report, int before, Findings findings)
    {
        var broken = findings.Found.Skip(before).ToList();
        if (broken.Count < 2 || broken.Select(f => Math.Abs(f.Difference!.Value)).Distinct().Count() > 1) return;
        if (broken.Skip(1).Aggregate(broken[0].Figures, (common, f) => [.. common.Intersect(f.Figures)]) is not [var cell]) return;
        findings.Extend(before, $"各处差额相同，问题可能在“{report.Form.Figures[cell].Place}”。", $"All are off by as much: perhaps {cell} is wrong.");
    }

    private static void CheckRow(ReadReport report, FormTable table, FormRow row, FormColumn column, Findings findings)
    {
        if (report.Figure(table.FigureId(row, column)) is not { } stated) return;
        var parts = Amount.Sum(row.Rows!.Select(r => Amount.Of(report, table, r, column)));
        Compare(stated, parts, $"“{row.Name}”应等于其下各项之和", $"{stated.Id} must be the sum of its rows", findings);
    }

    private static void CheckColumn(ReadReport report, FormTable table, FormRow row, FormColumn column, Findings findings)
    {
        if (report.Figure(table.FigureId(row, column)) is not { } stated) return;
        var parts = Amount.Sum(column.SumOf!.Select(c => Amount.Of(report, table, row, table.Column(c))));
        Compare(stated, parts, $"“{row.Name}”的“{column.Name}”应等于各列之和", $"{stated.Id} must be the sum of its columns", findings);
    }

    private static void Compare(StatedFigure stated, Amount parts, string chinese, string english, Findings findings)
    {
        if (parts.Stated.Count == 0) return;
        switch (Amount.Same(new Amount(stated.Value, true, [stated]), parts))
        {
            case null when parts.Value != stated.Value: findings.LeaveOpen(); break;
            case null or true: findings.Holds(); break;
            default:
                var (least, orMore) = parts.Complete ? ("", "") : ("至少", " at least");
                findings.Add(Severity.Error, Verdict.Wrong, stated, parts.Value,
                    $"{chinese}：所列为 {Said.Of(stated.Value)}，应{least}为 {Said.Of(parts.Value)}，{Said.OffBy(stated.Value - parts.Value)}。",
                    $"{english}: it says {Said.Of(stated.Value)}, they come to{orMore} {Said.Of(parts.Value)}; {Said.OffByEnglish(stated.Value - parts.Value)}.", parts.Stated);
                break;
        }
    }

    private static void CheckIdentity(ReadReport report, FormTable table, FormIdentity identity, FormColumn column, Findings findings)
    {
        var (left, right) = (Side(identity.Left), Side(identity.Right));
        if (left.Stated.Count == 0 || right.Stated.Count == 0) return;
        switch (Amount.Same(left, right))
        {
            case null when left.Value != right.Value: findings.LeaveOpen(); break;
            case null or true: findings.Holds(); break;
            default:
                var place = $"{table.Name}·{string.Join("+", identity.Left.Select(r => table.Row(r).Name))}·{column.Name}";
                findings.Add(Severity.Error, Verdict.Wrong, table.Columns.Count == 1 ? left.Stated[0].Place : place, [.. left.Stated.Concat(right.Stated).Select(s => s.Id)], left.Value, right.Value, left.Stated[0].Unit,
                    $"“{column.Name}”列：{identity.Zh}。前者为 {Said.Of(left.Value)}，后者为 {Said.Of(right.Value)}，{Said.OffBy(left.Value - right.Value)}。",
                    $"{column.Id}: {identity.En}. {Said.Of(left.Value)} against {Said.Of(right.Value)}; {Said.OffByEnglish(left.Value - right.Value)}.");
                break;
        }

        Amount Side(IReadOnlyList<string> rows) => Amount.Sum(rows.Select(r => Amount.Of(report, table, table.Row(r), column)));
    }
}
