using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>A table that was read from a sheet, with the cell of everything in it.</summary>
internal sealed partial class PrintedTable
{
    private readonly PrintedSheet _sheet;
    private readonly List<Line> _lines = [];
    private readonly Dictionary<string, Line> _byCode = [];
    private readonly Dictionary<(string Row, string Column), string> _cells = [];
    private readonly HashSet<CellAddress> _doubtful = [];
    private readonly List<CellProblem> _problems = [];
    private string _unitCell;

    private PrintedTable(PrintedSheet sheet, Layout layout) => (_sheet, Layout, _unitCell) = (sheet, layout, sheet.Whole);

    public Layout Layout { get; }

    public string Sheet => _sheet.Name;

    public V1.Statement Statement { get; private set; } = new();

    /// <summary>What is wrong whether or not it adds up.</summary>
    public IReadOnlyList<CellProblem> Problems => _problems;

    public IReadOnlySet<CellAddress> Doubtful => _doubtful;

    /// <param name="unit">Of a table that does not state its own.</param>
    public static PrintedTable Read(PrintedSheet sheet, Layout layout, SheetMapping? mapping, V1.AmountUnit unit, Draft draft)
    {
        var table = new PrintedTable(sheet, layout);
        var headings = new PrintedHeadings(sheet, layout, draft.FiscalYear, table._problems);
        if (mapping?.Blocks is { Count: > 0 }) headings.Take(mapping);
        else if (!headings.Read(mapping?.HeadingRow ?? 0)) return table;
        var stated = table.Unit(headings.FirstData, mapping, unit);
        var statement = new V1.Statement { Layout = layout.Code, Unit = stated, Note = table.Lines(headings, mapping, stated, draft.FiscalYear) };
        table._lines.Sort((a, b) => (a.Block, a.Position).CompareTo((b.Block, b.Position)));
        statement.Rows.Add(table._lines.Select(l => l.Row));
        table.Statement = statement;
        table.Check(draft);
        return table;
    }

    /// <summary>What could be read: the lines whose code is right, and their cells that are.</summary>
    public Statement Readable()
    {
        var seen = new HashSet<string>();
        return new Statement
        {
            Layout = Layout.Code, Unit = Statement.Unit, Note = Statement.Note,
            Rows =
            [
                .. Statement.Rows.Where(r => r.Code.Length > 0 && seen.Add(r.Code)).Select(r => new StatementRow(r.Code, r.Name, (
                    from cell in r.Cells
                    let column = Layout.Column(cell.Column)
                    where column is not null && !_doubtful.Contains(new CellAddress(Layout.Code, r.Code, cell.Column))
                    let number = StatementRules.Parse(cell.Value, column.Kind)
                    where number is not null
                    select (cell.Column, number.Value)).DistinctBy(c => c.Column).ToDictionary(c => c.Column, c => c.Value)))
            ]
        };
    }

    /// <summary>The cell of an amount, or the nearest thing to it.</summary>
    public string CellOf(string row, string column, string rule)
    {
        if (rule == "unit") return _unitCell;
        if (_cells.TryGetValue((row, column), out var cell)) return cell;
        if (!_byCode.TryGetValue(row, out var line)) return _sheet.Whole;
        return line.Columns.TryGetValue(column, out var at) ? _sheet.At(line.At, at) : line.Where;
    }

    private V1.AmountUnit Unit(int firstData, SheetMapping? mapping, V1.AmountUnit unit)
    {
        if (PrintedText.UnitNamed(mapping?.Unit ?? "") is { } mapped) return mapped;
        foreach (var (row, column, text) in _sheet.TopCells(Math.Min(firstData, PrintedSheet.Head)))
        {
            if (PrintedText.Unit(text) is not { } stated) continue;
            _unitCell = _sheet.At(row, column);
            if (stated == V1.AmountUnit.Unspecified) Add(_unitCell, "", "", "UNKNOWN_UNIT", $"单位须为元或万元：{text}", $"The unit must be 元 or 万元: {text}");
            return stated == V1.AmountUnit.Unspecified ? V1.AmountUnit.Yuan : stated;
        }

        if (unit == V1.AmountUnit.Unspecified) Add(_sheet.Whole, "", "", "UNIT_MISSING", "没有写明单位（单位：元 或 单位：万元）。", "The unit is not stated.");
        return unit == V1.AmountUnit.Unspecified ? V1.AmountUnit.Yuan : unit;
    }

