using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>What every table must be like, whatever its layout.</summary>
public static partial class StatementShape
{
    private const int MostRows = 20_000;
    private const int MostCells = 100;
    private const int LongestNote = 2_000;
    private const int LongestName = 200;

    /// <summary>Whoever has made so many mistakes has made one.</summary>
    private const int MostMistakes = 1_000;

    /// <param name="v">Has the prefix of the fields.</param>
    public static void Check(V1.Statement statement, Violations v)
    {
        v.Required("layout", statement.Layout);
        v.Pattern("layout", statement.Layout, Code(), "须为字母、数字、点、连字符和下划线，最多 60 个。", "Must be letters, digits, dots, hyphens and underscores, at most 60.");
        v.Enum("unit", statement.Unit, required: true);
        PublicText.Check("note", statement.Note, LongestNote, v);
        if (statement.Rows.Count == 0 && string.IsNullOrWhiteSpace(statement.Note))
            v.Add("note", "REQUIRED", "空表须附说明。", "A table without rows has a note.");
        v.Count("rows", statement.Rows.Count, 0, MostRows);
        var seen = new HashSet<string>();
        for (var i = 0; i < statement.Rows.Count && v.Found.Count < MostMistakes; i++) CheckRow($"rows[{i}]", statement.Rows[i], seen, v);
    }

    private static void CheckRow(string field, V1.StatementRow row, HashSet<string> seen, Violations v)
    {
        v.Required($"{field}.code", row.Code);
        v.Pattern($"{field}.code", row.Code, Code(), "须为字母、数字、点、连字符和下划线，最多 60 个。", "Must be letters, digits, dots, hyphens and underscores, at most 60.");
        if (row.Code.Length > 0 && !seen.Add(row.Code)) v.Add($"{field}.code", "REPEATED", $"科目编码重复：{row.Code}。", $"Stands in the table twice: {row.Code}.");
        PublicText.Check($"{field}.name", row.Name, LongestName, v);
        v.Count($"{field}.cells", row.Cells.Count, 0, MostCells);
        var columns = new HashSet<string>();
        for (var i = 0; i < row.Cells.Count && i < MostCells && v.Found.Count < MostMistakes; i++)
        {
            var (place, cell) = ($"{field}.cells[{i}]", row.Cells[i]);
            v.Required($"{place}.column", cell.Column);
            v.Pattern($"{place}.column", cell.Column, Column(), "须为字母、数字、连字符和下划线，最多 60 个。", "Must be letters, digits, hyphens and underscores, at most 60.");
            if (cell.Column.Length > 0 && !columns.Add(cell.Column)) v.Add($"{place}.column", "REPEATED", "该列重复。", "Stands in the line twice.");
            v.Required($"{place}.value", cell.Value);
            v.Pattern($"{place}.value", cell.Value, Number(), "须为小于一百万亿的数，最多四位小数，如 1234.50。", "Must be a number below 100 trillion with at most four decimals, such as 1234.50.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,60}\z")]
    private static partial Regex Code();

    // Documents in MongoDB have fields of these names: no dots, no dollar.
    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,60}\z")]
    private static partial Regex Column();

    [GeneratedRegex(@"^-?[0-9]{1,14}(\.[0-9]{1,4})?\z")]
    private static partial Regex Number();
}
