using System.Text;
using System.Text.Json;
using Json.Schema;
using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>What the library finds wrong with data, in the words of this platform.</summary>
internal static class SchemaErrors
{
    private static readonly EvaluationOptions Fast = new() { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true };

    private static readonly EvaluationOptions Full = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    public static void Add(JsonSchema schema, JsonElement data, RecordShape shape, Violations v)
    {
        if (schema.Evaluate(data, Fast).IsValid) return;
        var before = v.Found.Count;
        foreach (var node in schema.Evaluate(data, Full).Details ?? [])
        {
            foreach (var (keyword, message) in node.Errors ?? new Dictionary<string, string>())
            {
                var field = Field(node.InstanceLocation.ToString());
                if (keyword == "required") Required(field, message, shape, v);
                else if (keyword.Length == 0) v.Add(field, "UNKNOWN_FIELD", "数据结构中没有这个字段，或不允许有值。", "The schema has no such field, or allows no value here.");
                else Other(field, keyword, message, shape, v);
            }
        }

        // It is refused in any case, even if the library did not say why.
        if (v.Found.Count == before) v.Add("data", "SCHEMA_VIOLATION", "不符合数据结构。", "Does not fulfil the schema.");
    }

    /// <summary>A JSON pointer as the path that JSON callers know: /a/0/b is data.a[0].b.</summary>
    private static string Field(string pointer)
    {
        var path = new StringBuilder("data");
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (name.Length > 0 && name.All(char.IsAsciiDigit)) path.Append('[').Append(name).Append(']');
            else path.Append('.').Append(name);
        }

        return path.ToString();
    }

    private static void Required(string at, string message, RecordShape shape, Violations v)
    {
        // The library names them as a JSON array within its sentence.
        var (from, to) = (message.IndexOf('[', StringComparison.Ordinal), message.LastIndexOf(']'));
        var names = from >= 0 && to > from ? Names(message[from..(to + 1)]) : [];
        foreach (var name in names) v.Add($"{at}.{name}", "REQUIRED", $"{Title(shape, name)}必填。", "Required.");
        if (names.Count == 0) v.Add(at, "REQUIRED", "缺少必填字段。", "A required field is missing.");
    }

    private static List<string> Names(string array)
    {
        try
        {
            using var json = JsonDocument.Parse(array);
            return [.. json.RootElement.EnumerateArray().Select(n => n.GetString() ?? "")];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static void Other(string field, string keyword, string message, RecordShape shape, Violations v)
    {
        var name = field.StartsWith("data.", StringComparison.Ordinal) ? field[5..] : field;
        var title = Title(shape, name);
        switch (keyword)
        {
            case "type":
                v.Add(field, "WRONG_TYPE", $"{title}类型不符。", $"Wrong type: {message}.");
                break;
            case "enum" or "const":
                var allowed = shape.Fields.GetValueOrDefault(name)?.Allowed is { Count: > 0 } values ? string.Join("、", values.Take(30)) : "";
                v.Add(field, "UNKNOWN_VALUE", allowed.Length == 0 ? $"{title}没有这个取值。" : $"{title}没有这个取值。可用：{allowed}。", allowed.Length == 0 ? "No such value." : $"No such value. There are: {allowed}.");
                break;
            case "pattern" or "format":
                v.Add(field, "MALFORMED", $"{title}的写法不符。", $"Not of the form that the schema wants: {message}.");
                break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf":
                v.Add(field, "OUT_OF_RANGE", $"{title}超出范围。", $"Out of range: {message}.");
                break;
            case "maxLength" or "maxItems" or "maxProperties":
                v.Add(field, "TOO_LONG", $"{title}过长。", $"Too long: {message}.");
                break;
            case "minLength" or "minItems" or "minProperties":
                v.Add(field, "TOO_SHORT", $"{title}过短。", $"Too short: {message}.");
                break;
            default:
                v.Add(field, "SCHEMA_VIOLATION", $"{title}不符合数据结构（{keyword}）。", $"Does not fulfil the schema ({keyword}): {message}.");
                break;
        }
    }

    private static string Title(RecordShape shape, string name) => shape.Fields.GetValueOrDefault(name)?.Title ?? name;
}
