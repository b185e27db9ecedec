using System.Globalization;

namespace Sunshine.Finance;

/// <summary>A table while it is footed.</summary>
internal sealed class FootingTable
{
    /// <summary>A printed amount of 万元 with two places is at most so far from the true one, in yuan.</summary>
    private const decimal HalfStep = 50m;

    private const decimal HalfCent = 0.005m;

    private readonly Dictionary<string, int> _rows;
    private readonly HashSet<string> _printed = [];
    private readonly IReadOnlySet<CellAddress> _doubtful;

    public FootingTable(Statement statement, Layout layout, FootingContext context)
    {
        (Statement, Layout, _doubtful) = (statement, layout, context.Doubtful);
        _rows = new Dictionary<string, int>(statement.Rows.Count);
        for (var i = 0; i < statement.Rows.Count; i++) _rows.TryAdd(statement.Rows[i].Code, i);
        foreach (var row in statement.Rows)
        {
            foreach (var cell in row.Cells) _printed.Add(cell.Key);
        }

        Parents = [.. statement.Rows.Select(r => layout.Line(r.Code) is null ? ParentOf(r.Code) : Fixed)];
        Top = [.. Enumerable.Range(0, Parents.Length).Where(i => Parents[i] == None)];
    }

    /// <summary>No line of the table is over it.</summary>
    public const int None = -1;

    /// <summary>It is no code.</summary>
    public const int Fixed = -2;

    public Statement Statement { get; }
    public Layout Layout { get; }
    public IReadOnlyList<StatementRow> Rows => Statement.Rows;

    /// <summary>By line: the line of the nearest code over it that the table has, or <see cref="None"/>, or <see cref="Fixed"/>.</summary>
    public int[] Parents { get; }

    /// <summary>The codes with none over them.</summary>
    public int[] Top { get; }

    /// <summary>How far each printed amount may be from the true one, in yuan.</summary>
    public decimal Rounding => Statement.Unit == V1.AmountUnit.TenThousandYuan ? HalfStep : InTenThousands ? HalfCent : 0m;

    /// <summary>Whether it says yuan and looks like 万元: then each of its amounts was rounded to the cent that it shows.</summary>
    public bool InTenThousands { get; set; }

    public bool Prints(string column) => _printed.Contains(column);

    public int? Row(string code) => _rows.TryGetValue(code, out var at) ? at : null;

    public decimal? Cell(int row, string column) => Rows[row].Cells.TryGetValue(column, out var value) ? value : null;

    public bool Doubts(string row, string column) => _doubtful.Count > 0
        && (_doubtful.Contains(new(Layout.Code, row, column)) || _doubtful.Contains(new(Layout.Code, row, "")) || (Layout.Line(row)?.IsTotal == true && DoubtsLines));

    /// <summary>Whether a line as a whole could not be read.</summary>
    public bool DoubtsLines => _doubtful.Count > 0 && _doubtful.Contains(new(Layout.Code, "", ""));

    /// <summary>What a line says in a column. One that is not there says what its parts say; a blank cell is nothing.</summary>
    public Figure At(string row, string column)
    {
        if (Doubts(row, column)) return new Figure(0, 0, true);
        if (Row(row) is { } at) return new Figure(Cell(at, column) ?? 0, Cell(at, column) is null ? 0 : 1, false);
        return Sum(Layout.Line(row)?.Parts ?? [], column);
    }

    /// <summary>What lines come to, as <see cref="LayoutLine.Parts"/> names them.</summary>
    public Figure Sum(IEnumerable<string> parts, string column)
    {
        var sum = default(Figure);
        foreach (var part in parts) sum = part == LayoutLine.AllLines ? sum.Plus(Lines(column), 1) : part[0] == '-' ? sum.Plus(At(part[1..], column), -1) : sum.Plus(At(part, column), 1);
        return sum;
    }

    /// <summary>The sum of the topmost codes.</summary>
    public Figure Lines(string column)
    {
        var (sum, count) = (0m, 0);
        foreach (var at in Top)
        {
            if (Doubts(Rows[at].Code, column)) return new Figure(0, 0, true);
            if (Cell(at, column) is not { } value) continue;
            (sum, count) = (sum + value, count + 1);
        }

        return new Figure(sum, count, DoubtsLines);
    }

    /// <summary>As the table states it, with its unit.</summary>
    public (string Chinese, string English) Shown(decimal? yuan)
    {
        if (yuan is not { } value) return ("空白", "nothing");
        return Statement.Unit == V1.AmountUnit.TenThousandYuan
            ? ($"{(value / 10_000m).ToString("0.00####", CultureInfo.InvariantCulture)} 万元", $"{(value / 10_000m).ToString("0.00####", CultureInfo.InvariantCulture)} (10,000 yuan)")
            : ($"{value.ToString("0.00##", CultureInfo.InvariantCulture)} 元", $"{value.ToString("0.00##", CultureInfo.InvariantCulture)} yuan");
    }

    /// <summary>A line's name for messages.</summary>
    public string NameOf(int row) => Rows[row].Name is { Length: > 0 } printed ? printed : Layout.Line(Rows[row].Code)?.Name ?? Rows[row].Code;

    private int ParentOf(string code)
    {
        for (var up = Layout.Codes?.ParentOf(code) ?? ""; up.Length > 0; up = Layout.Codes!.ParentOf(up))
        {
            if (_rows.TryGetValue(up, out var at)) return at;
        }

        return None;
    }
}

/// <param name="Printed">Of how many printed amounts it is the sum.</param>
/// <param name="Doubtful">Whether one of them could not be read.</param>
internal readonly record struct Figure(decimal Value, int Printed, bool Doubtful)
{
    public Figure Plus(Figure other, int sign) => new(Value + sign * other.Value, Printed + other.Printed, Doubtful || other.Doubtful);
}
