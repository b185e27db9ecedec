using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>Columns of a sheet that stand side by side as one table, or as one side of it. Columns are counted from 1.</summary>
/// <param name="Side">Empty of a plain table.</param>
/// <param name="Codes">The columns of codes: one, or class, division and item each in its own.</param>
/// <param name="Name">0 if there is none.</param>
internal sealed record PrintedBlock(string Side, List<int> Codes, int Name, Dictionary<int, LayoutColumn> Columns)
{
    public int Name { get; set; } = Name;

    public int First => Codes.Append(Name).Where(c => c > 0).Min();
}

/// <summary>
/// The headings of a printed table: one row, or several where groups stand over them. A cell that is merged over others has its text in the first of
/// them, so what stands over a column is the next text to its left.
/// </summary>
internal sealed class PrintedHeadings(PrintedSheet sheet, Layout layout, int year, List<CellProblem> problems)
{
    private const int MostRows = 5;

    private readonly HashSet<string> _words =
    [
        .. layout.Columns.SelectMany(c => (c.Aliases ?? []).Append(c.Heading).Concat(c.Groups ?? [])).Concat((layout.Sides ?? []).Select(s => s.Heading)).Select(PrintedText.Key)
    ];

    private readonly List<PrintedBlock> _blocks = [];

    public IReadOnlyList<PrintedBlock> Blocks => _blocks;

    /// <summary>The position of the first row below the headings.</summary>
    public int FirstData { get; private set; }

    /// <summary>Columns that say nothing of their own, such as numbers of lines.</summary>
    public HashSet<int> Ignored { get; } = [];

    /// <returns>False if there are none; then a problem says so.</returns>
    /// <param name="from">The row of the sheet where they begin; 0 to look for it.</param>
    public bool Read(int from)
    {
        var top = from > 0 ? Find(r => r.Line >= from, sheet.Rows.Count) : Find(r => Texts(r).Count(t => IsHeading(t.Key)) >= 2, PrintedSheet.Head);
        if (top < 0)
        {
            AddMissing();
            return false;
        }

        var rows = new List<TableRow> { sheet.Rows[top] };
        for (FirstData = top + 1; FirstData < sheet.Rows.Count && rows.Count < MostRows; FirstData++)
        {
            var row = sheet.Rows[FirstData];
            if (IsNumbering(row)) continue;
            if (!IsHeadings(row, rows)) break;
            rows.Add(row);
        }

        var width = rows.Max(r => r.Count);
        for (var column = 1; column <= width; column++)
        {
            if (Path(rows, column) is { Count: > 0 } path) Place(column, path);
        }

        if (_blocks.Any(b => b.Columns.Count > 0)) return true;
        if (!problems.Exists(p => p.Layout == layout.Code)) AddMissing();
        return false;
    }

    private void AddMissing() =>
        problems.Add(new CellProblem(sheet.Whole, layout.Code, "", "", "NO_HEADINGS", $"没有找到《{layout.Name}》的列标题。", $"The headings of {layout.Code} were not found."));

    /// <summary>Takes the columns from a mapping.</summary>
    public void Take(SheetMapping mapping)
    {
        foreach (var block in mapping.Blocks!)
        {
            var (code, name) = (BlockMapping.Letter(block.CodeColumn), BlockMapping.Letter(block.NameColumn));
            var columns = block.Columns.ToDictionary(c => BlockMapping.Letter(c.Key), c => layout.Column(c.Value)!);
            _blocks.Add(new PrintedBlock(layout.TwoSided ? block.Side : "", code > 0 ? [code] : [], name, columns));
        }

        var used = _blocks.SelectMany(b => b.Codes.Append(b.Name).Concat(b.Columns.Keys)).ToHashSet();
        Ignored.UnionWith(Enumerable.Range(1, sheet.Rows.Max(r => r.Count)).Where(c => !used.Contains(c)));
        foreach (var (column, of) in _blocks.SelectMany(b => b.Columns)) sheet.NameColumn(column, of.Heading);
        var first = Find(r => r.Line >= mapping.FirstRow, sheet.Rows.Count);
        FirstData = first < 0 ? sheet.Rows.Count : first;
    }

    private int Find(Func<TableRow, bool> fits, int within)
    {
        for (var i = 0; i < Math.Min(within, sheet.Rows.Count); i++)
        {
            if (fits(sheet.Rows[i])) return i;
        }

        return -1;
    }

