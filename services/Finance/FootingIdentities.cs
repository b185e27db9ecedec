namespace Sunshine.Finance;

/// <summary>Whether both sides of a table are equal, and what two tables say of the same: as the file of layouts has it.</summary>
internal static class FootingIdentities
{
    /// <param name="suspect">Tables whose unit is in doubt: what they say is held against nothing.</param>
    public static void Check(IReadOnlyDictionary<string, FootingTable> tables, IReadOnlySet<string> suspect, List<FootingFinding> found)
    {
        foreach (var identity in Layouts.Identities)
        {
            var cells = identity.LeftCells.Concat(identity.RightCells).ToList();
            if (cells.Any(c => !tables.ContainsKey(c.Layout) || (suspect.Contains(c.Layout) && cells.Any(o => o.Layout != c.Layout)))) continue;
            var (left, right) = (Sum(identity.LeftCells, tables), Sum(identity.RightCells, tables));
            if (left.Figure.Doubtful || right.Figure.Doubtful) continue;
            var (difference, tolerance) = (left.Figure.Value - right.Figure.Value, left.Rounding + right.Rounding);
            var fits = identity.Relation switch { Relation.AtMost => difference <= tolerance, Relation.AtLeast => -difference <= tolerance, _ => Math.Abs(difference) <= tolerance };
            if (!fits) found.Add(Finding(identity, left.Figure.Value, right.Figure.Value, tables));
        }
    }

    private static (Figure Figure, decimal Rounding) Sum(IReadOnlyList<CellAddress> cells, IReadOnlyDictionary<string, FootingTable> tables)
    {
        var (sum, rounding) = (default(Figure), 0m);
        foreach (var cell in cells)
        {
            var figure = tables[cell.Layout].At(cell.Row, cell.Column);
            (sum, rounding) = (sum.Plus(figure, 1), rounding + tables[cell.Layout].Rounding * figure.Printed);
        }

        return (sum, rounding);
    }

    private static FootingFinding Finding(Identity identity, decimal left, decimal right, IReadOnlyDictionary<string, FootingTable> tables)
    {
        var at = identity.LeftCells[0];
        var table = tables[at.Layout];
        var (chinese, english) = identity.Relation switch { Relation.AtMost => ("不应大于", "must be at most"), Relation.AtLeast => ("不应小于", "must be at least"), _ => ("应等于", "must equal") };
        var (stated, wanted) = (table.Shown(left), table.Shown(right));
        return new FootingFinding(identity.Rule, identity.Warning ? V1.FindingSeverity.Warning : V1.FindingSeverity.Error, at.Layout, at.Row, at.Column, left, right,
            $"{Chinese(identity.LeftCells, tables)} {stated.Chinese}，{chinese}{Chinese(identity.RightCells, tables)} {wanted.Chinese}。",
            $"{English(identity.LeftCells)}, {stated.English}, {english} {English(identity.RightCells)}, {wanted.English}.");
    }

    private static string Chinese(IReadOnlyList<CellAddress> cells, IReadOnlyDictionary<string, FootingTable> tables) => string.Join("＋", cells.Select(c =>
    {
        var layout = tables[c.Layout].Layout;
        return $"《{layout.Name}》“{layout.Line(c.Row)?.Name ?? c.Row}”{layout.Column(c.Column)!.Title}";
    }));

    private static string English(IReadOnlyList<CellAddress> cells) => string.Join(" + ", cells.Select(c => $"{c.Column} of {c.Row} in {c.Layout}"));
}
