namespace Sunshine.Finance;

/// <summary>Numerators and denominators of a matrix. What is exempt is in no denominator; what was taken back is missing.</summary>
internal static class CoverageCount
{
    /// <summary>How many cells an answer lists at most.</summary>
    public const int MostCells = 1_000;

    /// <param name="shown">How a cell is sent.</param>
    public static V1.Coverage Of(CoverageMatrix matrix, Func<Cell, V1.CoverageCell> shown)
    {
        var cells = matrix.Units.SelectMany(u => u.Kinds).ToList();
        var owing = matrix.Units.Where(u => !u.Exempt).ToList();
        var coverage = new V1.Coverage
        {
            Departments = Ratios.Of(owing.Count(u => u.Kinds.Any(c => c.There)), owing.Count),
            CompleteDepartments = Ratios.Of(owing.Count(u => u.Kinds.All(c => c.There || c.Exempt)), owing.Count),
            Cells = There(cells), LateCount = cells.Count(c => c.State == V1.CellState.Late), MissingCount = cells.Count(c => c.Missing),
            WithdrawnCount = cells.Count(c => c.State == V1.CellState.Withdrawn), ExemptCount = cells.Count(c => c.Exempt), OverdueCount = cells.Count(c => c.DueState == V1.DueState.Overdue)
        };
        coverage.Kinds.Add(cells.GroupBy(c => c.Kind).OrderBy(k => k.Key).Select(k => Kind(k.Key, [.. k])));
        coverage.Tables.Add(matrix.Units.SelectMany(u => u.Tables).GroupBy(c => (c.Kind, c.Layout)).OrderBy(t => t.Key.Kind).ThenBy(t => t.Key.Layout, StringComparer.Ordinal).Select(t => Table(t.Key.Kind, t.Key.Layout, [.. t])));
        coverage.MissingCells.Add(cells.Where(c => c.Missing).Take(MostCells).Select(shown));
        coverage.LateCells.Add(cells.Where(c => c.State == V1.CellState.Late).Take(MostCells).Select(shown));
        return coverage;
    }

    private static V1.KindCoverage Kind(V1.DisclosureKind kind, IReadOnlyList<Cell> cells) => new()
    {
        Kind = kind, FiscalYear = cells[0].FiscalYear, Disclosed = There(cells), LateCount = cells.Count(c => c.State == V1.CellState.Late), MissingCount = cells.Count(c => c.Missing),
        WithdrawnCount = cells.Count(c => c.State == V1.CellState.Withdrawn), ExemptCount = cells.Count(c => c.Exempt)
    };

    private static V1.TableCoverage Table(V1.DisclosureKind kind, string layout, IReadOnlyList<Cell> cells) => new()
    {
        Kind = kind, FiscalYear = cells[0].FiscalYear, Layout = layout, Disclosed = There(cells), EmptyCount = cells.Count(c => c.There && c.Empty), MissingCount = cells.Count(c => c.Missing),
        UnknownCount = cells.Count(c => c.State == V1.CellState.Unknown), ExemptCount = cells.Count(c => c.Exempt)
    };

    private static V1.Ratio There(IReadOnlyList<Cell> cells) => Ratios.Of(cells.Count(c => c.There), cells.Count(c => !c.Exempt));
}
