using System.Globalization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>A row of a table. Headings are asked for as the caller knows them: width, case, spaces and line breaks make no difference.</summary>
public sealed class TableRow
{
    private readonly Row _row;
    private readonly Columns _columns;
    private readonly Place _place;
    private readonly bool _trim;

    internal TableRow(Row row, Columns columns, Place place, bool trim) => (_row, _columns, _place, _trim) = (row, columns, place, trim);

    /// <summary>1-based: the line of the text where the row begins, or the row of the sheet.</summary>
    public long Line => _row.Line;

    /// <summary>Whether the row's cells could be told apart. If not, it has none and its problems say why.</summary>
    public bool IsReadable => _row.Readable;

    /// <summary>
    /// What is wrong with the row: NOT_TEXT, STRAY_QUOTATION_MARK, WRONG_NUMBER_OF_CELLS, CELL_TOO_LONG, MALFORMED_JSON, WRONG_TYPE, HEADING_UNKNOWN,
    /// HEADING_TWICE, CELL_ERROR, FORMULA_NOT_CALCULATED, NOT_A_NUMBER, NOT_A_DAY. The field of each is an address, as by <see cref="Address(string)"/>.
    /// </summary>
    public IReadOnlyList<Violation> Problems => _row.Problems;

    /// <summary>The row's text in UTF-8 without its end; empty for sheets.</summary>
    public ReadOnlyMemory<byte> Raw => _row.Raw;

    /// <summary>The headings in their order, as they stand; empty where there are none. Those of lines of JSON are the names that have come so far.</summary>
    public IReadOnlyList<string> Headings => _columns.Names;

    /// <summary>How many cells the row has, empty ones at its end perhaps left out.</summary>
    public int Count => _row.Cells.Length;

    /// <summary>The text of a cell; null if it is empty or there is no such column. Several values are joined by semicolons.</summary>
    /// <param name="heading">Without headings a letter: <c>A</c>.</param>
    public string? Cell(string heading) => Cell(_columns.Find(heading) + 1);

    /// <summary>The text of a cell; null if it is empty or there is no such column.</summary>
    /// <param name="column">1-based.</param>
    public string? Cell(int column)
    {
        if (column < 1 || column > _row.Cells.Length || _row.Cells[column - 1] is not { } text) return null;
        if (_trim) text = text.Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>A day in ISO 8601 however people write it: <c>2016-9-6</c>, <c>2016/9/6</c>, <c>2016.9.6</c>, <c>2016年9月6日</c>. Text that is none is as it stands; empty if there is none.</summary>
    public string Day(string heading) =>
        Cell(heading) is not { } text ? ""
        : DateOnly.TryParseExact(text, ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Days.Format(day) : text;

    /// <summary>The values of a cell: several only where lines of JSON have an array; none if it is empty.</summary>
    public IReadOnlyList<string> Values(string heading)
    {
        var column = _columns.Find(heading);
        if (_row.Several?.GetValueOrDefault(column) is { } several) return several;
        return Cell(column + 1) is { } one ? [one] : [];
    }

    /// <summary>Where a cell is, for messages: <c>B12</c> in a sheet, <c>line 12, 职权编码</c> in text.</summary>
    public string Address(string heading) => _place.Of(Line, _columns.Find(heading), heading);

    /// <summary>Where a cell is, for messages.</summary>
    /// <param name="column">1-based.</param>
    public string Address(int column) => _place.Of(Line, column - 1, _columns.NameOf(column - 1));
}
