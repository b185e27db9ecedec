using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>
/// Public tables cell by cell, with all that is known of each, so that nobody has to join anything: a row for each cell that is not blank. Amounts
/// are yuan. What has no other line that divides it further is a leaf: whoever sums up leaves of one column counts nothing twice.
/// </summary>
public static class CellTable
{
    private const string Revenue = "revenue";

    public static readonly IReadOnlyList<PackageField> Fields =
    [
        new("disclosure_id", "公开标识"), new("release", "版次", "integer"), new("agency_id", "单位标识"), new("agency_name", "单位"), new("fiscal_year", "预算年度", "integer"), new("kind", "公开种类"),
        new("level", "层级"), new("subject", "公开事项"), new("phase", "阶段"), new("published_on", "公开日期", "date"), new("layout", "报表"), new("layout_name", "报表名称"), new("position", "行次", "integer"),
        new("code", "科目编码"), new("name", "科目名称"), new("leaf", "末级", "boolean"), new("functional_class", "功能分类类"), new("functional_section", "功能分类款"), new("functional_item", "功能分类项"),
        new("economic_class", "经济分类类"), new("economic_section", "经济分类款"), new("column", "栏目"), new("column_name", "栏目名称"), new("direction", "收支"), new("amount", "金额（元）", "number"),
        new("quantity", "数量或比率", "number"), new("stated_unit", "列示单位")
    ];

    /// <summary>The rows of one line.</summary>
    public static IEnumerable<IReadOnlyList<TableCell>> Rows(FigureTable table, int line, StatementRow row, V1.AmountUnit unit, DateOnly publishedOn, string agencyName)
    {
        var (identity, layout) = (table.Identity, Layouts.Find(table.Layout));
        var leaf = table.Numbers[line] < 0 || Array.BinarySearch(table.Leaves, line) >= 0;
        var functional = layout?.Codes?.Id == "functional" && table.Numbers[line] >= 0 ? row.Code : "";
        var economic = layout?.Codes?.Id == "economic" && table.Numbers[line] >= 0 ? row.Code : "";
        TableCell[] known =
        [
            table.DisclosureId, table.Release, identity.AgencyId, agencyName, identity.FiscalYear, Word(identity.Kind), Word(identity.Level), identity.Subject, Word(table.Phase), publishedOn, table.Layout,
            layout?.Name, line + 1, row.Code, row.Name, leaf ? "true" : "false", First(functional, 3), First(functional, 5), First(functional, 7), First(economic, 3), First(economic, 5)
        ];
        // A line whose cells are all blank is a line nevertheless.
        if (row.Cells.Count == 0) yield return Row(default, default, default, default, default);
        foreach (var (code, value) in row.Cells)
        {
            var column = layout?.Column(code);
            var amount = column?.Kind is null or ColumnKind.Amount;
            yield return Row(code, column?.Title, layout is null ? default : DirectionOf(layout, row.Code, code), amount ? value : default(TableCell), amount ? default(TableCell) : value);
        }

        TableCell[] Row(TableCell code, TableCell title, TableCell direction, TableCell value, TableCell quantity) => [.. known, code, title, direction, value, quantity, Word(unit)];
    }

    /// <summary>Whether money comes in or goes out; empty where neither is said, as of what is left over.</summary>
    private static string DirectionOf(Layout layout, string row, string column) => (layout.SideOf(row), column) switch
    {
        ("income", _) or (_, "income") => Revenue,
        (_, "opening" or "closing" or "balance" or "limit") => "",
        ("", _) when layout.Code is "department-budget-2" or "department-final-2" || layout.Code.EndsWith("-revenue", StringComparison.Ordinal) => Revenue,
        _ => "expenditure"
    };

    /// <summary>A value of an enum as tables have it: in lower case, without the name of the enum.</summary>
    internal static string Word<T>(T value) where T : struct, Enum => Convert.ToInt32(value) == 0 ? "" : string.Concat($"{value}".Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : $"{char.ToLowerInvariant(c)}"));

    private static string First(string code, int digits) => code.Length >= digits ? code[..digits] : "";
}
