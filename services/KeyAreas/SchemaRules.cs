using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>What a schema may say, and what its annotations mean.</summary>
public static class SchemaRules
{
    private const int LargestSchema = 64 * 1024;
    private const int MostFields = 100;
    private const int MostDimensions = 8;
    private const int MostFilters = 12;
    private const int MostMeasures = 12;
    private const int LargestScale = 6;
    private const int LongestValue = 100;

    /// <summary>What would lead out of the schema, or in a circle.</summary>
    private static readonly HashSet<string> Leading = ["$ref", "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary"];

    /// <summary>Names of dimensions that every type has.</summary>
    public static readonly IReadOnlyList<string> CommonDimensions = ["agency", "late", "month", "period", "year"];

    /// <summary>Adds everything for which the schema cannot be used.</summary>
    public static void Check(string json, Violations v)
    {
        if (json.Length > LargestSchema)
        {
            v.Add("schema", "TOO_LONG", $"最多 {LargestSchema / 1024} KiB。", $"At most {LargestSchema / 1024} KiB.");
            return;
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.TryGetProperty("type", out var type) is false || type.GetStringOrEmpty() != "object") v.Add("schema.type", "NOT_AN_OBJECT", "须为 object。", "Must be object.");
        if (!root.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object || !properties.EnumerateObject().Any())
        {
            v.Add("schema.properties", "REQUIRED", "至少要有一个字段。", "At least one property is needed.");
            return;
        }

        var before = v.Found.Count;
        CheckKeywords("schema", root, v);
        v.Count("schema.properties", properties.EnumerateObject().Count(), 1, MostFields);
        foreach (var property in properties.EnumerateObject()) CheckField("schema.properties." + property.Name, property.Name, property.Value, v);
        CheckAscending(root, properties, v);
        if (v.Found.Count > before) return;
        CheckTogether([.. properties.EnumerateObject().Select(p => Field(p.Name, p.Value))], v);
        try
        {
            RecordShape.Compile(json);
        }
        catch (Exception e) when (e is JsonException or JsonSchemaException or ArgumentException or InvalidOperationException or FormatException or NotSupportedException)
        {
            v.Add("schema", "NOT_A_SCHEMA", "不是有效的 JSON Schema。", $"Not a JSON Schema: {e.Message.Split('\n')[0]}");
        }
    }

    /// <summary>Adds what a further version may not change: which record a record is, of what time, and what of it is hidden.</summary>
    public static void CheckNext(RecordShape before, RecordShape after, Violations v)
    {
        if (!before.Key.Select(k => k.Name).SequenceEqual(after.Key.Select(k => k.Name))) Incompatible("x-key");
        if (before.Day?.Name != after.Day?.Name) Incompatible("x-day");
        if ((before.Subject?.Name, before.Subject?.Subject) != (after.Subject?.Name, after.Subject?.Subject)) Incompatible("x-subject");
        foreach (var field in before.Personal.Where(p => after.Fields.TryGetValue(p.Name, out var now) && now.Personal == PersonalKind.None))
            v.Add("schema.properties." + field.Name, "SCHEMA_INCOMPATIBLE", "原为个人信息，不能改为直接显示。", "It is personal data; a further version cannot show it.");

        void Incompatible(string annotation) => v.Add("schema", "SCHEMA_INCOMPATIBLE", $"后一版不能改变 {annotation}。", $"A further version cannot change {annotation}.");
    }

    internal static ShapeField Field(string name, JsonElement p)
    {
        var allowed = p.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().Select(e => ShapeField.Text(e) ?? "").ToList() : [];
        return new ShapeField(
            name, p.TryGetProperty("title", out var title) && title.GetStringOrEmpty() is { Length: > 0 } t ? t : name, p.TryGetProperty("x-unit", out var unit) ? unit.GetStringOrEmpty() : "",
            Is(p, "x-key"), Is(p, "x-day"), Is(p, "x-filter"), Is(p, "x-dimension"), Is(p, "x-measure"), p.TryGetProperty("x-scale", out var scale) && scale.TryGetInt32(out var places) ? places : null,
            Enum<PersonalKind>(p, "x-personal"), Enum<SubjectKind>(p, "x-subject"), allowed);
    }

    internal static IReadOnlyList<IReadOnlyList<string>> Ascending(JsonElement root) =>
        root.TryGetProperty("x-ascending", out var lists) ? [.. lists.EnumerateArray().Select(l => l.EnumerateArray().Select(n => n.GetString()!).ToList())] : [];

    private static bool Is(JsonElement property, string annotation) => property.TryGetProperty(annotation, out var value) && value.ValueKind == JsonValueKind.True;

    private static T Enum<T>(JsonElement property, string annotation) where T : struct, Enum =>
        property.TryGetProperty(annotation, out var value) && System.Enum.TryParse<T>(value.GetStringOrEmpty(), ignoreCase: true, out var found) ? found : default;

