using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;
using Google.Protobuf;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>
/// One answer that holds everything: a table, an array, lines of JSON. It is read once, as it comes; a line that is broken costs that line
/// alone.
/// </summary>
public sealed class FileUpstream(HarvestSource source, HarvestMapping mapping, HarvestHttp http) : IUpstream
{
    /// <summary>With more of them it is no table of ours.</summary>
    private const int MostUnreadable = 10_000;

    /// <summary>Of a row or a line, in bytes. The longest text of a record is 200,000 characters.</summary>
    private const int LongestRow = 8 * 1024 * 1024;

    /// <summary>Enough to tell UTF-8 from GB18030, in bytes.</summary>
    private const int Probe = 1 << 16;

    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private static readonly byte[] Unreadable = "\uFFFD"u8.ToArray();

    public int Portion => 500;

    public async Task<Gathering> Gather(HarvestState? known, HarvestSpool into, CancellationToken cancel)
    {
        using var answer = await http.Get(source, new Uri(source.Url), known, cancel);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotModified) return new Gathering(true, known!.ETag, known.LastModified, []);
        var unreadable = new List<UnreadableLine>();
        try
        {
            await using var body = await Utf8(await http.Body(answer, cancel), answer.Content.Headers.ContentType?.CharSet, cancel);
            await foreach (var row in source.Kind switch
            {
                V1.HarvestKind.Csv => Csv(body, cancel), V1.HarvestKind.Json => Array(body, cancel), _ => Lines(body, cancel)
            })
            {
                if (Read(row) is { } gathered) into.Add(gathered);
                else unreadable.Add(new UnreadableLine(row.Line, row.Problems.Found));
                if (unreadable.Count > MostUnreadable) throw new UpstreamException("MALFORMED", $"More than {MostUnreadable} lines could not be read, the first in line {unreadable[0].Line}.");
            }
        }
        catch (JsonException e)
        {
            throw new UpstreamException("MALFORMED", $"Not JSON as it must be, in line {e.LineNumber + 1}: {e.Message}", e);
        }
        catch (CsvFormatException e)
        {
            throw new UpstreamException("MALFORMED", $"Not a table as it must be: {e.Message}", e);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && HarvestHttp.Broken(e) is { } broken)
        {
            throw broken;
        }

        foreach (var (id, line) in into.Sort(cancel))
        {
            unreadable.Add(new UnreadableLine(line, [new Violation("sourceId", "TWICE", $"编号重复：{id}。", $"The id stands twice: {id}.")]));
        }

