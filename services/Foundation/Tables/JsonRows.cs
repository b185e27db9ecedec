using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>Lines of JSON: each an object of values and of arrays of values. A name is a heading, and need not stand in every line.</summary>
internal static class JsonRows
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    public static async IAsyncEnumerable<TableRow> Read(Stream content, TableOptions options, [EnumeratorCancellation] CancellationToken cancel)
    {
        var columns = new Columns();
        var seen = new Dictionary<string, (int Column, Violation? Problem)>(StringComparer.Ordinal);
        var any = false;
        var utf8 = await Utf8Text.Of(new CountedStream(content, options), options.Charset, options.Field, cancel);
        await foreach (var line in TextLines.Read(utf8, options.LongestRow, options.Field, cancel))
        {
            any = true;
            var row = Row(line, columns, seen, options);
            if (!row.IsEmpty) yield return new TableRow(row, columns, Place.Text, options.Trim);
        }

        if (!any) throw TableRefusals.Empty(options.Field);
    }

    private static Row Row(TextLine line, Columns columns, Dictionary<string, (int Column, Violation? Problem)> seen, TableOptions options)
    {
        var problems = new List<Violation>();
        if (!Utf8Text.IsValid(line.Bytes)) problems.Add(CellProblems.NotText(Place.Text.Of(line.Number)));
        try
        {
            // Decoded first: a byte that is no text is to cost no more than its own problem.
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(line.Bytes), Strict);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return Members(json.RootElement, line, columns, seen, options, problems);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Told below, as what is no object. The second is thrown for half of a surrogate pair in a string.
        }

        problems.Add(CellProblems.Json(Place.Text.Of(line.Number)));
        return new Row(line.Number, [], problems, Readable: false, line.Bytes);
    }

    private static Row Members(
        JsonElement json, TextLine line, Columns columns, Dictionary<string, (int Column, Violation? Problem)> seen, TableOptions options, List<Violation> problems)
    {
        var cells = new string?[columns.Width];
        Dictionary<int, string[]>? several = null;
        var taken = new HashSet<int>();
        foreach (var member in json.EnumerateObject())
        {
            var at = $"{Place.Text.Of(line.Number)}, {member.Name}";
            var (column, wrong) = Column(member.Name);
            if (wrong is not null)
            {
                problems.Add(wrong with { Field = at });
                continue;
            }

            if (column < 0) continue;
            if (!taken.Add(column))
            {
                problems.Add(TableRefusals.HeadingTwice(at, member.Name, at));
                continue;
            }

            if (column >= cells.Length) Array.Resize(ref cells, columns.Width);
            cells[column] = Value(member.Value, at, out var values);
            if (values is not null) (several ??= [])[column] = values;
        }

        return new Row(line.Number, cells, problems, Raw: line.Bytes) { Several = several };

        // Names that fold to one are one column; a name that may not stand has none.
        (int Column, Violation? Problem) Column(string name)
        {
            if (seen.TryGetValue(name, out var known)) return known;
            if (seen.Count == options.MostColumns) throw TableRefusals.TooManyColumns(options.Field, options.MostColumns, Place.Text.Of(line.Number));
            var column = columns.Find(Columns.Known(name, options)?.Name ?? name);
            if (column >= 0) return seen[name] = (column, null);
            var problem = columns.Add(name, options, Place.Text.Of(line.Number));
            return seen[name] = (columns.Find(name), problem);
        }

        string? Value(JsonElement value, string at, out string[]? values)
        {
            values = null;
            if (value.ValueKind != JsonValueKind.Array) return One(value, at);
            values = [.. value.EnumerateArray().Select(v => One(v, at)).OfType<string>()];
            return values.Length == 0 ? null : string.Join(';', values);
        }

        string? One(JsonElement value, string at)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String when value.GetString()!.Length > options.LongestCell:
                    problems.Add(CellProblems.TooLong(at, options.LongestCell));
                    return null;
                case JsonValueKind.String: return value.GetString() is { Length: > 0 } text ? options.Trim ? text.Trim() : text : null;
                case JsonValueKind.Number: return CellNumber.Text(value.GetRawText()) ?? value.GetRawText();
                case JsonValueKind.True: return "true";
                case JsonValueKind.False: return "false";
                case JsonValueKind.Null: return null;
                default:
                    problems.Add(CellProblems.Type(at));
                    return null;
            }
        }
    }
}
