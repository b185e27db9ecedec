using Sunshine.Foundation.Tables;

namespace Sunshine.ReportForms;

/// <summary>
/// The tables of one sheet. Lines are titles and heads until one stands below them: it has a number there, or nothing but labels. From there on they are rows, until a
/// title or other heads come. A head reaches to the next one of its line, but not beyond the head above it; a label stays for the lines below it until another stands in
/// its column or left of it.
/// </summary>
/// <param name="sheet">Its name; empty of text.</param>
internal sealed class PrintedGrid(Form form, string sheet)
{
    private readonly TableMatching _names = new(form);
    private readonly List<PublishedTable> _tables = [];
    private readonly List<IReadOnlyDictionary<int, string>> _heads = [];
    private readonly SortedDictionary<int, string> _labels = [];
    private Dictionary<int, List<string>> _paths = [];
    private HashSet<int> _columns = [];
    private (TableRow Row, Dictionary<int, string> Cells, string Text)? _heading;
    private List<PublishedRow> _rows = [];
    private string _title = "";

    public IReadOnlyList<PublishedTable> Read(IReadOnlyList<TableRow> rows)
    {
        _title = sheet;
        foreach (var row in rows) Take(row);
        End();
        return _tables;
    }

    private void Take(TableRow row)
    {
        var cells = Enumerable.Range(1, row.Count).Where(c => row.Cell(c) is not null).ToDictionary(c => c, c => row.Cell(c)!);
        if (cells.Count == 0) return;
        if (cells.Values.Distinct().Take(2).Count() == 1 && cells.Values.First() is var alone && !IsNumber(alone) && _names.TablesNamed(alone).Count > 0 && !_names.IsRow(alone))
        {
            if (_heading is not null || _columns.Count == 0) Begin(alone);
            else _heading = (row, cells, alone);
            return;
        }

        if (_columns.Count > 0 && IsBelow(cells))
        {
            // A heading among the rows, as the form of 2014 has them.
            if (_heading is { } among) Add(among.Row, among.Cells);
            _heading = null;
            Add(row, cells);
            return;
        }

        if (_heading is { } title) Begin(title.Text);
        else if (_rows.Count > 0) End();
        _heads.Add(cells);
        Spread();
        // A number above all heads, such as the year of a title, is none.
        if (_columns.Count == 0 && cells.Any(c => IsNumber(c.Value))) _heads.Clear();
    }

    /// <summary>Whether a line belongs to the heads above it: it has a number below one of them, or nothing but labels left of them.</summary>
    private bool IsBelow(Dictionary<int, string> cells)
    {
        if (cells.Any(c => _columns.Contains(c.Key) && IsNumber(c.Value))) return true;
        var left = _columns.Min();
        return cells.Keys.All(c => c < left) || (cells.Keys.Min() < left && cells.Where(c => c.Key < left).Any(c => _names.IsRow(c.Value, _title)) && !cells.Any(c => c.Key >= left && _names.IsColumn(c.Value)));
    }

    /// <summary>Which heads stand above each column. Columns whose heads name none of the form's are labels, or units.</summary>
    private void Spread()
    {
        var width = _heads.SelectMany(h => h.Keys).Max();
        var paths = Enumerable.Range(1, width).ToDictionary(c => c, _ => new List<string>());
        // Where the head above begins, for each column; 0 before there is any.
        var above = new int[width + 1];
        foreach (var line in _heads)
        {
            var spans = new int[width + 1];
            var at = 0;
            for (var c = 1; c <= width; c++)
            {
                if (line.ContainsKey(c)) at = c;
                else if (at > 0 && above[c] != above[at]) at = 0;
                spans[c] = at > 0 ? at : above[c];
                if (at > 0) paths[c].Add(line[at]);
            }

            above = spans;
        }

        _paths = paths;
        _columns = [.. paths.Where(p => p.Value.Exists(_names.IsColumn)).Select(p => p.Key)];
    }

    private void Add(TableRow row, Dictionary<int, string> cells)
    {
        var left = _columns.Min();
        var labels = cells.Where(c => c.Key < left).ToList();
        if (labels.Count == 0) _labels.Clear();
        foreach (var (column, text) in labels.OrderBy(l => l.Key))
        {
            foreach (var old in _labels.Keys.Where(k => k >= column).ToList()) _labels.Remove(old);
            _labels[column] = text;
        }

        // Numbers in columns that the form does not know are told of by who matches the names.
        var read = _columns.Concat(cells.Where(c => c.Key > left && !_columns.Contains(c.Key) && _paths.ContainsKey(c.Key) && IsNumber(c.Value)).Select(c => c.Key));
        _rows.Add(new PublishedRow([.. _labels.Values],
            [.. read.Select(c => new PublishedCell(_paths[c], cells.GetValueOrDefault(c), sheet.Length > 0 ? $"{sheet}!{row.Address(c)}" : row.Address(c)))]));
    }

    private void Begin(string title)
    {
        End();
        _title = title;
    }

    private void End()
    {
        if (_rows.Count > 0) _tables.Add(new PublishedTable(_title, _rows));
        _rows = [];
        _heading = null;
        _heads.Clear();
        _labels.Clear();
        _columns = [];
    }

    private static bool IsNumber(string text) => PrintedNumber.TryRead(text, out _);
}
