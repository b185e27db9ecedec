using System.Runtime.CompilerServices;
using Sunshine.Foundation.Files;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>
/// Reads the tables that clerks and agency systems upload, row by row, in memory that does not grow with the file. What is wrong with one
/// row is told with that row (<see cref="TableRow.Problems"/>); what is wrong with the file refuses it, at the latest when its end is read:
/// nothing of a table is to be believed before. Empty rows are passed over.
/// </summary>
public static class TableReader
{
    /// <summary>The rows in the order of the file, of a format that its name and its first bytes tell.</summary>
    /// <param name="content">Read from where it stands, not closed.</param>
    /// <param name="fileName">May be empty.</param>
    /// <param name="options">What the table must be like.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="RefusedException">As by the other.</exception>
    public static async IAsyncEnumerable<TableRow> Read(Stream content, string fileName, TableOptions options, [EnumeratorCancellation] CancellationToken cancel)
    {
        var beginning = new byte[TableFormats.Beginning];
        var count = await content.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancel);
        var format = TableFormats.Tell(fileName, beginning.AsSpan(0, count), options.Field);
        if (content.CanSeek) content.Position -= count;
        else content = new PrefixedStream(beginning.AsMemory(0, count), content);
        await foreach (var row in Read(content, format, options, cancel)) yield return row;
    }

    /// <summary>The rows in the order of the file.</summary>
    /// <param name="content">Read from where it stands, not closed. A workbook that cannot be read in any order is kept in a temporary file meanwhile.</param>
    /// <param name="format">What it is.</param>
    /// <param name="options">What the table must be like.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="RefusedException">INVALID_FIELDS, with a reason of <see cref="TableRefusals"/> for each violation.</exception>
    public static async IAsyncEnumerable<TableRow> Read(Stream content, TableFormat format, TableOptions options, [EnumeratorCancellation] CancellationToken cancel)
    {
        long count = 0;
        await foreach (var row in format == TableFormat.JsonLines ? JsonRows.Read(content, options, cancel) : Below(content, format, options, cancel))
        {
            if (++count > options.MostRows) throw TableRefusals.TooManyRows(options.Field, options.MostRows);
            yield return row;
        }
    }

    /// <summary>The sheets of a workbook in their order.</summary>
    /// <inheritdoc cref="Read(Stream, TableFormat, TableOptions, CancellationToken)"/>
    public static async Task<IReadOnlyList<TableSheet>> Sheets(Stream content, TableOptions options, CancellationToken cancel)
    {
        using var book = await Workbook.Open(content, options, cancel);
        return book.Sheets;
    }

    private static async IAsyncEnumerable<TableRow> Below(Stream content, TableFormat format, TableOptions options, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using IRows rows = format == TableFormat.Xlsx ? await SheetRows.Open(content, options, cancel) : await CsvRows.Open(content, options, cancel);
        var columns = options.HasHeadings ? null : Columns.Letters;
        var any = false;
        while (await rows.Next(cancel) is { } row)
        {
            any = true;
            if (columns is null)
            {
                if (row.Line < options.HeadingRow) continue;
                if (options.HeadingRow > 0 && row.Line > options.HeadingRow) break;
                if (!row.Readable || row.Problems.Count > 0) throw TableRefusals.BrokenHeadings(options.Field, row.Line);
                columns = Columns.Of(row, options, rows.Place);
                rows.Columns = columns;
                continue;
            }

            yield return new TableRow(row, columns, rows.Place, options.Trim);
        }

        if (columns is null) throw any && options.HeadingRow > 0 ? TableRefusals.NoHeadingRow(options.Field, options.HeadingRow) : TableRefusals.Empty(options.Field);
        if (!any && !options.MayBeEmpty) throw TableRefusals.Empty(options.Field);
    }
}

/// <param name="Name">As the workbook has it.</param>
/// <param name="Hidden">Whether a person who opens the workbook does not see it.</param>
public sealed record TableSheet(string Name, bool Hidden);
