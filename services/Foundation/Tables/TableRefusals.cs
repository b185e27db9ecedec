using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>Every reason for which a whole file is refused. Each names the field and comes as INVALID_FIELDS.</summary>
public static class TableRefusals
{
    /// <summary>So many headings are told of at most.</summary>
    private const int MostNamed = 50;

    public static RefusedException TooLarge(string field, long most) => Of(field, "FILE_TOO_LARGE", $"文件过大：最多 {most} 字节。", $"The file is too large: at most {most} bytes.");

    public static RefusedException NotText(string field) => Of(field, "NOT_TEXT", "文件不是文本：须为 UTF-8、UTF-16 或 GB18030 编码。", "The file is no text in UTF-8, UTF-16 or GB18030.");

    public static RefusedException Empty(string field) => Of(field, "EMPTY", "文件中没有任何内容。", "There is nothing in the file.");

    public static RefusedException WebPage(string field) =>
        Of(field, "WEB_PAGE", "文件实为网页或 XML：请在表格软件中打开并另存为 .xlsx 或 .csv。", "The file is a web page or XML: open it in a spreadsheet program and save it as .xlsx or .csv.");

    public static RefusedException NotXlsx(string field) => Of(field, "NOT_XLSX", "文件不是 .xlsx 工作簿。", "The file is no .xlsx workbook.");

    public static RefusedException OldXls(string field) =>
        Of(field, "OLD_XLS", "文件为旧格式（.xls）或二进制格式：请另存为 .xlsx。", "The file has the old format (.xls) or a binary one: save it as .xlsx.");

    public static RefusedException Encrypted(string field) => Of(field, "ENCRYPTED", "文件设有密码：请去掉密码后再上传。", "The file needs a password: take it off and upload again.");

    public static RefusedException BrokenXlsx(string field, string why) => Of(field, "BROKEN_XLSX", $"工作簿已损坏，无法读取：{why}", $"The workbook is broken: {why}");

    public static RefusedException Unpacked(string field, long most) =>
        Of(field, "UNPACKED_TOO_LARGE", $"工作簿解压后过大：最多 {most} 字节。", $"The workbook is too large unpacked: at most {most} bytes.");

    public static RefusedException TooManyParts(string field, int most) => Of(field, "TOO_MANY_PARTS", $"工作簿的部件过多：最多 {most} 个。", $"The workbook has too many parts: at most {most}.");

    public static RefusedException TooManyRows(string field, long most) => Of(field, "TOO_MANY_ROWS", $"行数过多：最多 {most} 行。", $"Too many rows: at most {most}.");

    public static RefusedException TooManyColumns(string field, int most, string where) =>
        Of(field, "TOO_MANY_COLUMNS", $"列数过多：最多 {most} 列（{where}）。", $"Too many columns: at most {most} ({where}).");

    public static RefusedException RowTooLong(string field, int most, string where) =>
        Of(field, "ROW_TOO_LONG", $"该行过长或引号没有关闭：最多 {most} 字节（{where}）。", $"The row is too long, or a quotation mark is not closed: at most {most} bytes ({where}).");

    public static RefusedException NoSheet(string field, string name, IEnumerable<string> there) => name.Length == 0
        ? Of(field, "SHEET_MISSING", "工作簿中没有可见的工作表。", "There is no visible sheet in the workbook.")
        : Of(field, "SHEET_MISSING", $"没有工作表“{name}”；现有：{string.Join("、", there.Take(MostNamed))}。", $"There is no sheet {name}; there are: {string.Join(", ", there.Take(MostNamed))}.");

    public static RefusedException NoHeadingRow(string field, int row) => Of(field, "HEADING_ROW_MISSING", $"第 {row} 行没有列标题。", $"There are no headings in row {row}.");

    public static RefusedException BrokenHeadings(string field, long line) =>
        Of(field, "HEADINGS_MALFORMED", $"列标题所在的第 {line} 行无法读取：引号或字节不对。", $"The headings in line {line} cannot be read: its quotation marks or bytes are wrong.");

    internal static Violation HeadingMissing(string field, string name) => new(field, "HEADING_MISSING", $"缺少列：{name}。", $"There is no column {name}.");

    internal static Violation HeadingTwice(string field, string name, string where) => new(field, "HEADING_TWICE", $"列重复：{name}（{where}）。", $"The column {name} stands twice ({where}).");

    internal static Violation HeadingUnknown(string field, string name, string where) => new(field, "HEADING_UNKNOWN", $"没有这样的列：{name}（{where}）。", $"No such column: {name} ({where}).");

    internal static RefusedException Of(IReadOnlyList<Violation> headings) => new(Refusals.InvalidFields, "", [.. headings.Take(MostNamed)]);

    private static RefusedException Of(string field, string reason, string chinese, string english) => new(Refusals.InvalidFields, "", [new Violation(field, reason, chinese, english)]);
}
