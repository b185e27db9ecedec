using System.Globalization;
using System.Text.Json;

namespace Sunshine.ReportForms;

/// <summary>
/// Reads a published report from JSON: <c>{city, year, form, sections, tables, statements, relations}</c>, as README.md has it. Members of the document that are not known are
/// refused, so that a misspelt one is not passed over; rows and columns of tables are understood later, and never refused.
/// </summary>
public sealed class PublishedJson
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    private readonly string _file;
    private readonly List<ReadingProblem> _problems = [];

    private PublishedJson(string file) => _file = file;

    /// <param name="file">What messages call it.</param>
    /// <exception cref="UnreadableReportException">It is no such JSON; everything that is wrong is told.</exception>
    public static PublishedReport Read(Stream json, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return new PublishedJson(file).Report(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new UnreadableReportException(file, [new($"line {e.LineNumber + 1}", "不是 JSON。", "This is no JSON.")], e);
        }
        catch (InvalidOperationException e)
        {
            throw new UnreadableReportException(file, [new("file", "含有不是 UTF-8 文本的字节，或半个字符。", "There are bytes in it that are no UTF-8, or half of a character.")], e);
        }
    }

    private PublishedReport Report(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new UnreadableReportException(_file, [new("line 1", "须为一个 JSON 对象。", "Must be one JSON object.")]);
        Known(root, "", "city", "year", "form", "agency", "publisher", "publishedOn", "source", "sections", "tables", "statements", "relations", "earlier");
        var city = Text(root, "", "city", required: true);
        var report = new PublishedReport(_file, city, Year(root))
        {
            Form = FormOf(Text(root, "", "form")), Agency = Text(root, "", "agency"), Publisher = PublisherOf(Text(root, "", "publisher")), PublishedOn = Day(Text(root, "", "publishedOn")),
            Source = Text(root, "", "source"), Sections = Texts(root, "", "sections"), Tables = Tables(root), Statements = Statements(root)
        };
        report = report with { Relations = Relations(root), Earlier = Earlier(root, report) };
        CheckMembers(report);
        if (_problems.Count > 0) throw new UnreadableReportException(_file, _problems);
        return report;
    }

    private List<PublishedReport> Earlier(JsonElement root, PublishedReport report)
    {
        var earlier = new List<PublishedReport>();
        foreach (var (item, at) in Items(root, "earlier"))
        {
            Known(item, at, "year", "form", "source", "tables", "statements");
            var year = Year(item, at);
            if (year >= report.Year && year > 0 && report.Year > 0) Wrong($"{at}.year", "须早于报告年度。", "Must be before the report's year.");
            earlier.Add(new PublishedReport(_file, report.City, year)
            {
                Agency = report.Agency, Form = FormOf(Text(item, at, "form")), Source = Text(item, at, "source", required: true), Tables = Tables(item), Statements = Statements(item, at)
            });
        }

        return earlier;
    }

    private int Year(JsonElement root, string at = "")
    {
        if (root.TryGetProperty("year", out var year)
            && (year.ValueKind == JsonValueKind.Number ? year.TryGetInt32(out var number) : int.TryParse(year.ValueKind == JsonValueKind.String ? year.GetString() : "", NumberStyles.None, CultureInfo.InvariantCulture, out number))
            && number is >= 2008 and <= 2100) return number;
        Wrong(At(at, "year"), "须为 2008 至 2100 的整数。", "Must be a whole number from 2008 to 2100.");
        return 0;
    }

    private Form? FormOf(string id)
    {
        if (id.Length == 0) return null;
        if (Forms.Called(id) is { } form) return form;
        Wrong("form", $"没有这种格式：{id}；现有 {string.Join("、", Forms.All.Select(f => f.Id))}。", $"No such form: {id}; there are {string.Join(", ", Forms.All.Select(f => f.Id))}.");
        return null;
    }

    private Publisher PublisherOf(string word)
    {
        if (word.Length == 0) return Publisher.Government;
        if (Enum.TryParse<Publisher>(word, ignoreCase: true, out var publisher) && Enum.IsDefined(publisher)) return publisher;
        Wrong("publisher", "须为 government 或 department。", "Must be government or department.");
        return Publisher.Government;
    }

    private DateOnly? Day(string text)
    {
        if (text.Length == 0) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Wrong("publishedOn", "须为 2017-03-31 的形式。", "Must look like 2017-03-31.");
        return null;
    }

    private List<PublishedTable> Tables(JsonElement root)
    {
        var tables = new List<PublishedTable>();
        if (!Object(root, "", "tables", out var all)) return tables;
        foreach (var table in all.EnumerateObject())
        {
            var place = $"tables[\"{table.Name}\"]";
            if (table.Value.ValueKind != JsonValueKind.Object)
            {
                Wrong(place, "须为 {行: {列: 值}}。", "Must be {row: {column: value}}.");
                continue;
            }

            var rows = new List<PublishedRow>();
            foreach (var row in table.Value.EnumerateObject()) Row(row, [], place, rows);
            tables.Add(new PublishedTable(table.Name, rows));
        }

        return tables;
    }

    /// <summary>A row, or a heading with rows below it: tell by whether its members are objects.</summary>
    private void Row(JsonProperty row, IReadOnlyList<string> above, string at, List<PublishedRow> rows)
    {
        var (path, place) = ((IReadOnlyList<string>)[.. above, row.Name], $"{at}[\"{row.Name}\"]");
        if (row.Value.ValueKind != JsonValueKind.Object)
        {
            rows.Add(new PublishedRow(path, Cell(row.Value, [], place) is { } only ? [only] : []));
            return;
        }

        if (above.Count > 4)
        {
            Wrong(place, "嵌套过深。", "Nested too deep.");
            return;
        }

        var cells = new List<PublishedCell>();
        foreach (var column in row.Value.EnumerateObject().Where(c => c.Value.ValueKind != JsonValueKind.Object))
        {
            if (Cell(column.Value, [column.Name], $"{place}[\"{column.Name}\"]") is { } cell) cells.Add(cell);
        }

        rows.Add(new PublishedRow(path, cells));
        foreach (var below in row.Value.EnumerateObject().Where(c => c.Value.ValueKind == JsonValueKind.Object)) Row(below, path, place, rows);
    }

    private PublishedCell? Cell(JsonElement value, IReadOnlyList<string> column, string place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number: return new PublishedCell(column, value.GetRawText(), place);
            case JsonValueKind.String: return new PublishedCell(column, value.GetString(), place);
            case JsonValueKind.Null: return new PublishedCell(column, null, place);
            default:
                Wrong(place, "须为数字、文字或 null。", "Must be a number, text or null.");
                return null;
        }
    }

    private List<Statement> Statements(JsonElement root, string within = "")
    {
        var statements = new List<Statement>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, at) in Items(root, "statements", within))
        {
            Known(item, at, "id", "section", "subject", "figure", "value", "unit", "quote", "approx", "derived", "names");
            var (figure, unit, quote) = (Text(item, at, "figure", required: true), Text(item, at, "unit"), Text(item, at, "quote"));
            var id = Text(item, at, "id");
            if (id.Length > 0 && !seen.Add(id)) Wrong($"{at}.id", $"重复：{id}。", $"Stands twice: {id}.");
            if (Value(item, at, unit, quote) is not { } value) continue;
            statements.Add(new Statement(id, Text(item, at, "section"), figure, value, unit, quote)
            {
                Subject = Text(item, at, "subject"), Names = Texts(item, at, "names"), Derived = item.TryGetProperty("derived", out var derived) && derived.ValueKind == JsonValueKind.True
            });
        }

        return [.. statements.Select((s, i) => s.Id.Length > 0 ? s : s with { Id = $"statements[{i}]" })];
    }

    private PrintedNumber? Value(JsonElement item, string at, string unit, string quote)
    {
        if (!item.TryGetProperty("value", out var value)) value = default;
        var text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString(), _ => null };
        if (text is null || !PrintedNumber.TryRead(text, out var read) || read is not { } number)
        {
            Wrong($"{at}.value", "须为数字，如 1283、\"1,283\"、\"60.20%\"。", "Must be a number, such as 1283, \"1,283\" or \"60.20%\".");
            return null;
        }

        // 0.60 is 0.6 in most JSON: how it was printed the quote tells.
        if (PrintedNumber.In(quote, number.Value) is { } printed)
            number = number with { Decimals = Math.Max(number.Decimals, printed.Decimals), Bound = number.Bound == Bound.Exact ? printed.Bound : number.Bound };
        if (number.Decimals > number.Value.Scale) number = number with { Value = number.Value + new decimal(0, 0, 0, false, (byte)number.Decimals) };
        return Text(item, at, "approx") switch
        {
            "" => number,
            "≥" => number with { Bound = Bound.AtLeast },
            "≈" => number with { Bound = Bound.About },
            _ => Told(number, $"{at}.approx")
        };
    }

    private PrintedNumber Told(PrintedNumber number, string place)
    {
        Wrong(place, "须为 ≥ 或 ≈。", "Must be ≥ or ≈.");
        return number;
    }

    private List<Relation> Relations(JsonElement root)
    {
        var relations = new List<Relation>();
        foreach (var (item, at) in Items(root, "relations"))
        {
            Relation? relation = Text(item, at, "kind") switch
            {
                "sum" => new SumRelation(Of(item, at, "total"), Many(item, at, "parts"), Texts(item, at, "minus"), item.TryGetProperty("partial", out var partial) && partial.ValueKind == JsonValueKind.True),
                "itemised" => new ItemisedRelation(Of(item, at, "total"), Many(item, at, "parts")),
                "share" => new ShareRelation(Of(item, at, "part"), Of(item, at, "whole"), Of(item, at, "percent")),
                "change" => new ChangeRelation(Of(item, at, "now"), Of(item, at, "before"), Of(item, at, "percent")),
                "ratio" => new RatioRelation(Of(item, at, "amount"), Of(item, at, "count"), Of(item, at, "result")),
                "monthly" => new MonthlyRelation(Of(item, at, "month"), Of(item, at, "cumulative")),
                "coverage" => new CoverageRelation(Of(item, at, "percent"), Of(item, at, "units"), Of(item, at, "items"), Many(item, at, "kinds")),
                "same" => new SameRelation(Many(item, at, "of")),
                _ => null
            };
            if (relation is null) Wrong($"{at}.kind", "须为 sum、itemised、share、change、ratio、monthly、coverage 或 same。", "Must be sum, itemised, share, change, ratio, monthly, coverage or same.");
            else relations.Add(relation);
        }

        return relations;

        string Of(JsonElement item, string at, string name) => Text(item, at, name, required: true);

        IReadOnlyList<string> Many(JsonElement item, string at, string name)
        {
            var many = Texts(item, at, name);
            if (many.Count < 1) Wrong($"{at}.{name}", "至少一项。", "At least one.");
            return many;
        }
    }

    /// <summary>What relations name must be a statement, or a figure of a form.</summary>
    private void CheckMembers(PublishedReport report)
    {
        var ids = report.Statements.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var form = (report.Form ?? Forms.Of(report.Year))?.Figures;
        for (var i = 0; i < report.Relations.Count; i++)
        {
            foreach (var member in report.Relations[i].Members.Where(m => m.Length > 0 && !ids.Contains(m) && form?.ContainsKey(m) != true))
                Wrong($"relations[{i}]", $"没有这项数据：{member}。", $"There is no statement or figure {member}.");
        }
    }

    private IEnumerable<(JsonElement Item, string At)> Items(JsonElement root, string name, string within = "")
    {
        if (!root.TryGetProperty(name, out var all)) yield break;
        if (all.ValueKind != JsonValueKind.Array)
        {
            Wrong(name, "须为数组。", "Must be an array.");
            yield break;
        }

        var at = 0;
        foreach (var item in all.EnumerateArray())
        {
            var place = At(within, $"{name}[{at++}]");
            if (item.ValueKind == JsonValueKind.Object) yield return (item, place);
            else Wrong(place, "须为对象。", "Must be an object.");
        }
    }

    private bool Object(JsonElement of, string at, string name, out JsonElement found)
    {
        if (!of.TryGetProperty(name, out found) || found.ValueKind == JsonValueKind.Null) return false;
        if (found.ValueKind == JsonValueKind.Object) return true;
        Wrong(At(at, name), "须为对象。", "Must be an object.");
        return false;
    }

    private string Text(JsonElement of, string at, string name, bool required = false)
    {
        if (of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text) return text;
            if (value.ValueKind != JsonValueKind.String) Wrong(At(at, name), "须为文字。", "Must be text.");
            else if (required) Wrong(At(at, name), "必填。", "Required.");
        }
        else if (required)
        {
            Wrong(At(at, name), "必填。", "Required.");
        }

        return "";
    }

    private IReadOnlyList<string> Texts(JsonElement of, string at, string name)
    {
        if (!of.TryGetProperty(name, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)) return [.. value.EnumerateArray().Select(v => v.GetString()!)];
        Wrong(At(at, name), "须为文字的数组。", "Must be an array of texts.");
        return [];
    }

    private void Known(JsonElement of, string at, params ReadOnlySpan<string> names)
    {
        foreach (var member in of.EnumerateObject())
        {
            if (!names.Contains(member.Name)) Wrong(At(at, member.Name), "没有这个成员。", "There is no such member.");
        }
    }

    private static string At(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";

    private void Wrong(string place, string chinese, string english) => _problems.Add(new ReadingProblem(place, chinese, english));
}
