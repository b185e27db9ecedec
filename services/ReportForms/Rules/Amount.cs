namespace Sunshine.ReportForms.Rules;

/// <summary>What is known of a sum.</summary>
/// <param name="Value">What is stated of it.</param>
/// <param name="Complete">Whether all of it is stated. If not, the sum is no less: counts are never negative.</param>
internal sealed record Amount(decimal Value, bool Complete, IReadOnlyList<StatedFigure> Stated)
{
    /// <summary>A cell; where it is one that is often not printed, what stands for it.</summary>
    public static Amount Of(ReadReport report, FormTable table, FormRow row, FormColumn column)
    {
        if (report.Figure(table.FigureId(row, column)) is { } stated) return new Amount(stated.Value, true, [stated]);
        if (row is { Optional: true, Sum: true, Rows: { } rows }) return Sum(rows.Select(r => Of(report, table, r, column)));
        if (column is { Optional: true, SumOf: { } columns }) return Sum(columns.Select(c => Of(report, table, row, table.Column(c))));
        return new Amount(0, false, []);
    }

    public static Amount Sum(IEnumerable<Amount> parts)
    {
        var all = parts.ToList();
        return new Amount(all.Sum(p => p.Value), all.TrueForAll(p => p.Complete), [.. all.SelectMany(p => p.Stated)]);
    }

    /// <summary>Whether two sums can be the same; null if what is stated does not decide.</summary>
    public static bool? Same(Amount left, Amount right)
    {
        var rounding = Units.Rounding(left.Stated.Concat(right.Stated));
        if (left.Complete && right.Complete) return Math.Abs(left.Value - right.Value) <= rounding;
        if (left.Complete && right.Value > left.Value + rounding) return false;
        if (right.Complete && left.Value > right.Value + rounding) return false;
        return null;
    }
}
