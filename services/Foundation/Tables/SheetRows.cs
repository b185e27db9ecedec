using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>The rows of a sheet, one at a time.</summary>
internal sealed class SheetRows : IRows
{
    private readonly Workbook _book;
    private readonly TableOptions _options;
    private readonly XmlReader _xml;
    private readonly Merges _merges;
    private SharedStrings? _strings;
    private int _line;

    private SheetRows(Workbook book, TableOptions options, XmlReader xml, Merges merges) => (_book, _options, _xml, _merges) = (book, options, xml, merges);

    public Place Place => Place.Sheet;

    public Columns? Columns
    {
        set { }
    }

    /// <exception cref="RefusedException">This is no workbook, or it has no such sheet.</exception>
    public static async Task<SheetRows> Open(Stream content, TableOptions options, CancellationToken cancel)
    {
        var book = await Workbook.Open(content, options, cancel);
        try
        {
            return Workbook.Guarded(options, () => Of(book, book.Sheet(), options, cancel));
        }
        catch
        {
            book.Dispose();
            throw;
        }
    }

    public ValueTask<Row?> Next(CancellationToken cancel) => ValueTask.FromResult(Workbook.Guarded(_options, () => Read(cancel)));

    public ValueTask DisposeAsync()
    {
        _xml.Dispose();
        _strings?.Dispose();
        _book.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The column, 0-based, and the row, 1-based, of a cell's name.</summary>
    public static (int? Column, int? Row) Split(ReadOnlySpan<char> name)
    {
        var digits = name.IndexOfAnyInRange('0', '9');
        if (digits <= 0 || Tables.Columns.Number(name[..digits]) is var column && column < 0) return (null, null);
        return int.TryParse(name[digits..], NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row > 0 ? (column, row) : (null, null);
    }

    private static SheetRows Of(Workbook book, ZipArchiveEntry part, TableOptions options, CancellationToken cancel)
    {
        var merges = Merges.Read(part, options.MostColumns, cancel);
        var xml = PartXml.Open(part);
        while (xml.Next())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheetData" }) return new SheetRows(book, options, xml, merges);
        }

        xml.Dispose();
        throw new InvalidDataException("The sheet has no data.");
    }

    private Row? Read(CancellationToken cancel)
    {
        // The reader stands on the end of the row before, or on the beginning of all of them.
        if (_xml is { LocalName: "sheetData" } && (_xml.IsEmptyElement || _xml.NodeType == XmlNodeType.EndElement)) return null;
        while (_xml.Next())
        {
            if (_xml is { NodeType: XmlNodeType.EndElement, LocalName: "sheetData" }) return null;
            if (_xml is not { NodeType: XmlNodeType.Element, LocalName: "row" }) continue;
            cancel.ThrowIfCancellationRequested();
            var line = _xml.Number("r") ?? _line + 1;
            if (line <= _line) throw new InvalidDataException($"Row {line} stands behind row {_line}.");
            _line = line;
            if (!_xml.IsEmptyElement && Cells(cancel) is { IsEmpty: false } row) return row;
        }

        throw new InvalidDataException("The sheet breaks off.");
    }

    private Row Cells(CancellationToken cancel)
    {
        _merges.Enter(_line);
        var (cells, problems, depth, column) = (new List<string?>(), new List<Violation>(), _xml.Depth, -1);
        while (_xml.Inside(depth))
        {
            if (_xml is not { NodeType: XmlNodeType.Element, LocalName: "c" }) continue;
            column = Split(_xml.GetAttribute("r")).Column ?? column + 1;
            var (text, problem) = Cell($"{Tables.Columns.Letter(column)}{_line}", cancel);
            if ((text is null && problem is null) || _merges.Cover(_line, column)) continue;
            if (column >= _options.MostColumns) throw TableRefusals.TooManyColumns(_options.Field, _options.MostColumns, $"{Tables.Columns.Letter(column)}{_line}");
            if (problem is not null) problems.Add(problem);
            while (cells.Count <= column) cells.Add(null);
            cells[column] = text;
        }

        return new Row(_line, [.. cells], problems);
    }

    private (string? Text, Violation? Problem) Cell(string at, CancellationToken cancel)
    {
        if (_xml.IsEmptyElement) return (null, null);
        var (type, style, depth) = (_xml.GetAttribute("t") ?? "n", _xml.Number("s") ?? 0, _xml.Depth);
        var (value, formula, tooLong) = ((string?)null, false, false);
        while (_xml.Inside(depth))
        {
            if (_xml.NodeType != XmlNodeType.Element) continue;
            if (_xml.LocalName == "f") formula = true;
            if (_xml.LocalName is not ("v" or "is")) continue;
            value = _xml.LocalName == "is" ? _xml.RichText(_options.LongestCell) : _xml.Text(_options.LongestCell);
            tooLong |= value is null;
        }

        if (tooLong) return (null, CellProblems.TooLong(at, _options.LongestCell));
        if (type == "e") return (null, CellProblems.Error(at, value is { Length: > 0 and < 20 } ? value : "#ERROR"));
        if (value is null) return (null, formula ? CellProblems.NotCalculated(at) : null);
        if (value.Length == 0) return (null, null);
        return type switch
        {
            "s" => Shared(value, at, cancel),
            "str" or "inlineStr" => (value, null),
            "b" => (value is "1" or "true" ? "true" : "false", null),
            "d" => Written(value) is { } day ? (day, null) : (null, CellProblems.NotADay(at)),
            _ => Number(value, _book.Formats.Of(style), at)
        };
    }

    private (string? Text, Violation? Problem) Shared(string value, string at, CancellationToken cancel)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw new InvalidDataException($"{at} refers to no text.");
        _strings ??= _book.Strings(cancel);
        return _strings[number] is { } text ? (text.Length == 0 ? null : text, null) : (null, CellProblems.TooLong(at, _options.LongestCell));
    }

    private (string? Text, Violation? Problem) Number(string value, CellFormat format, string at)
    {
        if (CellNumber.Text(value) is not { } number) return (null, CellProblems.NotANumber(at));
        if (format == CellFormat.Number) return (number, null);
        return CellNumber.Day(value, format, _book.From1904) is { } day ? (day, null) : (null, CellProblems.NotADay(at));
    }

    /// <summary>A day that is written out, as the strict form of the standard has it.</summary>
    private static string? Written(string value) =>
        DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var day)
            ? day.ToString(day.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) : null;
}
