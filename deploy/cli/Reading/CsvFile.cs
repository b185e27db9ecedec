using System.Runtime.CompilerServices;
using System.Text;

namespace Sunshine.Cli.Reading;

/// <summary>
/// A spreadsheet saved as text. The delimiter, the encoding and the row of headings are found, and a broken row costs that row
/// alone.
/// </summary>
internal sealed class CsvFile : ISourceFile
{
    /// <summary>Titles and notes above the headings are looked past for so many lines.</summary>
    internal const int HeadingsWithin = 10;

    /// <summary>A row that has not ended after so many characters is one with a stray quotation mark. The longest body is 200,000.</summary>
    internal const int MaxRowLength = 500_000;

    private readonly string _path;
    private readonly LineReader _lines;
    private readonly char _delimiter;
    private readonly string[] _headings;
    private readonly CsvRecord _record;
    private readonly List<string> _notes;
    private readonly int _sourceId;
    private readonly LinkedList<TextLine> _ahead = [];
    private long _blank;

    private CsvFile(
        string path, LineReader lines, char delimiter, string[] headings, IReadOnlyList<string>[] columns, CsvRecord record, List<string> notes)
    {
        _path = path;
        _lines = lines;
        _delimiter = delimiter;
        _headings = headings;
        _record = record;
        _notes = notes;
        _sourceId = Array.FindIndex(columns, x => x.Contains("source_id"));
    }

    public double Fraction => _lines.Fraction;

    public IEnumerable<string> Notes => _blank == 0 ? _notes : _notes.Append($"{_blank:N0} blank lines were skipped.");

    /// <exception cref="CommandFailedException">The file cannot be read or has no row of headings that are known.</exception>
    public static async Task<CsvFile> Open(
        string path, Headings headings, RecordDefaults defaults, Lookup? lookup, CancellationToken cancel)
    {
        var lines = await LineReader.Open(path, cancel);
        try
        {
            for (var tried = 0; tried < HeadingsWithin && await lines.Read(cancel) is { } line; tried++)
            {
                var delimiter = Csv.Delimiter(line.Text);
                var cells = new List<string>();
                Csv.Split(line.Text, delimiter, cells);
                var columns = cells.Select(headings.FieldsOf).ToArray();
                if (!columns.Any(x => x is not null && x.Contains("title"))) continue;
                return Create(path, lines, line, delimiter, [.. cells], columns, defaults, lookup);
            }
        }
        catch
        {
            await lines.DisposeAsync();
            throw;
        }

        await lines.DisposeAsync();
        throw new CommandFailedException(
            $"{path}: no row of headings with a title column (title, 标题, 名称, 信息名称 …) in the first {HeadingsWithin} lines "
            + $"(read as {lines.EncodingName}). Name your own headings with --map. Fields: {Headings.Fields}.");
    }

