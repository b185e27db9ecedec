using Sunshine.Finance.V1;

namespace Sunshine.Cli.Samples;

/// <summary>One line of a department's spending, in hundreds of yuan: what is stated in 万元 with two decimals is whole there.</summary>
/// <param name="Code">Of seven digits.</param>
/// <param name="Fund">Whether it is paid from a government fund.</param>
internal sealed record SpendingLine(string Code, string Name, long Basic, long Project, bool Fund = false)
{
    public long Total => Basic + Project;
}

/// <summary>Travel abroad, cars bought, cars run, receptions: in hundreds of yuan.</summary>
internal sealed record ThreePublic(long Abroad, long Purchase, long Running, long Receptions)
{
    public long Cars => Purchase + Running;

    public long Total => Abroad + Cars + Receptions;
}

/// <summary>A department's money of a year, as it was planned or as it was executed, and the tables that state it. They foot: what is given to them is made so.</summary>
/// <param name="Lines">What it spends.</param>
/// <param name="Opening">What was left from the year before, in hundreds of yuan, spent on the second line.</param>
/// <param name="Economic">Basic expenditure by economic class of five digits; its sum is that of the lines.</param>
internal sealed record SampleBudget(IReadOnlyList<SpendingLine> Lines, long Opening, long Closing, IReadOnlyDictionary<string, long> Economic, ThreePublic ThreePublic)
{
    public IEnumerable<SpendingLine> General => Lines.Where(l => !l.Fund);

    public IEnumerable<SpendingLine> Fund => Lines.Where(l => l.Fund);

    private long Spent => Lines.Sum(l => l.Total);

    private long SpentOfFund => Fund.Sum(l => l.Total);

    /// <summary>The income of the year on each line: what is spent there but for what was left and what is left.</summary>
    private long Income(SpendingLine line) => line.Total - (line == Lines[1] ? Opening - Closing : 0);

    /// <summary>The eight tables of a budget.</summary>
    /// <param name="before">The budget of the year before; null if there is none.</param>
    public IEnumerable<Statement> Budget(SampleBudget? before)
    {
        var income = Spent - Opening;
        yield return Table("department-budget-1",
            [
                Line("income.fiscal", ("amount", income)), Line("income.fiscal.general", ("amount", income - SpentOfFund)), Line("income.fiscal.fund", ("amount", SpentOfFund)),
                Line("income.business", ("amount", 0)), Line("income.operating", ("amount", 0)), Line("income.other", ("amount", 0)), Line("income.year", ("amount", income)),
                Line("income.carried", ("amount", Opening)), Line("income.total", ("amount", Spent)), .. Classes(Lines, l => [("amount", l.Total)], [3]), Line("spending.year", ("amount", Spent)),
                Line("spending.carried", ("amount", 0)), Line("spending.total", ("amount", Spent))
            ]);
        yield return Table("department-budget-2", Whole(Lines, l => [("total", l.Total), ("carried", l.Total - Income(l)), ("general", l.Fund ? 0 : Income(l)), ("fund", l.Fund ? l.Total : 0)]));
        yield return Table("department-budget-3", Whole(Lines, BasicAndProject));
        yield return Table("department-budget-4",
            [
                Line("income.year", ("amount", income)), Line("income.general", ("amount", income - SpentOfFund)), Line("income.fund", ("amount", SpentOfFund)), Line("income.carried", ("amount", Opening)),
                Line("income.carried.general", ("amount", Opening)), Line("income.carried.fund", ("amount", 0)), Line("income.total", ("amount", Spent)), .. Classes(Lines, BySource, [3]),
                Line("spending.year", BySource(Lines)), Line("spending.carried", ("total", 0), ("general", 0), ("fund", 0)), Line("spending.total", BySource(Lines))
            ]);
        var earlier = before?.General.ToDictionary(l => l.Code, l => l.Total);
        yield return Table("department-budget-5", Whole([.. General], l => earlier is null ? BasicAndProject(l) : [("last-budget", earlier.GetValueOrDefault(l.Code)), .. BasicAndProject(l)]));
        yield return Table("department-budget-6", Whole(EconomicLines(), l => IsPersonnel(l.Code) ? [("total", l.Basic), ("personnel", l.Basic), ("operating", 0)] : [("total", l.Basic), ("personnel", 0), ("operating", l.Basic)]));
        yield return Table("department-budget-7", [Line("total", [.. before is null ? [] : Cells("last-budget", before.ThreePublic), .. Cells("this", ThreePublic)])]);
        yield return OfFund("department-budget-8", "本部门没有政府性基金预算拨款安排的支出，本表为空表。", BasicAndProject);
    }

