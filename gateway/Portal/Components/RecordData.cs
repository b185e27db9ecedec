using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Sunshine.KeyAreas.V1;

namespace Sunshine.Portal.Components;

/// <summary>What a record of a key area says, as it is read by people.</summary>
public static class RecordData
{
    /// <summary>The field's value; empty if the record does not say it.</summary>
    public static string Text(Struct? data, SchemaField field) =>
        data is not null && data.Fields.TryGetValue(field.Name, out var value) ? Text(value, field.Measure) : "";

    /// <param name="grouped">Whether it is an amount, whose digits are grouped.</param>
    public static string Text(Value value, bool grouped) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => grouped ? Figures.Grouped(value.StringValue) : value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString(CultureInfo.InvariantCulture) is var number && grouped ? Figures.Grouped(number) : value.NumberValue.ToString(CultureInfo.InvariantCulture),
        Value.KindOneofCase.BoolValue => value.BoolValue ? "是" : "否",
        Value.KindOneofCase.ListValue => string.Join("、", value.ListValue.Values.Select(v => Text(v, grouped))),
        Value.KindOneofCase.StructValue => string.Join("；", value.StructValue.Fields.Select(f => $"{f.Key}：{Text(f.Value, false)}")),
        _ => ""
    };

    /// <summary>What two states of a record say differently: the field, what it said and what it says.</summary>
    public static IEnumerable<(string Title, string From, string To)> Differences(Struct? from, Struct? to, IEnumerable<SchemaField> fields) =>
        fields.Select(f => (f.Title, From: Text(from, f), To: Text(to, f))).Where(d => d.From != d.To);
}
