using System.Globalization;

namespace Sunshine.Finance.Tests;

/// <summary>Tables of a department that add up, and how to change a cell of them.</summary>
internal static class SampleTables
{
    public const int Year = 2016;

    /// <param name="columns">Their codes, with spaces between.</param>
    /// <param name="rows">Code and amounts in yuan, with spaces between; a dash for a blank cell.</param>
    public static Statement Table(string layout, string columns, params string[] rows)
    {
        var heads = columns.Split(' ');
        return new Statement
        {
            Layout = layout, Unit = V1.AmountUnit.Yuan,
            Rows =
            [
                .. rows.Select(r => r.Split(' ')).Select(r => new StatementRow(r[0], "",
                    heads.Zip(r.Skip(1)).Where(c => c.Second != "-").ToDictionary(c => c.First, c => decimal.Parse(c.Second, CultureInfo.InvariantCulture))))
            ]
        };
    }

    public static Statement Empty(string layout) => new() { Layout = layout, Unit = V1.AmountUnit.Yuan, Note = "本表无数据。" };

    /// <summary>The eight tables of a budget.</summary>
    public static IReadOnlyList<Statement> Budget =>
    [
        Table("department-budget-1", "amount", "income.fiscal 1000000.10", "income.fiscal.general 1000000.10", "income.fiscal.fund -", "income.business -", "income.operating -", "income.other 50000",
            "income.year 1050000.10", "income.carried -", "income.total 1050000.10", "201 750000.10", "208 300000", "spending.year 1050000.10", "spending.carried -", "spending.total 1050000.10"),
        Table("department-budget-2", "total general other", "total 1050000.10 1000000.10 50000", "201 750000.10 700000.10 50000", "20103 750000.10 700000.10 50000", "2010301 400000.10 400000.10 -",
            "2010302 350000 300000 50000", "208 300000 300000 -", "20805 300000 300000 -", "2080501 100000 100000 -", "2080505 200000 200000 -"),
        Table("department-budget-3", "total basic project", "total 1050000.10 600000.10 450000", "201 750000.10 400000.10 350000", "20103 750000.10 400000.10 350000", "2010301 400000.10 400000.10 -",
            "2010302 350000 - 350000", "208 300000 200000 100000", "20805 300000 200000 100000", "2080501 100000 - 100000", "2080505 200000 200000 -"),
        Table("department-budget-4", "amount total general fund", "income.year 1000000.10 - - -", "income.general 1000000.10 - - -", "income.fund - - - -", "income.carried - - - -", "income.total 1000000.10 - - -",
            "spending.year - 1000000.10 1000000.10 -", "201 - 700000.10 700000.10 -", "208 - 300000 300000 -", "spending.carried - - - -", "spending.total - 1000000.10 1000000.10 -"),
        Table("department-budget-5", "last-executed total basic project", "total 900000 1000000.10 600000.10 400000", "201 640000 700000.10 400000.10 300000", "20103 640000 700000.10 400000.10 300000",
            "2010301 380000 400000.10 400000.10 -", "2010302 260000 300000 - 300000", "208 260000 300000 200000 100000", "20805 260000 300000 200000 100000", "2080501 70000 100000 - 100000", "2080505 190000 200000 200000 -"),
        Table("department-budget-6", "total personnel operating", "total 600000.10 450000.10 150000", "301 450000.10 450000.10 -", "30101 300000.10 300000.10 -", "30102 150000 150000 -", "302 150000 - 150000", "30201 100000 - 100000", "30217 50000 - 50000"),
        Table("department-budget-7", "last-budget-total last-budget-abroad last-budget-cars last-budget-purchase last-budget-running last-budget-receptions this-total this-abroad this-cars this-purchase this-running this-receptions",
            "total 100000 0 50000 0 50000 50000 90000 0 40000 0 40000 50000"),
        Empty("department-budget-8")
    ];

    /// <summary>The eight tables of final accounts.</summary>
    public static IReadOnlyList<Statement> Final =>
    [
        Table("department-final-1", "amount", "income.fiscal 900000", "income.superior -", "income.business -", "income.operating -", "income.subsidiary -", "income.other 20000", "income.year 920000", "income.fund-balance -",
            "income.opening 30000", "income.total 950000", "201 660000", "208 260000", "spending.year 920000", "spending.allocated -", "spending.closing 30000", "spending.total 950000"),
        Table("department-final-2", "total fiscal other", "total 920000 900000 20000", "201 660000 640000 20000", "208 260000 260000 -"),
        Table("department-final-3", "total basic project", "total 920000 570000 350000", "201 660000 380000 280000", "208 260000 190000 70000"),
        Table("department-final-4", "amount total general fund", "income.general 900000 - - -", "income.fund - - - -", "income.year 900000 - - -", "income.opening - - - -", "income.total 900000 - - -",
            "201 - 640000 640000 -", "208 - 260000 260000 -", "spending.year - 900000 900000 -", "spending.closing - - - -", "spending.total - 900000 900000 -"),
        Table("department-final-5", "total basic project", "total 900000 570000 330000", "201 640000 380000 260000", "20103 640000 380000 260000", "2010301 380000 380000 -", "2010302 260000 - 260000",
            "208 260000 190000 70000", "20805 260000 190000 70000", "2080501 70000 - 70000", "2080505 190000 190000 -"),
        Table("department-final-6", "amount", "301 430000", "30101 430000", "personnel.total 430000", "302 140000", "30201 92000", "30217 48000", "operating.total 140000", "total 570000"),
        Table("department-final-7", "budget-total budget-abroad budget-cars budget-purchase budget-running budget-receptions final-total final-abroad final-cars final-purchase final-running final-receptions reception-times",
            "total 100000 0 50000 0 50000 50000 93000 0 45000 0 45000 48000 61"),
        Empty("department-final-8")
    ];

    public static Statement With(this Statement table, string row, string column, decimal? value) => table with
    {
        Rows = [.. table.Rows.Select(r => r.Code != row ? r : r with { Cells = value is { } v ? new Dictionary<string, decimal>(r.Cells) { [column] = v } : r.Cells.Where(c => c.Key != column).ToDictionary() })]
    };

    public static Statement In(this Statement table, V1.AmountUnit unit) => table with { Unit = unit };

    /// <summary>The same tables with one in the place of the one of its layout.</summary>
    public static IReadOnlyList<Statement> With(this IReadOnlyList<Statement> tables, Statement one) => [.. tables.Select(t => t.Layout == one.Layout ? one : t)];

    public static IReadOnlyList<Statement> With(this IReadOnlyList<Statement> tables, string layout, string row, string column, decimal? value) => tables.With(tables.Of(layout).With(row, column, value));

    public static Statement Of(this IReadOnlyList<Statement> tables, string layout) => tables.Single(t => t.Layout == layout);

    public static IReadOnlyList<FootingFinding> Foot(this IReadOnlyList<Statement> tables, params OtherStatement[] others) => Footing.Check(tables, new FootingContext(Year, others));

    /// <summary>Every finding as <c>rule layout!line!column</c>, warnings in brackets.</summary>
    public static string[] Said(this IEnumerable<FootingFinding> found) =>
        [.. found.Select(f => $"{f.Rule} {f.Layout}!{f.RowCode}!{f.Column}").Zip(found, (text, f) => f.Severity == V1.FindingSeverity.Warning ? $"[{text}]" : text)];
}