    /// <summary>The eight tables of final accounts.</summary>
    /// <param name="planned">The budget of the same year.</param>
    public IEnumerable<Statement> FinalAccounts(SampleBudget planned)
    {
        var income = Spent + Closing - Opening;
        yield return Table("department-final-1",
            [
                Line("income.fiscal", ("amount", income)), Line("income.fiscal.fund", ("amount", SpentOfFund)), Line("income.superior", ("amount", 0)), Line("income.business", ("amount", 0)),
                Line("income.operating", ("amount", 0)), Line("income.subsidiary", ("amount", 0)), Line("income.other", ("amount", 0)), Line("income.year", ("amount", income)),
                Line("income.fund-balance", ("amount", 0)), Line("income.opening", ("amount", Opening)), Line("income.total", ("amount", income + Opening)), .. Classes(Lines, l => [("amount", l.Total)], [3]),
                Line("spending.year", ("amount", Spent)), Line("spending.allocated", ("amount", 0)), Line("spending.closing", ("amount", Closing)), Line("spending.total", ("amount", Spent + Closing))
            ]);
        yield return Table("department-final-2", Whole(Lines, l => [("total", Income(l)), ("fiscal", Income(l))]));
        yield return Table("department-final-3", Whole(Lines, BasicAndProject));
        (string, long)[] year = BySource(Lines), left = [("total", Closing), ("general", Closing), ("fund", 0)];
        yield return Table("department-final-4",
            [
                Line("income.general", ("amount", income - SpentOfFund)), Line("income.fund", ("amount", SpentOfFund)), Line("income.year", ("amount", income)), Line("income.opening", ("amount", Opening)),
                Line("income.opening.general", ("amount", Opening)), Line("income.opening.fund", ("amount", 0)), Line("income.total", ("amount", income + Opening)), .. Classes(Lines, BySource, [3]),
                Line("spending.year", year), Line("spending.closing", left), Line("spending.total", [.. year.Zip(left, (a, b) => (a.Item1, a.Item2 + b.Item2))])
            ]);
        yield return Table("department-final-5", Whole([.. General], BasicAndProject));
        var economic = EconomicLines();
        long Sum(bool personnel) => economic.Where(l => IsPersonnel(l.Code) == personnel).Sum(l => l.Basic);
        yield return Table("department-final-6",
            [
                .. Classes(economic, l => [("amount", l.Basic)], [3, 5]), Line("personnel.total", ("amount", Sum(true))), Line("operating.total", ("amount", Sum(false))),
                Line("total", ("amount", Sum(true) + Sum(false)))
            ]);
        yield return Table("department-final-7", [Line("total", [.. Cells("budget", planned.ThreePublic), .. Cells("final", ThreePublic)])]);
        yield return OfFund("department-final-8", "本部门没有政府性基金收入，也没有使用政府性基金安排的支出，本表为空表。", l => [("opening", 0), ("income", l.Total), .. BasicAndProject(l), ("closing", 0)]);
    }

    private static (string, long)[] BasicAndProject(SpendingLine l) => [("total", l.Total), ("basic", l.Basic), ("project", l.Project)];

    private static (string, long)[] BySource(SpendingLine l) => BySource([l]);

    private static (string, long)[] BySource(IReadOnlyList<SpendingLine> lines) =>
        [("total", lines.Sum(l => l.Total)), ("general", lines.Where(l => !l.Fund).Sum(l => l.Total)), ("fund", lines.Where(l => l.Fund).Sum(l => l.Total))];

    private static (string, long)[] Cells(string block, ThreePublic p) =>
    [
        ($"{block}-total", p.Total), ($"{block}-abroad", p.Abroad), ($"{block}-cars", p.Cars), ($"{block}-purchase", p.Purchase), ($"{block}-running", p.Running), ($"{block}-receptions", p.Receptions)
    ];

    private static bool IsPersonnel(string code) => code[..3] is "301" or "303";

    private List<SpendingLine> EconomicLines() => [.. Economic.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => new SpendingLine(e.Key, SampleFinance.NameOf(e.Key), e.Value, 0))];

    private Statement OfFund(string layout, string note, Func<SpendingLine, (string, long)[]> cells)
    {
        var table = Fund.Any() ? Table(layout, Whole([.. Fund], cells)) : Table(layout, []);
        if (table.Rows.Count == 0) table.Note = note;
        return table;
    }

    /// <summary>A total and the lines of every depth.</summary>
    private static IEnumerable<StatementRow> Whole(IReadOnlyList<SpendingLine> lines, Func<SpendingLine, (string, long)[]> cells) =>
        Classes(lines, cells, lines[0].Code.Length == 5 ? [3, 5] : [3, 5, 7]).Append(Line("total", Sum(lines.Select(cells))));

    private static IEnumerable<StatementRow> Classes(IReadOnlyList<SpendingLine> lines, Func<SpendingLine, (string, long)[]> cells, int[] depths) =>
        from depth in depths
        from line in lines.GroupBy(l => l.Code[..depth])
        orderby line.Key
        select Line(line.Key, line.Key.Length == line.First().Code.Length ? line.First().Name : SampleFinance.NameOf(line.Key), Sum(line.Select(cells)));

    private static (string, long)[] Sum(IEnumerable<(string Column, long Amount)[]> cells) => [.. cells.SelectMany(c => c).GroupBy(c => c.Column).Select(c => (c.Key, c.Sum(x => x.Amount)))];

    private static Statement Table(string layout, IEnumerable<StatementRow> rows)
    {
        var table = new Statement { Layout = layout, Unit = AmountUnit.TenThousandYuan };
        table.Rows.Add(rows);
        return table;
    }

    private static StatementRow Line(string code, params (string, long)[] cells) => Line(code, "", cells);

    private static StatementRow Line(string code, string name, (string Column, long Amount)[] cells)
    {
        var row = new StatementRow { Code = code, Name = name };
        row.Cells.Add(cells.Select(c => new StatementCell { Column = c.Column, Value = $"{c.Amount * 100}.00" }));
        return row;
    }
}
