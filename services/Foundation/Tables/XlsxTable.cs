using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tables;

/// <summary>A workbook that is packed as it is written: texts stand in their cells, and what tells of the sheets comes last.</summary>
internal sealed class XlsxTable : WorkbookWriter
{
    /// <summary>More a spreadsheet does not open.</summary>
    internal const int MostRows = 1_048_576;

    /// <summary>Of a cell, in characters. A longer text is cut and ends in an ellipsis: no spreadsheet opens it whole.</summary>
    internal const int LongestCell = 32_767;

    /// <summary>Rows are handed over when they have so many characters.</summary>
    private const int Portion = 1 << 15;

    private const string Xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("[]:*?/\\");
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly Stream _to;
    private readonly List<string> _names = [];
    private readonly StringBuilder _text = new();
    private readonly PackedStream _packed = new();
    private readonly ZipArchive _archive;
    private Stream? _sheet;
    private string _name = "";
    private int _row;

    public XlsxTable(Stream to) => (_to, _archive) = (to, new ZipArchive(_packed, ZipArchiveMode.Create));

    public XlsxTable(Stream to, string name) : this(to) => _name = Checked(name);

    public override async Task Begin(string name, CancellationToken cancel)
    {
        if (_names.Contains(Checked(name), StringComparer.OrdinalIgnoreCase)) throw new ArgumentException($"There is a sheet {name} already.", nameof(name));
        _name = name;
        await Open(name, cancel);
    }

    public override async Task Write(IReadOnlyList<TableCell> cells, CancellationToken cancel)
    {
        if (_sheet is null) await Open(Checked(_name), cancel);
        if (_row == MostRows) await Open(Further(), cancel);
        _text.Append("<row r=\"").Append(++_row).Append("\">");
        for (var i = 0; i < cells.Count; i++) Append(cells[i], i);
        _text.Append("</row>");
        if (_text.Length >= Portion) await Hand(cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_sheet is null) await Open(Checked(_name), CancellationToken.None);
        await End(CancellationToken.None);
        var numbers = Enumerable.Range(1, _names.Count).ToList();
        await Part("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
            + "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
            + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
            + "<cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
        await Part("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>"
            + string.Concat(numbers.Select(n => $"<sheet name=\"{Escape(_names[n - 1])}\" sheetId=\"{n}\" r:id=\"s{n}\"/>")) + "</sheets></workbook>");
        await Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Packages}/relationships\"><Relationship Id=\"styles\" Type=\"{Office}/styles\" Target=\"styles.xml\"/>"
            + string.Concat(numbers.Select(n => $"<Relationship Id=\"s{n}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")) + "</Relationships>");
        await Part("_rels/.rels", $"<Relationships xmlns=\"{Packages}/relationships\"><Relationship Id=\"workbook\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        await Part("[Content_Types].xml", $"<Types xmlns=\"{Packages}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Types}styles+xml\"/>"
            + string.Concat(numbers.Select(n => $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{Types}worksheet+xml\"/>")) + "</Types>");
        _archive.Dispose();
        await Send(CancellationToken.None);
    }

    private static string Checked(string name) => name.Length is > 0 and <= 28 && !name.AsSpan().ContainsAny(NotInNames) && name[0] != '\'' && name[^1] != '\''
        ? name : throw new ArgumentException($"{name} is no name of a sheet.", nameof(name));

    /// <summary>A name for what a full sheet had no room for.</summary>
    private string Further() => Enumerable.Range(2, _names.Count + 1).Select(n => $"{_name}{n}").First(n => !_names.Contains(n, StringComparer.OrdinalIgnoreCase));

    private async Task Open(string name, CancellationToken cancel)
    {
        if (_sheet is not null) await End(cancel);
        _row = 0;
        _names.Add(name);
        _sheet = _archive.CreateEntry($"xl/worksheets/sheet{_names.Count}.xml").Open();
        _text.Append(Xml).Append("<worksheet xmlns=\"").Append(Main).Append("\"><sheetData>");
    }

    private async Task End(CancellationToken cancel)
    {
        _text.Append("</sheetData></worksheet>");
        await Hand(cancel);
        _sheet!.Dispose();
        await Send(cancel);
    }

    private async Task Hand(CancellationToken cancel)
    {
        _sheet!.Write(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.Clear();
        await Send(cancel);
    }

    private async Task Send(CancellationToken cancel)
    {
        await _to.WriteAsync(_packed.Bytes, cancel);
        _packed.Clear();
    }

    private async Task Part(string name, string xml)
    {
        using (var part = _archive.CreateEntry(name).Open()) part.Write(Encoding.UTF8.GetBytes(Xml + xml));
        await Send(CancellationToken.None);
    }

    private void Append(TableCell cell, int column)
    {
        if (cell.Text is not { } text) return;
        _text.Append("<c r=\"").Append(Columns.Letter(column)).Append(_row);
        if (cell.Kind == TableCellKind.Text) _text.Append("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">").Append(Escape(Cut.Within(text, LongestCell))).Append("</t></is></c>");
        else if (cell.Kind == TableCellKind.Day && Serial(text) is { } serial) _text.Append("\" s=\"1\"><v>").Append(serial).Append("</v></c>");
        else if (cell.Kind == TableCellKind.Day) _text.Append("\" t=\"inlineStr\"><is><t>").Append(text).Append("</t></is></c>");
        else _text.Append("\"><v>").Append(text).Append("</v></c>");
    }

    /// <summary>Null for days before March 1900, which spreadsheets count wrongly or not at all.</summary>
    private static int? Serial(string day) => Days.Parse(day)!.Value.DayNumber - new DateOnly(1899, 12, 30).DayNumber is >= 61 and var serial ? serial : null;

    /// <summary>What XML cannot have, and what would be taken for such an escape, is written as _x000D_ (ECMA-376, 22.4.2.4).</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) escaped.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c)) escaped.Append('\uFFFD');
            else if ((c < ' ' && c is not ('\t' or '\n')) || c is '\uFFFE' or '\uFFFF') escaped.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
            else if (c == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_' && text.AsSpan(i + 2, 4).IndexOfAnyExcept(Hexadecimal) < 0) escaped.Append("_x005F_");
            else escaped.Append(c switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => null } ?? c.ToString());
        }

        return escaped.ToString();
    }
}
