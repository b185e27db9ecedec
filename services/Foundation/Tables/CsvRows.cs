using System.Text;
using CsvHelper;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>Rows of text. A broken one costs that row alone.</summary>
internal sealed class CsvRows : IRows
{
    private readonly CsvReader _csv;
    private readonly TableOptions _options;
    private readonly Queue<CsvMalformedRecord> _broken;
    private readonly Queue<Row> _ahead = [];

    private CsvRows(CsvReader csv, TableOptions options, Queue<CsvMalformedRecord> broken) => (_csv, _options, _broken) = (csv, options, broken);

    public Place Place => Place.Text;

    public Columns? Columns { private get; set; }

    /// <exception cref="RefusedException">This is no text.</exception>
    public static async Task<CsvRows> Open(Stream content, TableOptions options, CancellationToken cancel)
    {
        var text = await Utf8Text.Of(new CountedStream(content, options), options.Charset, options.Field, cancel);
        var broken = new Queue<CsvMalformedRecord>();
        var csv = CsvReader.Create(text, new CsvReaderOptions
        {
            HasHeader = false, MalformedData = CsvMalformedDataHandling.Skip, TrackLineNumbers = true, MaxRecordSize = options.LongestRow, OnMalformedRecord = broken.Enqueue
        }, leaveOpen: true);
        return new CsvRows(csv, options, broken);
    }

    public async ValueTask<Row?> Next(CancellationToken cancel)
    {
        while (true)
        {
            while (_ahead.TryDequeue(out var row))
            {
                if (!row.IsEmpty) return row;
            }

            bool more;
            try
            {
                more = await _csv.ReadAsync(cancel);
            }
            catch (CsvFormatException e)
            {
                throw TableRefusals.RowTooLong(_options.Field, _options.LongestRow, Place.Of(e.LineNumber));
            }

            // They stood before the row that was read.
            while (_broken.TryDequeue(out var broken)) Salvage(broken.LineNumber, broken.RawRecord, null);
            if (more) Take();
            else if (_ahead.Count == 0) return null;
        }
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private void Take()
    {
        if (_csv.FieldCount > _options.MostColumns && Columns is null) throw TableRefusals.TooManyColumns(_options.Field, _options.MostColumns, Place.Of(_csv.LineNumber));
        var row = Cells(_csv, _csv.LineNumber, out var fits);
        if (fits || row.IsEmpty) _ahead.Enqueue(row);
        else Salvage(_csv.LineNumber, Encoding.UTF8.GetString(_csv.RawRecord), row);
    }

    /// <summary>A stray quotation mark opens what ends at the next one, some rows below: each of these lines is looked at by itself.</summary>
    /// <param name="whole">The row that all of it is, if its quotation marks are in order.</param>
    private void Salvage(long line, string text, Row? whole)
    {
        var lines = text.Split('\n');
        if (whole is not null && lines.Length == 1)
        {
            _ahead.Enqueue(whole);
            return;
        }

        foreach (var one in lines)
        {
            using var alone = CsvReader.FromText(one.TrimEnd('\r'), new CsvReaderOptions
            {
                HasHeader = false, Separator = _csv.Separator, AllowLineBreaksInQuotes = false, MalformedData = CsvMalformedDataHandling.Skip
            });
            if (lines.Length > 1 && alone.Read() && Cells(alone, line, out var fits) is var row && (fits || row.IsEmpty)) _ahead.Enqueue(row);
            else if (!string.IsNullOrWhiteSpace(one)) _ahead.Enqueue(new Row(line, [], [CellProblems.Quotation(Place.Of(line))], Readable: false, Encoding.UTF8.GetBytes(one)));
            line++;
        }
    }

    /// <param name="fits">Whether the row has as many cells as it must; empty ones at its end do no harm.</param>
    private Row Cells(CsvReader csv, long line, out bool fits)
    {
        var raw = csv.RawRecord.ToArray();
        var count = csv.FieldCount;
        while (Columns is not null && count > Columns.Width && csv.IsEmpty(count - 1)) count--;
        fits = Columns is null || count == Columns.Width;
        var problems = new List<Violation>();
        if (!fits) problems.Add(CellProblems.Count(Place.Of(line), count, Columns!.Width));
        var valid = Utf8Text.IsValid(raw);
        var cells = new string?[Math.Min(count, _options.MostColumns)];
        for (var i = 0; i < cells.Length; i++)
        {
            var text = Unescape(csv.GetString(i));
            if (!valid && text.Contains('\uFFFD', StringComparison.Ordinal)) problems.Add(CellProblems.NotText(At(line, i)));
            if (text.Length > _options.LongestCell) problems.Add(CellProblems.TooLong(At(line, i), _options.LongestCell));
            else if (text.Length > 0) cells[i] = text;
        }

        return new Row(line, cells, problems, Raw: raw);
    }

    private string At(long line, int column) => Place.Of(line, column, (Columns ?? Tables.Columns.Letters).NameOf(column));

    /// <summary>Without what <see cref="TableWriter"/> and spreadsheets put before text that looks like a formula.</summary>
    private static string Unescape(string text) => TableWriter.IsEscaped(text) ? text[1..] : text;
}
