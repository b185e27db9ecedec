using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>Every problem that a single row may have. The field is the address of the cell or of the row.</summary>
internal static class CellProblems
{
    public static Violation NotText(string at) => new(at, "NOT_TEXT", "含有无法识别的字节。", "There are bytes in it that are no text.");

    public static Violation Quotation(string at) => new(at, "STRAY_QUOTATION_MARK", "该行的引号不成对或位置不对。", "A quotation mark of the row is not closed, or stands where none may.");

    public static Violation Count(string at, int count, int expected) =>
        new(at, "WRONG_NUMBER_OF_CELLS", $"该行有 {count} 格，应为 {expected} 格。", $"The row has {count} cells; there must be {expected}.");

    public static Violation TooLong(string at, int most) => new(at, "CELL_TOO_LONG", $"单元格过长：最多 {most} 个字符。", $"The cell is too long: at most {most} characters.");

    public static Violation Json(string at) => new(at, "MALFORMED_JSON", "该行不是一个 JSON 对象。", "The line is not one JSON object.");

    public static Violation Type(string at) => new(at, "WRONG_TYPE", "须为文字、数字、是非值或文字的数组。", "Must be text, a number, true or false, or an array of them.");

    public static Violation Error(string at, string error) => new(at, "CELL_ERROR", $"单元格的公式出错：{error}。", $"The cell's formula has failed: {error}.");

    public static Violation NotCalculated(string at) =>
        new(at, "FORMULA_NOT_CALCULATED", "单元格的公式没有计算结果：请在表格软件中打开并保存。", "The cell's formula has no result: open and save the file in a spreadsheet program.");

    public static Violation NotANumber(string at) => new(at, "NOT_A_NUMBER", "单元格标为数字，但不是数字。", "The cell says that it is a number, but is none.");

    public static Violation NotADay(string at) => new(at, "NOT_A_DAY", "单元格的日期不存在。", "The cell's day does not exist.");
}
