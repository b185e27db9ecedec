namespace Sunshine.ReportForms;

/// <summary>Finds the form's row and column of every cell of a table, by printed names. What it does not find it tells, and goes on.</summary>
internal sealed class TableMatching
{
    private readonly Form _form;
    /// <summary>What stands between the names of a path that is written as one name; a name that has one of these itself is found before it is taken apart.</summary>
    private static readonly char[] Between = ['/', '／', '\\', '>', '＞', '›', '»', '→', '|', '｜', '·', '•', ':', '：', '-', '－', '–', '—', '_'];

    private readonly List<NamedRow> _rows = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _apart = new(StringComparer.Ordinal);
    private FormTable? _table;
    private NamedRow? _last;

    public TableMatching(Form form)
    {
        _form = form;
        foreach (var table in form.Tables) _rows.AddRange(table.Rows.SelectMany(r => Named(table, r, null)));
    }

    public void Read(PublishedTable table, Action<FormFigure, PublishedCell, PrintedNumber> state, Action<Unread> tell)
    {
        var within = TablesNamed(table.Name);
        if (within.Count == 0) within = _form.Tables;
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in table.Rows.Select(r => Arranged(r, within)))
        {
            var found = RowOf(row.Path, within);
            if (found is null && row.Path.Count > 0 && TablesNamed(row.Path[^1]) is [var heading, ..] && row.Cells.All(c => string.IsNullOrWhiteSpace(c.Text)))
            {
                (_table, _last) = (heading, null);
                continue;
            }

            foreach (var cell in row.Cells)
            {
                if (cell.Path is [.., var head] && PrintedName.Key(head) == "单位") continue;
                // Tables whose rows stand side by side name the row in the heads.
                var at = found ?? (row.Path.Count == 0 ? RowOf([.. cell.Path.Where(p => !IsColumn(p))], within) : null);
                if (!PrintedNumber.TryRead(cell.Text, out var number))
                {
                    if (at is not null) tell(new Unread(cell.Place, cell.Text!, "不是数字，视为未填", "is no number and counts as not stated"));
                    continue;
                }

                if (number is not { } stated) continue;
                if (at is null)
                {
                    var name = string.Join('/', row.Path.Count > 0 ? row.Path : cell.Path);
                    if (told.Add(name)) tell(new Unread(cell.Place, name, "格式中没有这一行", "the form has no such row"));
                }
                else if (ColumnOf(at.Table, cell.Path) is { } column)
                {
                    if (at.Row.Heading) tell(new Unread(cell.Place, at.Row.Name, "该行是标题，没有数据", "the row is a heading and has no figures"));
                    else state(new FormFigure(at.Table, at.Row, column), cell, stated);
                }
                else if (told.Add(string.Join('/', cell.Path)))
                {
                    tell(new Unread(cell.Place, string.Join('/', cell.Path), "格式中没有这一列", "the form has no such column"));
                }
            }

            if (found is not null) (_table, _last) = (found.Table, found);
        }
    }

    /// <summary>A row whose names are one each: 三、本年度办理结果/（一）予以公开 is two, and of 行政复议结果维持 the second names a column.</summary>
    private PublishedRow Arranged(PublishedRow row, IReadOnlyList<FormTable> within)
    {
        List<string> path = [.. row.Path.SelectMany(Apart)];
        var heads = path.Count;
        while (heads > 0 && IsColumn(path[heads - 1]) && (!IsRowOf(path[heads - 1], r => within.Contains(r.Table)) || (heads > 1 && IsRowOf(path[heads - 2], r => r.Table.Across)))) heads--;
        var columns = path[heads..];
        path.RemoveRange(heads, columns.Count);
        // A line of its own for 件数 names no row: those of tables that lie on their side are in the heads.
        if (path.All(p => PrintedName.Key(p) is var key && (IsUnit(key) || key is "件数" or "数量" or "统计数"))) path.Clear();
        return new PublishedRow(path, [.. row.Cells.Select(c => c with { Path = [.. columns, .. c.Path.SelectMany(Apart)] })]);
    }

    private IReadOnlyList<string> Apart(string name)
    {
        if (_apart.TryGetValue(name, out var known)) return known;
        IReadOnlyList<string> whole = [name];
        if (IsRow(name) || IsColumn(name)) return _apart[name] = whole;
        var names = name.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length > 1 && names.All(n => IsRow(n) || IsColumn(n) || TablesNamed(n).Count > 0)) return _apart[name] = names;
        if (TablesNamed(name).Count > 0) return _apart[name] = whole;
        var key = PrintedName.Key(name);
        return _apart[name] = (
            from row in _rows where row.Table.Across
            from above in row.Keys where key.StartsWith(above, StringComparison.Ordinal)
            from column in row.Table.Columns where Names(column).Any(n => above + PrintedName.Key(n) == key)
            select new[] { row.Row.Name, column.Name }).FirstOrDefault() ?? whole;
    }

    /// <summary>Tables of a name, which may be that of the part they make up, or of one of them.</summary>
    public IReadOnlyList<FormTable> TablesNamed(string name)
    {
        var key = PrintedName.Key(name);
        if (key.Length == 0) return [];
        var exact = _form.Tables.Where(t => t.Id == name || Same(t.Name) || (t.Also ?? []).Any(Same)).ToList();
        return exact.Count > 0 ? exact : [.. _form.Tables.Where(t => Same(t.Part) || (key.Length > 6 && key.Contains(PrintedName.Key(t.Part), StringComparison.Ordinal)))];

        bool Same(string other) => PrintedName.Key(other) == key;
    }

    /// <summary>The column that the lowest head names. A table of one column needs no head.</summary>
    public static FormColumn? ColumnOf(FormTable table, IReadOnlyList<string> path)
    {
        if (table.Columns.Count == 1 && path.Count == 0) return table.Columns[0];
        for (var i = path.Count - 1; i >= 0; i--)
        {
            var key = PrintedName.Key(path[i]);
            var column = table.Columns.FirstOrDefault(c => c.Id == path[i]) ?? table.Columns.FirstOrDefault(c => Names(c).Any(n => PrintedName.Key(n) == key)) ?? table.Columns.FirstOrDefault(c => IsUnderGroup(table, c, key));
            if (column is not null) return column;
            if (!IsUnit(key)) return null;
        }

        return null;
    }

    public bool IsColumn(string text) => _form.Tables.Any(t => ColumnOf(t, [text]) is not null);

    /// <param name="title">Of the table, if it may be a row of that alone.</param>
    public bool IsRow(string text, string title) => TablesNamed(title) is { Count: > 0 } named ? PrintedName.Key(text) is { Length: > 0 } key && _rows.Any(r => named.Contains(r.Table) && r.Keys.Contains(key)) : IsRow(text);

    public bool IsRow(string text) => IsRowOf(text, _ => true);

    private bool IsRowOf(string text, Func<NamedRow, bool> those) => PrintedName.Key(text) is { Length: > 0 } key && _rows.Any(r => r.Keys.Contains(key) && those(r));

    /// <summary>Units stand beside labels and below heads.</summary>
    private static bool IsUnit(string key) => key.Replace("单位", "", StringComparison.Ordinal) is "" or "件" or "条" or "次" or "个" or "人" or "人次" or "篇" or "项" or "元" or "万元";

    private static IEnumerable<string> Names(FormColumn column) => (column.Also ?? []).Prepend(column.Name);

    /// <summary>法人或其他组织:商业企业.</summary>
    private static bool IsUnderGroup(FormTable table, FormColumn column, string key) => table.Columns.Where(g => g.Optional && g.SumOf?.Contains(column.Id) == true)
        .Any(g => Names(g).Any(above => Names(column).Any(n => PrintedName.Key(above) + PrintedName.Key(n) == key)));

    /// <summary>The row that the lowest label names. Of several of one name, the one below what other labels name, else the one nearest below the row before.</summary>
    private NamedRow? RowOf(IReadOnlyList<string> path, IReadOnlyList<FormTable> within)
    {
        for (var i = path.Count - 1; i >= 0; i--)
        {
            var key = PrintedName.Key(path[i]);
            if (key.Length == 0) continue;
            var found = _rows.Where(r => within.Contains(r.Table) && (r.Id == path[i] || r.Keys.Contains(key))).ToList();
            if (found.Count == 0 && IsUnit(key)) continue;
            if (found.Count == 0) return null;
            if (found.Count == 1) return found[0];
            var above = path.Take(i).Select(PrintedName.Key).ToHashSet(StringComparer.Ordinal);
            var below = found.Where(r => r.Above().Any(a => a.Keys.Overlaps(above)) || above.Contains(PrintedName.Key(r.Table.Name))).ToList();
            if (below.Count == 1) return below[0];
            var near = found.Where(r => r.Table == (_last?.Table ?? _table)).ToList();
            if (near.Count == 1) return near[0];
            return near.Find(r => _last is not null && (r.Parent == _last || r.Parent == _last.Parent)) ?? (near.Count > 0 ? near[0] : null);
        }

        return null;
    }

    private static IEnumerable<NamedRow> Named(FormTable table, FormRow row, NamedRow? parent)
    {
        var named = new NamedRow(table, row, parent);
        return (row.Rows ?? []).SelectMany(r => Named(table, r, named)).Prepend(named);
    }

    private sealed class NamedRow(FormTable table, FormRow row, NamedRow? parent)
    {
        public FormTable Table { get; } = table;

        public FormRow Row { get; } = row;

        public NamedRow? Parent { get; } = parent;

        public string Id { get; } = $"{table.Id}.{row.Id}";

        /// <summary>All that it may be printed as, also behind the name of the row above: （三）不予公开1.属于国家秘密.</summary>
        public HashSet<string> Keys { get; } = [.. OwnKeys(row), .. parent is null ? [] : OwnKeys(parent.Row).SelectMany(p => OwnKeys(row).SelectMany(k => new[] { p + k, p + LastNumber(row) + k }))];

        public IEnumerable<NamedRow> Above()
        {
            for (var at = Parent; at is not null; at = at.Parent) yield return at;
        }

        private static IEnumerable<string> OwnKeys(FormRow row) => (row.Also ?? []).Prepend(row.Name).Select(PrintedName.Key).Distinct();

        private static string LastNumber(FormRow row) => row.Number[(row.Number.LastIndexOf('.') + 1)..];
    }
}
