using System.Globalization;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>
/// Tables in the printed layout: title, number and unit above, headings with their groups, lines, the note below. <see cref="StatementImport"/> reads
/// them back to the same.
/// </summary>
internal static class StatementWorkbook
{
    /// <summary>A workbook with a sheet for each table.</summary>
    public static async Task Write(WorkbookWriter book, IEnumerable<Statement> statements, int year, CancellationToken cancel)
    {
        await using var _ = book;
        foreach (var statement in statements)
        {
            if (Layouts.Find(statement.Layout) is not { } layout) continue;
            await book.Begin(SheetOf(layout), cancel);
            await WriteTable(book, statement, layout, year, cancel);
        }
    }

    public static async Task WriteTable(TableWriter table, Statement statement, Layout layout, int year, CancellationToken cancel)
    {
        await table.Write([layout.Name], cancel);
        await table.Write([layout.Number, default, statement.Unit == V1.AmountUnit.TenThousandYuan ? "单位：万元" : "单位：元"], cancel);
        List<Side> sides = layout.TwoSided ? [.. layout.Sides!.Select(s => new Side(layout, s, statement, year))] : [new Side(layout, null, statement, year)];
        // Numbers of lines go on from one side to the other.
        for (var i = 1; i < sides.Count; i++) sides[i].FirstNumber = sides[i - 1].FirstNumber + sides[i - 1].Rows.Count;
        var depth = sides.Max(s => s.Depth);
        for (var level = 0; level < depth; level++) await table.Write([.. sides.SelectMany(s => s.Heading(level))], cancel);
        for (var line = 0; line < sides.Max(s => s.Rows.Count); line++) await table.Write([.. sides.SelectMany(s => s.Line(line))], cancel);
        if (statement.Note.Length > 0) await WriteNote(table, statement.Note, cancel);
    }

    /// <summary>The name of its sheet: the official number, else as much of its name as there is room for.</summary>
    private static string SheetOf(Layout layout) => layout.Number.Length > 0 ? layout.Number : layout.Name.Length > 28 ? layout.Name[..28] : layout.Name;

    private static async Task WriteNote(TableWriter table, string note, CancellationToken cancel)
    {
        var first = true;
        foreach (var line in note.Split('\n'))
        {
            await table.Write([first ? $"注：{line}" : line], cancel);
            first = false;
        }
    }

    /// <summary>One side of a table, or the whole of a plain one.</summary>
    private sealed class Side
    {
        private readonly Layout _layout;
        private readonly string? _heading;
        private readonly V1.AmountUnit _unit;
        private readonly int _year;
        private readonly IReadOnlyList<LayoutColumn> _columns;

        public Side(Layout layout, LayoutSide? side, Statement statement, int year)
        {
            (_layout, _heading, _unit, _year) = (layout, side?.Heading, statement.Unit, year);
            var printed = statement.Rows.SelectMany(r => r.Cells.Keys).ToHashSet();
            _columns = [.. layout.Columns.Where(c => (c.Side is null || c.Side == side?.Code) && (!c.Optional || printed.Contains(c.Code)))];
            Rows = [.. statement.Rows.Where(r => side is null || layout.SideOf(r.Code) == side.Code)];
        }

        public IReadOnlyList<StatementRow> Rows { get; }

        public int FirstNumber { get; set; } = 1;

        public int Depth => (_heading is null ? 0 : 1) + 1 + _columns.Max(c => c.Groups?.Count ?? 0);

        private string[] Names => _layout.CodeColumn ? ["科目编码", "科目名称"] : _layout.LineNumbers ? ["项目", "行次"] : [_layout.NameHeading ?? "项目"];

        /// <summary>One row of the headings; the text over several columns stands in the first of them.</summary>
        public IEnumerable<TableCell> Heading(int level)
        {
            if (_heading is not null && level == 0) return [_heading, .. Enumerable.Repeat<TableCell>(default, Names.Length - 1 + _columns.Count)];
            var own = _heading is null ? level : level - 1;
            return [.. Names.Select(n => (TableCell)(own == 0 ? n : null)), .. Enumerable.Range(0, _columns.Count).Select(i => Over(i, own))];
        }

        public IEnumerable<TableCell> Line(int line)
        {
            if (line >= Rows.Count) return Enumerable.Repeat<TableCell>(default, Names.Length + _columns.Count);
            var row = Rows[line];
            TableCell name = row.Name.Length > 0 ? row.Name : _layout.NameOf(row.Code, _year);
            TableCell code = _layout.Line(row.Code) is null ? row.Code : null;
            return [.. _layout.CodeColumn ? [code, name] : _layout.LineNumbers ? [name, FirstNumber + line] : new[] { name }, .. _columns.Select(c => row.Cells.TryGetValue(c.Code, out var value) ? Shown(value, c) : default)];
        }

        /// <summary>What stands over a column at a level; nothing where it stands over the column to the left already.</summary>
        private TableCell Over(int column, int level)
        {
            var groups = _columns[column].Groups ?? [];
            if (level >= groups.Count) return level == groups.Count ? _columns[column].Heading : default(TableCell);
            var left = column == 0 ? [] : _columns[column - 1].Groups ?? [];
            return left.Count > level && left.Take(level + 1).SequenceEqual(groups.Take(level + 1)) ? default(TableCell) : groups[level];
        }

        /// <summary>Amounts in 万元 with two places at least, and as many as keep them exact.</summary>
        private TableCell Shown(decimal value, LayoutColumn column) => column.Kind == ColumnKind.Amount && _unit == V1.AmountUnit.TenThousandYuan
            ? decimal.Parse((value / 10_000m).ToString("0.00####", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
    }
}
