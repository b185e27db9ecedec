using System.Text.RegularExpressions;

namespace Sunshine.Foundation.Tables;

/// <summary>Writes a table row by row, in memory that does not grow with it. Disposing ends the table; the stream stays open.</summary>
public abstract partial class TableWriter : IAsyncDisposable
{
    /// <summary>What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection); a Chinese one also in full width.</summary>
    private const string Formula = "=+-@\t\r\n＝＋－＠";

    /// <summary>Text in UTF-8, separated by commas. Text that a spreadsheet would run as a formula gets an apostrophe, which <see cref="TableReader"/> takes off again.</summary>
    /// <param name="to">Written asynchronously alone.</param>
    /// <param name="mark">Whether it begins with the mark without which spreadsheets take it for another encoding.</param>
    public static TableWriter Csv(Stream to, bool mark = true) => new CsvTable(to, mark);

    /// <summary>A workbook with one sheet, and further ones when a sheet is full.</summary>
    /// <param name="to">Written asynchronously alone, from its beginning to its end.</param>
    /// <param name="sheet">Its name: 1-28 characters, none of <c>[]:*?/\</c>.</param>
    /// <exception cref="ArgumentException">No name of a sheet.</exception>
    public static TableWriter Xlsx(Stream to, string sheet) => new XlsxTable(to, sheet);

    /// <summary>A workbook whose sheets are named one after the other; it has at least one.</summary>
    /// <param name="to">Written asynchronously alone, from its beginning to its end.</param>
    public static WorkbookWriter Workbook(Stream to) => new XlsxTable(to);

    /// <summary>Writes a row; it may be shorter than others.</summary>
    public abstract Task Write(IReadOnlyList<TableCell> cells, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();

    /// <summary>The text as it stands in a table of text. Numbers keep their sign; an apostrophe that could be taken for ours gets another.</summary>
    internal static string Escaped(string text) => (Formula.Contains(text[0]) && !Number().IsMatch(text)) || IsEscaped(text) ? "'" + text : text;

    internal static bool IsEscaped(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart('\'');
        return rest.Length < text.Length && rest is [var first, ..] && Formula.Contains(first) && !Number().IsMatch(rest);
    }

    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}

/// <summary>Writes a workbook sheet by sheet. Rows go into the sheet that was begun last.</summary>
public abstract class WorkbookWriter : TableWriter
{
    /// <summary>Begins the next sheet.</summary>
    /// <param name="name">1-28 characters, none of <c>[]:*?/\</c>; none stands twice.</param>
    /// <exception cref="ArgumentException">No name of a sheet, or one that there is.</exception>
    public abstract Task Begin(string name, CancellationToken cancel);
}
