using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>One version of a schema, ready for use: it checks data, and knows what its fields mean here.</summary>
public sealed class RecordShape
{
    private readonly JsonSchema _schema;
    private readonly IReadOnlyList<IReadOnlyList<string>> _ascending;
    private readonly List<ShapeField> _decimals;

    private RecordShape(int version, JsonSchema schema, OrderedDictionary<string, ShapeField> fields, IReadOnlyList<IReadOnlyList<string>> ascending)
    {
        (Version, _schema, Fields, _ascending) = (version, schema, fields, ascending);
        var all = fields.Values.ToList();
        Day = all.Find(f => f.Day);
        Subject = all.Find(f => f.Subject != SubjectKind.None);
        Key = all.FindAll(f => f.Key);
        Filters = all.FindAll(f => f.Filter);
        Personal = all.FindAll(f => f.Personal != PersonalKind.None);
        Dimensions = [.. all.Where(f => f.Dimension).OrderBy(f => f.Name, StringComparer.Ordinal)];
        Measures = [.. all.Where(f => f.Measure).OrderBy(f => f.Name, StringComparer.Ordinal)];
        _decimals = all.FindAll(f => f.Scale is not null);
    }

    public int Version { get; }

    /// <summary>In the order of the schema.</summary>
    public OrderedDictionary<string, ShapeField> Fields { get; }

    /// <summary>What tells the time that a record is of; null if each record says so beside its data.</summary>
    public ShapeField? Day { get; }

    public ShapeField? Subject { get; }
    public IReadOnlyList<ShapeField> Key { get; }
    public IReadOnlyList<ShapeField> Filters { get; }
    public IReadOnlyList<ShapeField> Personal { get; }

    /// <summary>By name.</summary>
    public IReadOnlyList<ShapeField> Dimensions { get; }

    /// <summary>By name.</summary>
    public IReadOnlyList<ShapeField> Measures { get; }

    /// <param name="json">A schema that <see cref="SchemaRules"/> has nothing against.</param>
    public static RecordShape Of(int version, string json)
    {
        using var document = JsonDocument.Parse(json);
        var fields = new OrderedDictionary<string, ShapeField>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.GetProperty("properties").EnumerateObject()) fields.Add(property.Name, SchemaRules.Field(property.Name, property.Value));
        return new RecordShape(version, Compile(json), fields, SchemaRules.Ascending(document.RootElement));
    }

    /// <summary>The schema as the library has it, without annotations: it would carry each of them along with every value.</summary>
    /// <exception cref="JsonException">Not a JSON Schema.</exception>
    public static JsonSchema Compile(string json)
    {
        var schema = JsonNode.Parse(json)!;
        Strip(schema);
        return JsonSchema.FromText(schema.ToJsonString());

        static void Strip(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject o:
                    foreach (var name in o.Select(p => p.Key).Where(k => k.StartsWith("x-", StringComparison.Ordinal) || k is "title" or "description" or "$comment").ToList())
                    {
                        // A property of the data may be called so too; then it holds a schema.
                        if (o[name] is not JsonObject) o.Remove(name);
                    }

                    foreach (var inner in o) Strip(inner.Value);
                    break;
                case JsonArray a:
                    foreach (var inner in a) Strip(inner);
                    break;
            }
        }
    }

    /// <summary>Adds everything that is wrong with data, each under the path of its field.</summary>
    public void Check(JsonElement data, Violations v)
    {
        SchemaErrors.Add(_schema, data, this, v);
        foreach (var field in _decimals)
        {
            if (data.TryGetProperty(field.Name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number) CheckDecimal(field, value, v);
        }

        foreach (var fields in _ascending) CheckAscending(data, fields, v);
        if (Subject is { Subject: SubjectKind.Organisation } code && data.TryGetProperty(code.Name, out var given) && given.GetStringOrEmpty() is { Length: > 0 } text && !Foundation.Text.CreditCode.Checks(text))
            v.Add("data." + code.Name, "BAD_CHECK_CHARACTER", "不是有效的统一社会信用代码（GB 32100）。", "Not a unified social credit code (GB 32100).");
        foreach (var (name, value) in data.EnumerateObject().Select(p => (p.Name, p.Value)))
        {
            if (value.ValueKind == JsonValueKind.String && Fields.GetValueOrDefault(name) is not ({ Personal: not PersonalKind.None } or { Subject: not SubjectKind.None })) v.NoPersonalData("data." + name, value.GetString()!);
        }
    }

    private static void CheckDecimal(ShapeField field, JsonElement value, Violations v)
    {
        var number = ShapeField.Decimal(value);
        if (number is null) v.Add("data." + field.Name, "NOT_A_DECIMAL", $"{field.Title}须为十进制数。", "Must be a decimal.");
        else if (Math.Abs(number.Value) >= 1_000_000_000_000_000m) v.Add("data." + field.Name, "OUT_OF_RANGE", $"{field.Title}过大。", "Too large.");
        else if (decimal.Round(number.Value, field.Scale!.Value) != number.Value) v.Add("data." + field.Name, "TOO_MANY_PLACES", $"{field.Title}最多 {field.Scale} 位小数。", $"At most {field.Scale} decimal places.");
    }

    private void CheckAscending(JsonElement data, IReadOnlyList<string> names, Violations v)
    {
        for (var i = 1; i < names.Count; i++)
        {
            if (!data.TryGetProperty(names[i - 1], out var less) || !data.TryGetProperty(names[i], out var more)) continue;
            var falls = Fields[names[i]].Scale is not null || more.ValueKind == JsonValueKind.Number
                ? ShapeField.Decimal(less) > ShapeField.Decimal(more)
                : string.CompareOrdinal(less.GetStringOrEmpty(), more.GetStringOrEmpty()) > 0 && less.GetStringOrEmpty().Length > 0 && more.GetStringOrEmpty().Length > 0;
            if (falls) v.Add("data." + names[i], "TOO_SMALL", $"{Fields[names[i]].Title}不能小于或早于{Fields[names[i - 1]].Title}。", $"Must not be less than {names[i - 1]}.");
        }
    }
}

internal static class JsonTexts
{
    /// <summary>Empty for what is no text.</summary>
    public static string GetStringOrEmpty(this JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