    /// <returns>The note below the table.</returns>
    private string Lines(PrintedHeadings headings, SheetMapping? mapping, V1.AmountUnit unit, int year)
    {
        var note = new List<string>();
        var names = new PrintedNames(Layout, mapping, year);
        var known = headings.Blocks.SelectMany(b => b.Codes.Append(b.Name).Concat(b.Columns.Keys)).Concat(headings.Ignored).ToHashSet();
        for (var i = headings.FirstData; i < _sheet.Rows.Count; i++)
        {
            var row = _sheet.Rows[i];
            if (mapping is { LastRow: > 0 } && row.Line > mapping.LastRow) break;
            if (!row.IsReadable)
            {
                foreach (var problem in row.Problems) Add(_sheet.At(row, 1), "", "", problem.Reason, problem.Chinese, problem.English);
                _doubtful.Add(new CellAddress(Layout.Code, "", ""));
                continue;
            }

            if (FirstText(row) is { } text && (note.Count > 0 ? Alone(row) ? text : null : PrintedText.Note(text)) is { } noted)
            {
                note.Add(noted);
                continue;
            }

            foreach (var column in Enumerable.Range(1, row.Count).Where(c => row.Cell(c) is not null && !known.Contains(c)))
            {
                known.Add(column);
                Add(_sheet.At(row, column), "", "", "NO_HEADING", "该列没有标题。", "The column has no heading.");
            }

            for (var b = 0; b < headings.Blocks.Count; b++) ReadLine(row, i, headings.Blocks[b], b, names, unit, year);
        }

        return string.Join('\n', note);
    }

    private void ReadLine(TableRow row, int position, PrintedBlock block, int number, PrintedNames names, V1.AmountUnit unit, int year)
    {
        var code = string.Concat(block.Codes.Select(c => row.Cell(c)?.Trim() ?? ""));
        var name = block.Name > 0 ? row.Cell(block.Name) ?? "" : "";
        var broken = row.Problems.Count == 0 ? [] : (
            from problem in row.Problems from column in block.Columns.Keys.Concat(block.Codes).Append(block.Name) where column > 0 && problem.Field == row.Address(column) select (Column: column, Problem: problem)).ToList();
        if (code.Length == 0 && name.Length == 0 && broken.Count == 0 && block.Columns.Keys.All(c => row.Cell(c) is null)) return;
        var where = block.Codes.Count > 0 ? block.Codes.FirstOrDefault(c => row.Cell(c) is not null, block.Codes[0]) : block.Name;
        var (found, printed) = names.Resolve(code, name, block);
        var line = new V1.StatementRow { Code = found, Name = PrintedText.Key(printed) == PrintedText.Key(Layout.NameOf(found, year)) ? "" : printed };
        var placed = new Line(line, row, number, position, _sheet.At(row, where), block.Columns.GroupBy(c => c.Value.Code).ToDictionary(c => c.Key, c => c.First().Key));
        _lines.Add(placed);
        _byCode.TryAdd(found, placed);
        foreach (var (column, of) in block.Columns)
        {
            if (PrintedText.Number(row.Cell(column), unit, of.Kind) is not { } value) continue;
            line.Cells.Add(new V1.StatementCell { Column = of.Code, Value = value });
            _cells.TryAdd((found, of.Code), _sheet.At(row, column));
        }

        foreach (var (column, problem) in broken)
        {
            var of = block.Columns.GetValueOrDefault(column)?.Code ?? "";
            Add(_sheet.At(row, column), found, of, problem.Reason, problem.Chinese, problem.English);
            _doubtful.Add(new CellAddress(Layout.Code, of.Length > 0 ? found : "", of));
        }
    }

    /// <summary>What tables must be like, said of cells.</summary>
    private void Check(Draft draft)
    {
        var v = new Violations();
        StatementRules.Check(Statement, "", draft.FiscalYear, draft.Identity.Kind, draft.Identity.Level, v);
        foreach (var found in v.Found)
        {
            if (Place().Match(found.Field) is not { Success: true } place)
            {
                // A unit that is missing was told of already.
                Add(_sheet.Whole, "", "", found.Reason, found.Chinese, found.English);
                continue;
            }

            var line = _lines[int.Parse(place.Groups[1].ValueSpan)];
            var column = place.Groups[2].Success ? line.Row.Cells[int.Parse(place.Groups[2].ValueSpan)].Column : "";
            Add(column.Length > 0 ? _sheet.At(line.At, line.Columns[column]) : line.Where, line.Row.Code, column, found.Reason, found.Chinese, found.English);
            // A line without a right code is missing from every sum; one that stands twice is in doubt itself.
            _doubtful.Add(new CellAddress(Layout.Code, column.Length > 0 || found.Reason == "DUPLICATE_LINE" ? line.Row.Code : "", column));
        }
    }

    private void Add(string cell, string row, string column, string reason, string chinese, string english) =>
        _problems.Add(new CellProblem(cell, Layout.Code, row, column, reason, chinese, english));

    private static string? FirstText(TableRow row) => Enumerable.Range(1, row.Count).Select(row.Cell).FirstOrDefault(t => t is not null);

    /// <summary>Whether there is but one text in a row.</summary>
    private static bool Alone(TableRow row) => Enumerable.Range(1, row.Count).Count(c => row.Cell(c) is not null) == 1;

    [GeneratedRegex(@"^rows\[([0-9]+)\](?:\.cells\[([0-9]+)\])?", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    /// <param name="Where">The cell that names the line.</param>
    /// <param name="Columns">Where each column of the layout stands.</param>
    private sealed record Line(V1.StatementRow Row, TableRow At, int Block, int Position, string Where, IReadOnlyDictionary<string, int> Columns);
}