    private void Place(int column, List<(TableRow Row, string Key, string Text)> path)
    {
        var (row, key, text) = path[^1];
        sheet.NameColumn(column, text);
        if (IsIgnored(key)) Ignored.Add(column);
        else if (IsCode(key) || IsName(key))
        {
            // The right side of some tables is printed in two halves.
            var side = layout.TwoSided ? layout.Sides![Math.Min(_blocks.Count, layout.Sides.Count - 1)].Code : "";
            if (_blocks is [] || _blocks[^1].Columns.Count > 0) _blocks.Add(new PrintedBlock(side, [], 0, []));
            if (IsCode(key)) _blocks[^1].Codes.Add(column);
            else if (_blocks[^1].Name == 0) _blocks[^1].Name = column;
        }
        else if (_blocks is not []) PlaceAmounts(column, path, row);
    }

    private void PlaceAmounts(int column, List<(TableRow Row, string Key, string Text)> path, TableRow row)
    {
        var block = _blocks[^1];
        if (Match([.. path.Select(p => p.Key)], block.Side) is not { } found)
            problems.Add(new CellProblem(sheet.At(row, column), layout.Code, "", "", "UNKNOWN_COLUMN",
                $"《{layout.Name}》没有这一列：{path[^1].Text}。", $"{layout.Code} has no column {path[^1].Text}."));
        else if (block.Columns.ContainsValue(found))
            problems.Add(new CellProblem(sheet.At(row, column), layout.Code, "", found.Code, "DUPLICATE_COLUMN", $"列“{found.Title}”重复。", $"The column {found.Code} stands twice."));
        else
        {
            block.Columns[column] = found;
            return;
        }

        Ignored.Add(column);
    }

    /// <summary>The column of which the heading is the last text, and the most groups stand over it. None if others' groups do.</summary>
    private LayoutColumn? Match(string[] path, string side)
    {
        var over = path[..^1];
        var fits = (from column in layout.Columns
                    where column.Side is null || column.Side == side
                    where (column.Aliases ?? []).Append(column.Heading).Any(h => PrintedText.Key(h) == path[^1])
                    let groups = (column.Groups ?? []).Select(PrintedText.Key).ToList()
                    let hits = groups.Count(over.Contains)
                    where hits > 0 || !over.Any(o => layout.Columns.Any(c => (c.Groups ?? []).Any(g => PrintedText.Key(g) == o)))
                    orderby hits descending, groups.Count
                    select (Column: column, hits, groups.Count)).ToList();
        return fits is [] || (fits.Count > 1 && fits[0].hits == fits[1].hits && fits[0].Count == fits[1].Count) ? null : fits[0].Column;
    }

    private List<(TableRow Row, string Key, string Text)> Path(List<TableRow> rows, int column)
    {
        var path = new List<(TableRow, string, string)>();
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, at) = (rows[i], column);
            if (row.Cell(column) is null)
            {
                if (!rows.Skip(i + 1).Any(below => below.Cell(column) is not null)) continue;
                while (at > 0 && row.Cell(at) is null) at--;
            }

            if (at > 0 && row.Cell(at) is { } text) path.Add((row, PrintedText.Heading(text, year), text));
        }

        return path;
    }

    private IEnumerable<(int Column, string Key)> Texts(TableRow row) =>
        Enumerable.Range(1, row.Count).Where(c => row.Cell(c) is not null).Select(c => (c, PrintedText.Heading(row.Cell(c), year)));

    private bool IsHeading(string key) => _words.Contains(key) || IsCode(key) || IsName(key) || IsIgnored(key);

    /// <summary>Whether a row goes on with the headings. One that has nothing but the name of a line is the first of the table.</summary>
    private bool IsHeadings(TableRow row, List<TableRow> above)
    {
        var texts = Texts(row).ToList();
        if (texts.Count == 0 || !texts.All(t => IsHeading(t.Key))) return false;
        return texts is not [var one] || !above.Any(a => a.Cell(one.Column) is { } over && (IsCode(PrintedText.Key(over)) || IsName(PrintedText.Key(over)))) || one.Key is "类" or "款" or "项";
    }

    /// <summary>Numbers of columns (栏次), which some tables print below their headings.</summary>
    private bool IsNumbering(TableRow row)
    {
        var texts = Texts(row).Select(t => t.Key).ToList();
        return texts.Contains("栏次") || (texts.Count >= 3 && texts.Select((text, i) => text == $"{i + 1}").All(counts => counts));
    }

    private static bool IsCode(string key) => key is "类" or "款" or "项" || key.EndsWith("编码", StringComparison.Ordinal) || key.EndsWith("代码", StringComparison.Ordinal);

    private bool IsName(string key) =>
        key is "项目" or "名称" or "科目" or "地区" || key.EndsWith("科目名称", StringComparison.Ordinal) || key.EndsWith("单位名称", StringComparison.Ordinal) || key.StartsWith("项目按", StringComparison.Ordinal)
            || (layout.NameHeading is { } own && key == PrintedText.Key(own));

    private static bool IsIgnored(string key) => key is "行次" or "序号" or "备注" or "栏次";
}