        return new Gathering(false, answer.Headers.ETag?.ToString() ?? "", answer.Content.Headers.LastModified?.ToString("R") ?? "", unreadable);
    }

    public Task<IReadOnlyList<Gathered>> Fetch(IReadOnlyList<Gathered> objects, CancellationToken cancel) => Task.FromResult(objects);

    public Task<HarvestSide?> State(CancellationToken cancel) => Task.FromResult<HarvestSide?>(null);

    /// <summary>Null without an id that could be read; the problems say why.</summary>
    private static Gathered? Read(Row row)
    {
        if (row.Record is not { } record) return null;
        if (!ItemRules.IsSourceId(record.SourceId))
        {
            row.Problems.Add("sourceId", record.SourceId.Length == 0 ? "REQUIRED" : "MALFORMED", "须为 1 至 200 个可打印字符。", "Must be 1-200 printable characters.");
            return null;
        }

        // What could not be read has a state of its own, which is none that was ever imported.
        var state = row.Problems.Any ? row.Raw : record.ToByteArray();
        return new Gathered(record.SourceId, Convert.ToHexStringLower(SHA256.HashData(state)), row.Line, row.Problems.Any ? null : record, row.Problems.Found);
    }

    private async IAsyncEnumerable<Row> Csv(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        var broken = new List<CsvMalformedRecord>();
        await using var csv = CsvReader.Create(body, new CsvReaderOptions
        {
            MalformedData = CsvMalformedDataHandling.Skip, FieldCountMismatch = CsvFieldCountHandling.Skip, TrackLineNumbers = true, MaxRecordSize = LongestRow,
            OnMalformedRecord = broken.Add
        });
        await csv.ReadHeaderAsync(cancel);
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < csv.Headers.Count; i++) columns.TryAdd(csv.Headers[i].Trim(), i);
        foreach (var needed in mapping.Needed.Where(n => !columns.ContainsKey(n) && !(mapping.IsStandard && columns.ContainsKey(n.Replace("_", "")))))
            throw new UpstreamException("MALFORMED", $"There is no column {needed}; there are: {string.Join(", ", columns.Keys.Take(50))}.");

        while (true)
        {
            var more = await csv.ReadAsync(cancel);
            foreach (var row in broken.SelectMany(b => Salvage(b, csv.Headers.Count, csv.Separator, columns))) yield return row;
            broken.Clear();
            if (!more) yield break;
            yield return Cells(csv, csv.LineNumber, columns);
        }
    }

    /// <summary>A stray quotation mark opens what ends at the next one, some rows below: each of these lines is looked at by itself.</summary>
    private IEnumerable<Row> Salvage(CsvMalformedRecord record, int count, char? separator, Dictionary<string, int> columns)
    {
        var line = record.LineNumber;
        foreach (var text in record.RawRecord.Split('\n'))
        {
            using var alone = CsvReader.FromText(text.TrimEnd('\r'), new CsvReaderOptions
            {
                HasHeader = false, Separator = separator, AllowLineBreaksInQuotes = false, MalformedData = CsvMalformedDataHandling.Skip
            });
            if (alone.Read() && alone.FieldCount == count && record.RawRecord.Contains('\n', StringComparison.Ordinal)) yield return Cells(alone, line, columns);
            else if (text.Trim().Length > 0)
            {
                var row = new Row(line, null, Encoding.UTF8.GetBytes(text), new Violations());
                row.Problems.Add("", record.Reason.ToString().ToUpperInvariant(), "该行不符合表格格式：引号或列数不对。", $"Not a row of the table: {record.Reason}.");
                yield return row;
            }

            line++;
        }
    }

    private Row Cells(CsvReader csv, long line, Dictionary<string, int> columns)
    {
        var (v, raw) = (new Violations(), csv.RawRecord.ToArray());
        if (!Utf8Valid(raw)) v.Add("", "NOT_TEXT", "该行含有无法识别的字节。", "There are bytes in the row that are no text.");
        return new Row(line, mapping.Read(name => columns.TryGetValue(name, out var at) && at < csv.FieldCount ? csv.GetString(at) : null, v), raw, v);
    }

    private async IAsyncEnumerable<Row> Array(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        long number = 0;
        await foreach (var element in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(body, cancellationToken: cancel)) yield return Object(element, ++number);
    }

    private async IAsyncEnumerable<Row> Lines(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var text = new StreamReader(body, Encoding.UTF8);
        for (long number = 1; await text.ReadLineAsync(cancel) is { } line; number++)
        {
            if (line.Length > LongestRow) throw new UpstreamException("TOO_LARGE", $"Line {number} is longer than {LongestRow} characters.");
            if (string.IsNullOrWhiteSpace(line)) continue;
            var row = new Row(number, null, Encoding.UTF8.GetBytes(line), new Violations());
            try
            {
                using var json = JsonDocument.Parse(line);
                row = Object(json.RootElement, number);
            }
            catch (JsonException e)
            {
                row.Problems.Add("", "MALFORMED_JSON", "该行不是一个 JSON 对象。", $"The line is not JSON: {e.Message}");
            }

            yield return row;
        }
    }

    private Row Object(JsonElement element, long number)
    {
        var (v, raw) = (new Violations(), Encoding.UTF8.GetBytes(element.GetRawText()));
        if (!Utf8Valid(raw)) v.Add("", "NOT_TEXT", "含有无法识别的字节。", "There are bytes in it that are no text.");
        if (element.ValueKind != JsonValueKind.Object)
        {
            v.Add("", "WRONG_TYPE", "不是 JSON 对象。", "Not a JSON object.");
            return new Row(number, null, raw, v);
        }

        if (!mapping.IsStandard || !element.TryGetProperty("placements", out _)) return new Row(number, mapping.Read(path => Member(element, path), v), raw, v);
        // A record as the import takes it.
        try
        {
            var record = Json.Parse<V1.ImportRecord>(element.GetRawText());
            mapping.Own(record, v);
            return new Row(number, record, raw, v);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException)
        {
            v.Add("", "WRONG_TYPE", "字段的类型不对。", $"A field is not of its type: {e.Message}");
            var id = Member(element, "sourceId") ?? Member(element, "source_id");
            return new Row(number, id is null ? null : new V1.ImportRecord { SourceId = id }, raw, v);
        }
    }

    private static string? Member(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return Text(element);
    }

    private static string? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        JsonValueKind.Array => string.Join(';', element.EnumerateArray().Select(Text)),
        _ => null
    };

    /// <summary>What the decoder could not read has become U+FFFD.</summary>
    private static bool Utf8Valid(ReadOnlySpan<byte> raw) => System.Text.Unicode.Utf8.IsValid(raw) && raw.IndexOf(Unreadable) < 0;

    /// <summary>The body as UTF-8, by its mark, the source's word, the answer's word, or what it looks like, in this order.</summary>
    private async Task<Stream> Utf8(Stream body, string? charset, CancellationToken cancel)
    {
        var probe = new byte[Probe];
        var count = await body.ReadAtLeastAsync(probe, Probe, throwOnEndOfStream: false, cancel);
        var start = probe.AsMemory(0, count);
        var rest = new PrefixedStream(start, body);
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return new PrefixedStream(start[3..], body);
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.CreateTranscodingStream(new PrefixedStream(start[2..], body), Encoding.Unicode, Encoding.UTF8);
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.CreateTranscodingStream(new PrefixedStream(start[2..], body), Encoding.BigEndianUnicode, Encoding.UTF8);
        var named = source.Charset.Length > 0 ? source.Charset : charset?.Trim('"') ?? "";
        var chinese = named.StartsWith("gb", StringComparison.OrdinalIgnoreCase) || (named.Length == 0 && !LooksLikeUtf8(start.Span));
        return chinese ? Encoding.CreateTranscodingStream(rest, CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!, Encoding.UTF8) : rest;
    }

    /// <summary>More lines that are good UTF-8 than lines that are not: text in GB18030 is almost never valid UTF-8.</summary>
    private static bool LooksLikeUtf8(ReadOnlySpan<byte> start)
    {
        var (good, bad) = (0, 0);
        // The last line may be cut.
        for (int end; (end = start.IndexOf((byte)'\n')) >= 0; start = start[(end + 1)..])
        {
            if (Ascii.IsValid(start[..end])) continue;
            if (System.Text.Unicode.Utf8.IsValid(start[..end])) good++;
            else bad++;
        }

        return good + bad > 0 ? good >= bad : System.Text.Unicode.Utf8.IsValid(start) || start.Length == Probe;
    }

    /// <param name="Record">Null if not even its id can be read.</param>
    /// <param name="Raw">In UTF-8.</param>
    private sealed record Row(long Line, V1.ImportRecord? Record, byte[] Raw, Violations Problems);
}
