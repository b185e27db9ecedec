namespace Sunshine.Finance;

/// <summary>What is summed: one measure, of one year in one phase, perhaps of some agencies and under one code.</summary>
/// <param name="Agencies">Null: all.</param>
/// <param name="Under">Digits of a class, or an item's code; empty: all.</param>
public sealed record FigureScope(Measure Measure, int FiscalYear, V1.Phase Phase, V1.FinanceLevel Level, IReadOnlySet<string>? Agencies, string Under);

/// <summary>A part of an amount. Which of its properties are set depends on what it was divided by.</summary>
/// <param name="AgencyId">Empty unless divided by agency.</param>
/// <param name="Code">Of a class or an item; empty if divided by agency alone.</param>
public readonly record struct PartKey(string AgencyId, string Code);

/// <summary>What came together in a part.</summary>
public sealed class PartSum
{
    // A part of one line needs neither, and there may be a million of them.
    private HashSet<string>? _agencies;
    private HashSet<string>? _disclosures;

    /// <summary>In fen; wide enough for any number of the largest amounts.</summary>
    public Int128 Fen { get; private set; }

    public long Lines { get; private set; }

    /// <summary>As the last line that was added has it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether it has lines at a greater depth.</summary>
    public bool Divisible { get; private set; }

    /// <summary>Yuan.</summary>
    public decimal Amount => (decimal)Fen / 100;

    public V1.Counted Counted => new() { Agencies = _agencies?.Count ?? 0, Disclosures = _disclosures?.Count ?? 0, Lines = Lines };

    public void Add(long fen, string name, bool divisible)
    {
        Fen += fen;
        Lines++;
        Divisible |= divisible;
        if (name.Length > 0) Name = name;
    }

    public void CountAs(FigureTable table)
    {
        (_agencies ??= []).Add(table.Identity.AgencyId);
        (_disclosures ??= []).Add(table.DisclosureId);
    }
}

/// <summary>The parts of an amount, and the amount.</summary>
public sealed class FigureSums
{
    private readonly Dictionary<PartKey, PartSum> _parts = [];

    private FigureSums()
    {
    }

    public IReadOnlyDictionary<PartKey, PartSum> Parts => _parts;

    public PartSum Whole { get; } = new();

    /// <summary>What stands under the scope's code and is divided no further; only where it is divided by class.</summary>
    public PartSum Undivided { get; } = new();

    /// <summary>Sums up, of several scopes each for other agencies.</summary>
    public static FigureSums Of(FigureSnapshot book, V1.DivideBy by, params IReadOnlyList<(FigureScope Scope, Func<string, bool> Agencies)> of)
    {
        var sums = new FigureSums();
        foreach (var (scope, keep) in of)
        {
            foreach (var (table, source, cells) in Tables(book, scope).Where(t => keep(t.Table.Identity.AgencyId)))
            {
                if (scope.Measure.Digits.Count == 0) sums.AddItem(table, source, cells, by);
                else sums.AddClasses(table, cells, scope, by);
            }
        }

        return sums;
    }

    /// <summary>The agencies that state anything of it.</summary>
    public static HashSet<string> AgenciesOf(FigureSnapshot book, FigureScope scope) => [.. Tables(book, scope with { Under = "" }).Select(t => t.Table.Identity.AgencyId)];

    private static IEnumerable<(FigureTable Table, MeasureSource Source, long[] Cells)> Tables(FigureSnapshot book, FigureScope scope) =>
        from source in scope.Measure.Sources
        where scope.Measure.Digits.Count > 0 || scope.Under.Length == 0 || source.Item == scope.Under
        from table in book.Stating(source.Layout, scope.FiscalYear, scope.Phase, scope.Level)
        where scope.Agencies?.Contains(table.Identity.AgencyId) != false
        let cells = table.Column(source.Column)
        where cells is not null
        select (table, source, cells);

    private void AddItem(FigureTable table, MeasureSource source, long[] cells, V1.DivideBy by)
    {
        var line = Array.IndexOf(table.Codes, source.Line);
        if (line < 0 || cells[line] == FigureTable.Blank) return;
        var part = Part(new PartKey(by == V1.DivideBy.Unspecified ? "" : table.Identity.AgencyId, by == V1.DivideBy.Agency ? "" : source.Item));
        part.Add(cells[line], by == V1.DivideBy.Agency ? "" : source.ItemName, false);
        if (by != V1.DivideBy.Line) part.CountAs(table);
        Whole.Add(cells[line], "", true);
        Whole.CountAs(table);
    }

    private void AddClasses(FigureTable table, long[] cells, FigureScope scope, V1.DivideBy by)
    {
        var (under, depth) = (scope.Under.Length == 0 ? -1 : int.Parse(scope.Under), scope.Under.Length);
        var next = scope.Measure.Digits.FirstOrDefault(d => d > depth);
        var any = false;
        // The lines of a class stand together: the part of the line before is mostly that of the next one.
        var (known, part) = (default(PartKey), default(PartSum));
        var seen = new HashSet<PartSum>();
        foreach (var line in table.Leaves)
        {
            if (cells[line] == FigureTable.Blank || (under >= 0 && FigureTable.Prefix(table.Numbers[line], depth) != under)) continue;
            var digits = table.Codes[line].Length;
            if (digits < depth) continue;
            any = true;
            Whole.Add(cells[line], "", digits > depth);
            if (by == V1.DivideBy.Unspecified && (next == 0 || digits < next))
            {
                Undivided.Add(cells[line], "", false);
                Undivided.CountAs(table);
                continue;
            }

            var key = by switch
            {
                V1.DivideBy.Agency => new PartKey(table.Identity.AgencyId, ""),
                V1.DivideBy.Line => new PartKey(table.Identity.AgencyId, table.Codes[line]),
                _ => new PartKey("", digits == next ? table.Codes[line] : FigureTable.CodeOf(FigureTable.Prefix(table.Numbers[line], next), next))
            };
            if (part is null || key != known)
            {
                (known, part) = (key, Part(key));
                if (by != V1.DivideBy.Line) seen.Add(part);
            }

            part.Add(cells[line], key.Code == table.Codes[line] ? table.Names[line] : "", key.Code.Length > 0 && digits > key.Code.Length);
        }

        if (any) Whole.CountAs(table);
        foreach (var touched in seen) touched.CountAs(table);
    }

    private PartSum Part(PartKey key)
    {
        if (!_parts.TryGetValue(key, out var part)) _parts[key] = part = new PartSum();
        return part;
    }
}