    public async IAsyncEnumerable<SourceRow> Rows([EnumeratorCancellation] CancellationToken cancel)
    {
        var cells = new List<string>();
        while (await NextLine(cancel) is { } line)
        {
            // A line of nothing but delimiters is what a spreadsheet leaves below its last row.
            if (line.Problem is null && line.Text.AsSpan().Trim().Trim(_delimiter).IsWhiteSpace())
            {
                _blank++;
                continue;
            }

            yield return await Row(line, cells, cancel);
        }
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    private static CsvFile Create(
        string path, LineReader lines, TextLine line, char delimiter, string[] headings, IReadOnlyList<string>?[] columns,
        RecordDefaults defaults, Lookup? lookup)
    {
        // Two columns of one field would overwrite each other in silence; keywords and placements add up.
        var twice = columns.SelectMany((fields, i) => fields?.Select(f => (f, headings[i])) ?? [])
            .Where(x => x.f is not ("keywords" or "placements")).GroupBy(x => x.f).FirstOrDefault(x => x.Count() > 1);
        if (twice is not null)
        {
            throw new CommandFailedException(
                $"{path}, line {line.Number}: the columns {string.Join(" and ", twice.Select(x => $"\"{x.Item2}\""))} both mean {twice.Key}. "
                + "Say with --map which one does; map the other to null.");
        }

        var known = columns.SelectMany(x => x ?? []).ToHashSet();
        if (!known.Contains("source_id"))
        {
            throw new CommandFailedException(
                $"{path}, line {line.Number}: no column is the record's own key (source_id, 信息编号, 编号 …), by which a repeated import finds "
                + "it again. Map one with --map, e.g. {\"索引号\": [\"index_number\", \"source_id\"]}.");
        }

        var notes = new List<string> { $"Read as {lines.EncodingName}, separated by {Name(delimiter)}; headings in line {line.Number}." };
        var ignored = headings.Where((heading, i) => columns[i] is null && heading.Trim().Length > 0).ToArray();
        if (ignored.Length > 0) notes.Add($"Columns without a field were ignored: {string.Join(", ", ignored)}.");
        IReadOnlyList<string>[] fields = [.. columns.Select(x => x ?? [])];
        return new CsvFile(path, lines, delimiter, headings, fields, new CsvRecord(fields, defaults, lookup), notes);
    }

    private async ValueTask<SourceRow> Row(TextLine first, List<string> cells, CancellationToken cancel)
    {
        var shape = Csv.Split(first.Text, _delimiter, cells);
        var text = new StringBuilder(first.Text);
        var problem = first.Problem;
        var taken = new List<TextLine>();
        var openCell = cells.Count;
        while (shape == CsvShape.Open && text.Length <= MaxRowLength && await NextLine(cancel) is { } next)
        {
            taken.Add(next);
            problem ??= next.Problem;
            // Only a line with a quotation mark can end the row.
            text.Append('\n').Append(next.Text);
            if (next.Text.Contains('"')) shape = Csv.Split(text.ToString(), _delimiter, cells);
        }

        if (shape == CsvShape.Whole && taken.Count > 0 && !Fits(cells)) shape = CsvShape.Malformed;
        if (shape != CsvShape.Whole)
        {
            // The quotation that was opened belongs to this line alone: those after it are rows of their own.
            for (var i = taken.Count - 1; i >= 0; i--) _ahead.AddFirst(taken[i]);
            var heading = openCell <= _headings.Length ? _headings[openCell - 1] : "";
            return Broken(first.Number, first.Text, cells, "row", first.Problem
                ?? $"The quotation marks in column {openCell}{(heading.Length > 0 ? $" ({heading})" : "")} are not closed as they should be.");
        }

        var raw = taken.Count == 0 ? first.Text : text.ToString();
        if (problem is not null) return Broken(first.Number, raw, cells, "row", problem);
        if (!Fits(cells))
        {
            return Broken(first.Number, raw, cells, "row", $"{cells.Count} columns, where the headings have {_headings.Length}.");
        }

        var (record, problems) = await _record.Read(cells, cancel);
        return problems.Count == 0
            ? SourceRow.Of(first.Number, raw, record)
            : SourceRow.Unreadable(first.Number, raw, record.SourceId, [.. problems]);
    }

    private SourceRow Broken(long line, string text, List<string> cells, string field, string problem) =>
        SourceRow.Unreadable(line, text, _sourceId < cells.Count ? cells[_sourceId].Trim() : "", SourceRow.Problem(field, problem));

    /// <summary>Empty cells to the right of the last heading do no harm; a missing one may be any.</summary>
    private bool Fits(List<string> cells) =>
        cells.Count >= _headings.Length && cells.Skip(_headings.Length).All(string.IsNullOrWhiteSpace);

    private async ValueTask<TextLine?> NextLine(CancellationToken cancel)
    {
        if (_ahead.First is not { } node) return await _lines.Read(cancel);
        _ahead.RemoveFirst();
        return node.Value;
    }

    private static string Name(char delimiter) => delimiter switch
    {
        '\t' => "tabs",
        ';' => "semicolons",
        '，' => "full-width commas",
        _ => "commas",
    };

    public override string ToString() => _path;
}
