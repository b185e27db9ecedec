using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

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

    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public int Portion => 500;

    public async Task<Gathering> Gather(HarvestState? known, HarvestSpool into, CancellationToken cancel)
    {
        using var answer = await http.Get(source, new Uri(source.Url), known, cancel);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotModified) return new Gathering(true, known!.ETag, known.LastModified, []);
        var unreadable = new List<UnreadableLine>();
        try
        {
            await using var body = await http.Body(answer, cancel);
            var charset = source.Charset.Length > 0 ? source.Charset : answer.Content.Headers.ContentType?.CharSet?.Trim('"') ?? "";
            await foreach (var row in source.Kind switch
            {
                V1.HarvestKind.Csv => Csv(body, charset, cancel),
                V1.HarvestKind.Json => Array(await Utf8Text.Of(body, charset, "", cancel), cancel),
                _ => Lines(await Utf8Text.Of(body, charset, "", cancel), cancel)
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
        catch (RefusedException e)
        {
            throw new UpstreamException("MALFORMED", $"Not as it must be: {string.Join(' ', e.Violations.Select(v => v.English))}", e);
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

    private async IAsyncEnumerable<Row> Csv(Stream body, string charset, [EnumeratorCancellation] CancellationToken cancel)
    {
        var options = new TableOptions
        {
            Headings = [.. mapping.Needed.Select(n => new TableHeading(n, Required: true, mapping.IsStandard ? [n.Replace("_", "")] : []))], AllowUnknown = true, Charset = charset,
            LongestRow = LongestRow, LongestCell = LongestRow, LargestFile = long.MaxValue, MostRows = long.MaxValue
        };
        await foreach (var row in TableReader.Read(body, TableFormat.Csv, options, cancel))
        {
            var v = new Violations();
            foreach (var problem in row.Problems) v.Add("", problem.Reason, problem.Chinese, problem.English);
            var whole = row.IsReadable && row.Problems.All(p => p.Reason == "NOT_TEXT");
            yield return new Row(row.Line, whole ? mapping.Read(row.Cell, v) : null, row.Raw.ToArray(), v);
        }
    }

    private async IAsyncEnumerable<Row> Array(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        long number = 0;
        await foreach (var element in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(body, cancellationToken: cancel)) yield return Object(element, ++number);
    }

    private async IAsyncEnumerable<Row> Lines(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var (number, bytes) in TextLines.Read(body, LongestRow, "", cancel))
        {
            var row = new Row(number, null, bytes, new Violations());
            try
            {
                // Decoded first: a byte that is no text is to cost no more than its own problem.
                using var json = JsonDocument.Parse(Encoding.UTF8.GetString(bytes));
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
        if (!Utf8Text.IsValid(raw)) v.Add("", "NOT_TEXT", "含有无法识别的字节。", "There are bytes in it that are no text.");
        if (element.ValueKind != JsonValueKind.Object)
        {
            v.Add("", "WRONG_TYPE", "不是 JSON 对象。", "Not a JSON object.");
            return new Row(number, null, raw, v);
        }

        try
        {
            return Known(element, number, raw, v);
        }
        catch (InvalidOperationException)
        {
            // JSON can say half of a character by an escape; no text can hold it.
            v.Add("", "NOT_TEXT", "含有半个字符。", "There is half of a character in it.");
            return new Row(number, null, raw, v);
        }
    }

    /// <exception cref="InvalidOperationException">A name or a value is no text.</exception>
    private Row Known(JsonElement element, long number, byte[] raw, Violations v)
    {
        if (!mapping.IsStandard || !element.TryGetProperty("placements", out _)) return new Row(number, mapping.Read(path => Member(element, path), v), raw, v);
        // A record as the import takes it.
        try
        {
            var record = Json.Parse<V1.ImportRecord>(element.GetRawText());
            mapping.Own(record, v);
            return new Row(number, record, raw, v);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
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

    /// <param name="Record">Null if not even its id can be read.</param>
    /// <param name="Raw">In UTF-8.</param>
    private sealed record Row(long Line, V1.ImportRecord? Record, byte[] Raw, Violations Problems);
}
