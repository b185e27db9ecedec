namespace Sunshine.ReportForms;

/// <summary>A report whose figures are understood as far as its form knows them.</summary>
public sealed class ReadReport
{
    /// <summary>In characters: 其他 and the like are names of many things.</summary>
    private const int ShortestName = 5;

    private readonly Dictionary<string, StatedFigure> _cells = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StatedFigure> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StatedFigure>> _inProse = new(StringComparer.Ordinal);
    private readonly List<(SaidFigure Said, StatedFigure Stated)> _inOtherWords = [];
    private readonly List<Unread> _unread = [];

    private ReadReport(PublishedReport source, Form form) => (Source, Form) = (source, form);

    public PublishedReport Source { get; }

    public Form Form { get; }

    /// <summary>By figure id: what tables state.</summary>
    public IReadOnlyDictionary<string, StatedFigure> Cells => _cells;

    /// <summary>In the order of the report.</summary>
    public IReadOnlyList<StatedFigure> Statements { get; private set; } = [];

    /// <summary>By figure id of the form: sentences that state it, for the whole report.</summary>
    public IReadOnlyDictionary<string, List<StatedFigure>> InProse => _inProse;

    /// <summary>Sentences that state what the form has, and call it otherwise.</summary>
    public IReadOnlyList<(SaidFigure Said, StatedFigure Stated)> InOtherWords => _inOtherWords;

    /// <summary>What tables say that was not understood.</summary>
    public IReadOnlyList<Unread> Unread => _unread;

    /// <summary>Those that were given, and those that follow from the sentences.</summary>
    public IReadOnlyList<Relation> Relations { get; private set; } = [];

    /// <exception cref="UnreadableReportException">Its year has no form, and it names none.</exception>
    public static ReadReport Of(PublishedReport source)
    {
        var form = source.Form ?? Forms.Of(source.Year)
            ?? throw new UnreadableReportException(source.File, [new("form", $"{source.Year} 年没有统一格式，请写明 form。", $"There was no form for {source.Year}; say which one it has.")]);
        var read = new ReadReport(source, form);
        foreach (var table in source.Tables) new TableMatching(form).Read(table, read.Add, read._unread.Add);
        read.ReadStatements();
        read.Relations = [.. source.Relations, .. RecognisedRelations.Of(read)];
        return read;
    }

    /// <summary>A statement by its id, else a figure of the form; null if the report does not state it.</summary>
    public StatedFigure? Find(string id) => _statements.GetValueOrDefault(id) ?? Figure(id);

    /// <summary>A figure of the form: from a table, else from a sentence. Null if the report does not state it.</summary>
    public StatedFigure? Figure(string id) => _cells.GetValueOrDefault(id) ?? (_inProse.TryGetValue(id, out var said) ? said.Find(s => s.IsExact) : null);

    /// <summary>A cell, or of a row that is a sum and has none of its own the sum of its rows. Null where a cell of these states nothing.</summary>
    public decimal? Total(string id)
    {
        if (_cells.TryGetValue(id, out var cell)) return cell.Value;
        if (!Form.Figures.TryGetValue(id, out var figure) || !figure.Row.Sum) return null;
        decimal sum = 0;
        foreach (var row in figure.Row.Rows ?? [])
        {
            if (Total(figure.Table.FigureId(row, figure.Column)) is not { } part) return null;
            sum += part;
        }

        return sum;
    }

    private void Add(FormFigure figure, PublishedCell cell, PrintedNumber number)
    {
        var stated = new StatedFigure(figure.Id, figure.Place, number, figure.Unit, "");
        if (_cells.TryAdd(figure.Id, stated) || _cells[figure.Id].Value == number.Value) return;
        _unread.Add(new Unread(cell.Place, cell.Text ?? "", "该项在表中出现两次，以第一次为准", "the figure stands twice in the tables; the first counts"));
    }

    private void ReadStatements()
    {
        var statements = new List<StatedFigure>();
        foreach (var s in Source.Statements)
        {
            var figure = FigureOf(s);
            // Where a sentence leaves the unit out, the form's is meant.
            var (number, unit) = Units.Unscaled(s.Value, PrintedName.Folded(s.Unit.Length > 0 ? s.Unit : s.Value.Percent ? "%" : figure?.Unit ?? ""));
            var place = figure is null || s.Section.Length == 0 ? s.Place : $"{s.Section}·{figure.Row.Name}";
            var stated = new StatedFigure(s.Id, place, number, unit, s.Quote, s, figure is not null && figure.Id != s.Figure);
            statements.Add(stated);
            _statements.TryAdd(s.Id, stated);
            if (figure is null)
            {
                if (SaidOf(s) is { } other) _inOtherWords.Add((other, stated with { ByName = true }));
                continue;
            }

            if (_inProse.TryGetValue(figure.Id, out var said)) said.Add(stated);
            else _inProse[figure.Id] = [stated];
        }

        Statements = statements;
        // One name for several numbers: they will be those of different agencies or periods.
        foreach (var (id, said) in _inProse.Where(p => p.Value.Where(s => s.ByName).Select(s => s.Value).Distinct().Skip(1).Any()).ToList())
        {
            said.RemoveAll(s => s.ByName);
            if (said.Count == 0) _inProse.Remove(id);
        }

        foreach (var several in _inOtherWords.GroupBy(o => o.Said).Where(g => g.Select(o => o.Stated.Value).Distinct().Skip(1).Any()).Select(g => g.Key).ToList()) _inOtherWords.RemoveAll(o => o.Said == several);
    }

    private SaidFigure? SaidOf(Statement statement)
    {
        if (statement.Subject.Length > 0 || !(statement.Unit.Length == 0 || Units.IsCount(statement.Unit))) return null;
        return Form.Said.GetValueOrDefault(PrintedName.SaidKey(statement.Figure));
    }

    /// <summary>The form's figure that a statement is of. A printed name is only taken for it where the sentence speaks of the whole report.</summary>
    private FormFigure? FigureOf(Statement statement)
    {
        if (Form.Figures.TryGetValue(statement.Figure, out var figure)) return figure;
        if (statement.Subject.Length > 0) return null;
        var key = PrintedName.Key(statement.Figure);
        if (key.Length < ShortestName) return null;
        // Of a row with a column for all of it, that is meant.
        var named = Form.Figures.Values.Where(f => (f.Table.Columns.Count == 1 || f.Column.Id == "total") && (f.Row.Also ?? []).Prepend(f.Row.Name).Any(n => PrintedName.Key(n) == key)).Take(2).ToList();
        return named.Count == 1 && Units.In(1, statement.Unit, named[0].Unit) is not null ? named[0] : null;
    }
}

/// <summary>Something in a table that was not understood.</summary>
public sealed record Unread(string Place, string Text, string Chinese, string English);
