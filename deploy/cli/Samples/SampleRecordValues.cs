using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Sunshine.Cli.Samples;

/// <summary>
/// Makes up what a record says from nothing but the JSON Schema of its type, so that a type with another schema needs no other code here. Keys never
/// repeat; days of one record are one day, so that none is before another.
/// </summary>
internal sealed class SampleRecordValues
{
    private const string Marks = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>As many as the report has; what they are called is made up.</summary>
    private static readonly string[] TaskCategories = ["经济发展", "项目建设", "城市建设", "农业农村", "民生保障", "社会事业", "生态环境", "改革开放", "安全稳定", "政府自身建设"];

    private static readonly string[] Counties = ["210302", "210303", "210304", "210311", "210321", "210323", "210381"];

    private readonly List<(string Name, Struct Property)> _properties;
    private readonly HashSet<string> _required;

    public SampleRecordValues(Struct schema)
    {
        _properties = [.. schema.Fields["properties"].StructValue.Fields.Select(p => (p.Key, p.Value.StructValue))];
        _required = schema.Fields.TryGetValue("required", out var names) ? [.. names.ListValue.Values.Select(v => v.StringValue)] : [];
    }

    /// <param name="index">From 0.</param>
    /// <param name="day">The day that the record is of.</param>
    public Struct Record(int index, DateOnly day)
    {
        var (record, rest) = (new Struct(), index);
        foreach (var (name, property) in _properties)
        {
            var key = Has(property, "x-key");
            if (!key && !_required.Contains(name) && !Has(property, "x-measure") && !Has(property, "x-dimension")) continue;
            if (key && Domain(property) is { } domain)
            {
                // Like the digits of a number: where all parts of a key have few values, their combinations do not repeat.
                record.Fields[name] = domain[rest % domain.Count].Clone();
                rest /= domain.Count;
            }
            else
            {
                record.Fields[name] = Of(name, property, key, index, day);
            }
        }

        return record;
    }

    /// <summary>A made-up unified social credit code with the right check character (GB 32100).</summary>
    public static string CreditCode(int index)
    {
        var body = $"91210300MA0{index:00000}".PadRight(17, 'X')[..17];
        int sum = 0, weight = 1;
        foreach (var mark in body)
        {
            sum += Marks.IndexOf(mark, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return body + Marks[(31 - sum % 31) % 31];
    }

    private static Value Of(string name, Struct property, bool key, int index, DateOnly day)
    {
        var pattern = Text(property, "pattern");
        if (property.Fields.TryGetValue("enum", out var values)) return values.ListValue.Values[(key ? index : index * 7 + name.Length) % values.ListValue.Values.Count].Clone();
        if (Text(property, "format") == "date") return Value.ForString(SampleDays.Iso(day));
        if (pattern.Contains("A-Z", StringComparison.Ordinal)) return Value.ForString(CreditCode(index));
        if (pattern.Contains('Q', StringComparison.Ordinal)) return Value.ForString($"{day.Year}Q{(day.Month + 2) / 3}");
        if (pattern.Contains('T', StringComparison.Ordinal)) return Value.ForString($"{SampleDays.Iso(day)}T{index % 24:00}:00:00");
        if (pattern.Contains('║', StringComparison.Ordinal)) return Value.ForString($"菌落总数║{20_000 + index * 13}CFU/g║≤10000CFU/g");
        if (pattern.StartsWith("^[0-9]{3}(", StringComparison.Ordinal)) return Value.ForString($"2010{index % 9 + 1}");
        if (pattern == "^[0-9]{6}$") return Value.ForString(Counties[index % Counties.Length]);
        if (pattern == "^[0-9]{4}$") return Value.ForString($"{day.Year}");
        if (pattern.Contains("0[1-9]|1[0-2]", StringComparison.Ordinal)) return Value.ForString(day.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        return Kind(property) switch
        {
            "integer" => Value.ForNumber(key ? index + 1 : Bounded(property, index * 31 % 900)),
            "number" => Value.ForString(Amount(property, index)),
            "boolean" => Value.ForBool(index % 2 == 0),
            "array" => Value.ForList(),
            _ => Value.ForString(Words(name, property, key, index, day))
        };
    }

    private static string Words(string name, Struct property, bool key, int index, DateOnly day)
    {
        var departments = SampleAgencies.Instance.Departments;
        var text = Text(property, "x-personal") switch
        {
            "name" => "李某某",
            "phone" => "0412-2212345",
            "address" => "铁东区某路",
            _ when !key && (name.Contains("部门", StringComparison.Ordinal) || name.Contains("机关", StringComparison.Ordinal)) => departments[index % departments.Count].Short,
            _ when !key && name.Contains("时限", StringComparison.Ordinal) => SampleDays.Iso(day),
            _ when name == "任务类别" => TaskCategories[index % TaskCategories.Length],
            _ => $"{name}（样本）{index + 1:00000}"
        };
        return property.Fields.TryGetValue("maxLength", out var longest) && text.Length > longest.NumberValue ? text[^(int)longest.NumberValue..] : text;
    }

    /// <summary>What a key with few values can be; null if it can be anything.</summary>
    private static IReadOnlyList<Value>? Domain(Struct property)
    {
        if (property.Fields.TryGetValue("enum", out var values)) return values.ListValue.Values;
        if (property.Fields.TryGetValue("maximum", out var most))
        {
            var least = property.Fields.TryGetValue("minimum", out var minimum) ? (int)minimum.NumberValue : 0;
            return [.. Enumerable.Range(least, (int)most.NumberValue - least + 1).Select(n => Value.ForNumber(n))];
        }

        IEnumerable<string>? texts = Text(property, "pattern") switch
        {
            "^[0-9]{4}Q[1-4]$" => ["2016Q1", "2016Q2", "2016Q3", "2016Q4"],
            "^[0-9]{6}$" => Counties,
            "^[0-9]{4}$" => ["2016"],
            var pattern when pattern.Contains("0[1-9]|1[0-2]", StringComparison.Ordinal) => Enumerable.Range(1, 12).Select(m => $"2016-{m:00}"),
            _ => null
        };
        return texts is null ? null : [.. texts.Select(Value.ForString)];
    }

    /// <summary>Two amounts of one record grow with the order in which they stand: what is put right is not more than what was found.</summary>
    private static string Amount(Struct property, int index)
    {
        var scale = property.Fields.TryGetValue("x-scale", out var places) ? (int)places.NumberValue : 2;
        return decimal.Round(12.5m + index * 7919 % 100_000 / 100m, Math.Min(scale, 2)).ToString(CultureInfo.InvariantCulture);
    }

    private static double Bounded(Struct property, int value)
    {
        var least = property.Fields.TryGetValue("minimum", out var minimum) ? minimum.NumberValue : 0;
        var most = property.Fields.TryGetValue("maximum", out var maximum) ? maximum.NumberValue : double.MaxValue;
        return Math.Min(least + value, most);
    }

    private static string Kind(Struct property) => property.Fields["type"] switch
    {
        { KindCase: Value.KindOneofCase.ListValue } several => several.ListValue.Values.Any(v => v.StringValue == "number") ? "number" : several.ListValue.Values[0].StringValue,
        var one => one.StringValue
    };

    private static string Text(Struct property, string name) => property.Fields.TryGetValue(name, out var value) ? value.StringValue : "";

    private static bool Has(Struct property, string name) => property.Fields.TryGetValue(name, out var value) && value.BoolValue;
}
