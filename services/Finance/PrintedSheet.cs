using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>One sheet, or a file of text, before anything is known of it.</summary>
/// <param name="Name">Empty of text.</param>
/// <param name="Rows">Those that are not empty.</param>
internal sealed record PrintedSheet(string Name, IReadOnlyList<TableRow> Rows)
{
    /// <summary>Title, unit and headings stand within so many lines that are not empty.</summary>
    public const int Head = 20;

    /// <summary>By column, 1-based: the headings of text, which has no letters.</summary>
    private readonly Dictionary<int, string> _headings = [];

    public string At(TableRow row, int column)
    {
        if (Name.Length > 0) return $"{Name}!{row.Address(column)}";
        return _headings.TryGetValue(column, out var heading) ? $"line {row.Line}, {heading}" : row.Address(column);
    }

    /// <summary>The whole sheet.</summary>
    public string Whole => Name.Length > 0 ? Name : "file";

    public void NameColumn(int column, string heading) => _headings[column] = heading;

    public IEnumerable<(TableRow Row, int Column, string Text)> TopCells(int rows) =>
        from row in Rows.Take(rows) from column in Enumerable.Range(1, row.Count) let text = row.Cell(column) where text is not null select (row, column, text);
}

/// <summary>Something wrong in a file, at a cell.</summary>
/// <param name="Cell"><c>预算5!D12</c>, or <c>line 12, 小计</c>, or the sheet.</param>
/// <param name="Rule">A rule of footing, or the reason for which the cell is refused.</param>
internal sealed record CellProblem(string Cell, string Layout, string RowCode, string Column, string Rule, string Chinese, string English)
{
    public V1.FindingSeverity Severity { get; init; } = V1.FindingSeverity.Error;

    /// <summary>What a waiver names; empty if none can.</summary>
    public string FindingId { get; init; } = "";

    public bool Waivable => FindingId.Length > 0;
}