    private static void CheckKeywords(string path, JsonElement node, Violations v)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var inner in node.EnumerateArray()) CheckKeywords(path, inner, v);
        }

        if (node.ValueKind != JsonValueKind.Object) return;
        foreach (var member in node.EnumerateObject())
        {
            if (Leading.Contains(member.Name)) v.Add($"{path}.{member.Name}", "NOT_SUPPORTED", $"不支持 {member.Name}。", $"{member.Name} is not supported.");
            else if (member.Name == "pattern" && member.Value.ValueKind == JsonValueKind.String) CheckPattern($"{path}.pattern", member.Value.GetString()!, v);
            else CheckKeywords($"{path}.{member.Name}", member.Value, v);
        }
    }

    private static void CheckPattern(string path, string pattern, Violations v)
    {
        try
        {
            // Only what can be matched without going back: a pattern must not keep a process busy with a clever text.
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
            if (pattern.Length <= 200) return;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
        }

        v.Add(path, "BAD_PATTERN", "不是可用的正则表达式：最长 200 字符，不支持回溯。", "Not a pattern that can be used: at most 200 characters, and nothing that needs backtracking.");
    }

    private static void CheckField(string path, string name, JsonElement property, Violations v)
    {
        if (name.Length is 0 or > 60 || name.Any(c => char.IsControl(c) || c is '=' or '.' or '[' or ']')) v.Add(path, "BAD_NAME", "字段名为 1 至 60 个字符，不含 = . [ ]。", "A name has 1-60 characters without = . [ ].");
        if (CommonDimensions.Contains(name)) v.Add(path, "RESERVED_NAME", "该名称已有含义。", "The name is taken.");
        if (property.ValueKind != JsonValueKind.Object)
        {
            v.Add(path, "WRONG_TYPE", "应为对象。", "Must be an object.");
            return;
        }

        foreach (var annotation in property.EnumerateObject().Where(a => a.Name.StartsWith("x-", StringComparison.Ordinal)))
        {
            var fits = annotation.Name switch
            {
                "x-key" or "x-day" or "x-filter" or "x-dimension" or "x-measure" => annotation.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "x-unit" => annotation.Value.GetStringOrEmpty() is { Length: > 0 and <= 20 },
                "x-scale" => annotation.Value.ValueKind == JsonValueKind.Number && annotation.Value.TryGetInt32(out var scale) && scale is >= 0 and <= LargestScale,
                "x-personal" => annotation.Value.GetStringOrEmpty() is "name" or "id" or "phone" or "address",
                "x-subject" => annotation.Value.GetStringOrEmpty() is "organisation" or "person",
                _ => false
            };
            if (!fits) v.Add($"{path}.{annotation.Name}", "BAD_ANNOTATION", "没有这个标注，或取值不符。", "There is no such annotation, or it has no such value.");
        }

        // Filters and dimensions are kept in memory by their values.
        if ((Is(property, "x-filter") || Is(property, "x-dimension")) && !property.TryGetProperty("enum", out _) && MayBeText(property)
            && !(property.TryGetProperty("maxLength", out var longest) && longest.ValueKind == JsonValueKind.Number && longest.TryGetInt32(out var most) && most <= LongestValue))
            v.Add(path + ".maxLength", "REQUIRED", $"筛选、分组字段须为枚举，或标明 maxLength（不超过 {LongestValue}）。", $"A filter or dimension needs an enum or a maxLength of at most {LongestValue}.");
    }

    private static bool MayBeText(JsonElement property) =>
        !property.TryGetProperty("type", out var type) || (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(t => t.GetStringOrEmpty() == "string") : type.GetStringOrEmpty() == "string");

    private static void CheckAscending(JsonElement root, JsonElement properties, Violations v)
    {
        if (!root.TryGetProperty("x-ascending", out var lists)) return;
        if (lists.ValueKind == JsonValueKind.Array && lists.EnumerateArray().All(l => l.ValueKind == JsonValueKind.Array && l.EnumerateArray().All(n => n.ValueKind == JsonValueKind.String && properties.TryGetProperty(n.GetString()!, out _)))) return;
        v.Add("schema.x-ascending", "BAD_ANNOTATION", "应为字段名的列表。", "Must be lists of names of fields.");
    }

    private static void CheckTogether(List<ShapeField> fields, Violations v)
    {
        v.Count("schema.x-dimension", fields.Count(f => f.Dimension), 0, MostDimensions);
        v.Count("schema.x-filter", fields.Count(f => f.Filter), 0, MostFilters);
        v.Count("schema.x-measure", fields.Count(f => f.Measure), 0, MostMeasures);
        v.Count("schema.x-day", fields.Count(f => f.Day), 0, 1);
        v.Count("schema.x-subject", fields.Count(f => f.Subject != SubjectKind.None), 0, 1);
        foreach (var field in fields)
        {
            var path = "schema.properties." + field.Name;
            if (field.Personal != PersonalKind.None && (field.Key || field.Day || field.Filter || field.Dimension || field.Measure))
                v.Add(path, "PERSONAL_DATA", "个人信息不能作为主键、日期、筛选、分组或汇总字段。", "Personal data cannot be a key, a day, a filter, a dimension or a measure.");
            if (field is { Subject: SubjectKind.Person, Personal: not PersonalKind.Id }) v.Add(path, "PERSONAL_DATA", "自然人的代码须标为 x-personal: id。", "The code of a person must be marked with x-personal: id.");
            if (field is { Measure: true, Scale: null }) v.Add(path + ".x-scale", "REQUIRED", "汇总字段须标明小数位数。", "A measure says how many decimal places it has.");
        }

        if (fields.Exists(f => f.Subject == SubjectKind.Person) && !fields.Exists(f => f.Personal == PersonalKind.Name))
            v.Add("schema", "REQUIRED", "自然人的记录须有标为 x-personal: name 的姓名。", "A record of a person needs a name marked with x-personal: name.");
    }
}
