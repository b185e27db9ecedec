using System.Globalization;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Finance;

/// <summary>What a table must be like to be stored at all, whether or not it adds up. None of it can be waived.</summary>
public static partial class StatementRules
{
    public const int MostRows = 20_000;

    /// <summary>Amounts are below it, in yuan.</summary>
    public const decimal Limit = 100_000_000_000_000m;

    private const int LongestNote = 2_000;
    private const int LongestName = 200;

    /// <summary>Who has made a thousand mistakes has made one.</summary>
    private const int MostListed = 1_000;

    /// <param name="prefix">Of the table's fields, such as <c>statement.</c>.</param>
    /// <param name="year">The fiscal year.</param>
    public static void Check(V1.Statement statement, string prefix, int year, V1.DisclosureKind kind, V1.FinanceLevel level, Violations v)
    {
        var found = new Violations(prefix);
        var layout = CheckLayout(statement.Layout, year, kind, level, found);
        found.Enum("unit", statement.Unit, required: true);
        PublicText.Check("note", statement.Note, LongestNote, found);
        if (statement.Rows.Count == 0 && string.IsNullOrWhiteSpace(statement.Note)) found.Add("note", "EMPTY_WITHOUT_NOTE", "空表须附说明。", "A table without lines needs a note.");
        found.Count("rows", statement.Rows.Count, 0, MostRows);
        if (layout is not null && statement.Rows.Count <= MostRows) CheckRows(statement, layout, year, found);
        v.AddUnder(found);
    }

    /// <summary>A number as a cell has it; null if it is none.</summary>
    public static decimal? Parse(string value, ColumnKind kind)
    {
        var pattern = kind switch { ColumnKind.Amount => Amount(), ColumnKind.Count => Count(), _ => Rate() };
        if (!pattern.IsMatch(value)) return null;
        var number = decimal.Parse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return Math.Abs(number) < Limit ? number : null;
    }

    private static Layout? CheckLayout(string code, int year, V1.DisclosureKind kind, V1.FinanceLevel level, Violations v)
    {
        v.Required("layout", code);
        if (code.Length == 0) return null;
        if (Layouts.Find(code) is not { } layout)
        {
            v.Add("layout", "UNKNOWN_LAYOUT", "没有这种表。", "There is no such layout.");
            return null;
        }

        if (layout.Level != Layouts.Meant(level) || !layout.Kinds.Contains(kind)) v.Add("layout", "WRONG_LAYOUT", $"{layout.Name}不属于这类公开。", $"A disclosure of this kind and level has no {code}.");
        else if (!layout.In(year)) v.Add("layout", "WRONG_LAYOUT", $"{year} 年度没有{layout.Name}。", $"There is no {code} in {year}.");
        return layout;
    }

    private static void CheckRows(V1.Statement statement, Layout layout, int year, Violations v)
    {
        var seen = new Dictionary<string, int>(statement.Rows.Count);
        for (var i = 0; i < statement.Rows.Count && v.Found.Count < MostListed; i++)
        {
            var row = statement.Rows[i];
            var at = $"rows[{i}]";
            CheckCode(row, at, layout, year, v);
            PublicText.Check($"{at}.name", row.Name, LongestName, v);
            if (row.Code.Length > 0 && !seen.TryAdd(row.Code, i))
                v.Add($"{at}.code", "DUPLICATE_LINE", $"{row.Code} 重复：第 {seen[row.Code] + 1} 行已有。", $"{row.Code} stands twice: line {seen[row.Code] + 1} has it.");
            CheckCells(row, at, layout, v);
        }
    }

    private static void CheckCode(V1.StatementRow row, string at, Layout layout, int year, Violations v)
    {
        if (row.Code.Length == 0)
        {
            v.Add($"{at}.code", "CLASSIFICATION_MISSING", "缺少科目编码或行代码。", "The line has no code.");
            return;
        }

        if (layout.Line(row.Code) is not null) return;
        if (layout is not { Classification: { } wanted, Codes: { } codes })
        {
            v.Add($"{at}.code", "UNKNOWN_LINE", $"{layout.Name}没有这一行：{Shown(row.Code)}。", $"{layout.Code} has no line {Shown(row.Code)}.");
            return;
        }

        if (wanted.Within?.Any(w => row.Code.StartsWith(w, StringComparison.Ordinal)) == false || codes.Judge(row.Code, year, wanted.Lenient) == CodeStanding.Unknown)
            v.Add($"{at}.code", "UNKNOWN_CODE", $"{year} 年{codes.Name}没有科目 {Shown(row.Code)}。", $"{codes.Id} has no code {Shown(row.Code)} in {year}.");
        else if (row.Code.Length > wanted.Depth)
            v.Add($"{at}.code", "TOO_DEEP", $"{layout.Name}的科目编码最多 {wanted.Depth} 位。", $"Codes of {layout.Code} have at most {wanted.Depth} digits.");
        else if (string.IsNullOrWhiteSpace(row.Name) && codes.NameOf(row.Code, year).Length == 0)
            v.Add($"{at}.name", "REQUIRED", $"科目 {row.Code} 不在科目表中，须写明名称。", $"The code {row.Code} is not in our table; its name is needed.");
    }

    private static void CheckCells(V1.StatementRow row, string at, Layout layout, Violations v)
    {
        for (var j = 0; j < row.Cells.Count; j++)
        {
            var cell = row.Cells[j];
            var where = $"{at}.cells[{j}]";
            if (layout.Column(cell.Column) is not { } column)
            {
                v.Add($"{where}.column", "UNKNOWN_COLUMN", $"{layout.Name}没有这一列：{Shown(cell.Column)}。", $"{layout.Code} has no column {Shown(cell.Column)}.");
                continue;
            }

            for (var other = 0; other < j; other++)
            {
                if (row.Cells[other].Column != cell.Column) continue;
                v.Add($"{where}.column", "DUPLICATE_COLUMN", $"列“{column.Title}”重复。", $"The column {column.Code} stands twice.");
                break;
            }

            if (!layout.Has(row.Code, column)) v.Add($"{where}.column", "WRONG_SIDE", $"该行没有列“{column.Title}”。", $"This line has no column {column.Code}.");
            if (Parse(cell.Value, column.Kind) is not { } number)
            {
                var (chinese, english) = column.Kind switch
                {
                    ColumnKind.Amount => ("须为金额：元，至多两位小数，不带单位和千位分隔符，绝对值小于 100 万亿。", "Must be an amount in yuan: at most two decimal places, no unit, no separators, below 100 trillion."),
                    ColumnKind.Count => ("须为整数。", "Must be a whole number."),
                    _ => ("须为数字，至多四位小数。", "Must be a number of at most four decimal places.")
                };
                v.Add($"{where}.value", "NOT_A_NUMBER", chinese, english);
            }
            else if (number < 0 && !layout.MayBeNegative(row.Code, column)) v.Add($"{where}.value", "NEGATIVE", $"“{column.Title}”不得为负数。", $"{column.Code} must not be negative here.");
        }
    }

    /// <summary>What somebody else wrote, short enough for a message.</summary>
    private static string Shown(string text) => Cut.Short(text, 40);

    [GeneratedRegex(@"^-?[0-9]{1,14}(\.[0-9]{1,2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Amount();

    [GeneratedRegex(@"^-?[0-9]{1,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Count();

    [GeneratedRegex(@"^-?[0-9]{1,14}(\.[0-9]{1,4})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rate();
}
