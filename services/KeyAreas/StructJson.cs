using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>
/// Data as it travels (Struct) and as it is kept: JSON, in which a decimal stands digit by digit. A Struct's numbers are binary, so one that may
/// have lost digits on its way is refused.
/// </summary>
internal static class StructJson
{
    private const int Deepest = 8;

    /// <summary>A binary number keeps this many decimal digits, whichever they are.</summary>
    private const int SafeDigits = 15;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds what keeps data from being kept exactly.</summary>
    /// <param name="longestText">Of one text in it, in characters.</param>
    public static void Check(string path, Struct data, int longestText, Violations v) => Check(path, data, longestText, v, 0);

    /// <param name="order">The top-level fields in the order to write them in; others follow as they come.</param>
    public static byte[] Write(Struct data, OrderedDictionary<string, ShapeField>? order = null)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        foreach (var name in order?.Keys ?? Enumerable.Empty<string>())
        {
            if (data.Fields.TryGetValue(name, out var value)) Write(json, name, value);
        }

        foreach (var (name, value) in data.Fields)
        {
            if (order?.ContainsKey(name) != true) Write(json, name, value);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(Struct data) => Encoding.UTF8.GetString(Write(data));

    public static Struct Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ReadObject(document.RootElement);
    }

    private static void Check(string path, Struct data, int longestText, Violations v, int depth)
    {
        if (depth > Deepest)
        {
            v.Add(path, "TOO_DEEP", $"嵌套最多 {Deepest} 层。", $"Nested deeper than {Deepest}.");
            return;
        }

        foreach (var (name, value) in data.Fields) Check($"{path}.{name}", value, longestText, v, depth);
    }

    private static void Check(string path, Value value, int longestText, Violations v, int depth)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.NumberValue when !IsExact(value.NumberValue):
                v.Add(path, "NOT_EXACT", $"数字超过 {SafeDigits} 位有效数字，传输中会失真：请写成字符串。", $"The number has more than {SafeDigits} digits and loses some on its way: send it as a string.");
                break;
            case Value.KindOneofCase.StringValue:
                v.Text(path, value.StringValue, longestText);
                break;
            case Value.KindOneofCase.StructValue:
                Check(path, value.StructValue, longestText, v, depth + 1);
                break;
            case Value.KindOneofCase.ListValue when depth >= Deepest:
                v.Add(path, "TOO_DEEP", $"嵌套最多 {Deepest} 层。", $"Nested deeper than {Deepest}.");
                break;
            case Value.KindOneofCase.ListValue:
                for (var i = 0; i < value.ListValue.Values.Count; i++) Check($"{path}[{i}]", value.ListValue.Values[i], longestText, v, depth + 1);
                break;
            case Value.KindOneofCase.None:
                v.Add(path, "REQUIRED", "没有值。", "There is no value.");
                break;
        }
    }

    private static bool IsExact(double number)
    {
        if (!double.IsFinite(number) || Math.Abs(number) >= 1e15) return false;
        if (number != 0 && Math.Abs(number) < 1e-9) return false;
        return decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && string.Concat(exact.ToString(CultureInfo.InvariantCulture).Where(char.IsAsciiDigit)).Trim('0').Length <= SafeDigits;
    }

    private static void Write(Utf8JsonWriter json, string name, Value value)
    {
        json.WritePropertyName(name);
        Write(json, value);
    }

    private static void Write(Utf8JsonWriter json, Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.NumberValue:
                json.WriteNumberValue(decimal.Parse(value.NumberValue.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));
                break;
            case Value.KindOneofCase.StringValue:
                json.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.BoolValue:
                json.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.StructValue:
                json.WriteStartObject();
                foreach (var (name, inner) in value.StructValue.Fields) Write(json, name, inner);
                json.WriteEndObject();
                break;
            case Value.KindOneofCase.ListValue:
                json.WriteStartArray();
                foreach (var inner in value.ListValue.Values) Write(json, inner);
                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static Struct ReadObject(JsonElement json)
    {
        var data = new Struct();
        foreach (var property in json.EnumerateObject()) data.Fields[property.Name] = ReadValue(property.Value);
        return data;
    }

    private static Value ReadValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => Value.ForNumber(json.GetDouble()),
        JsonValueKind.String => Value.ForString(json.GetString()!),
        JsonValueKind.True or JsonValueKind.False => Value.ForBool(json.GetBoolean()),
        JsonValueKind.Object => Value.ForStruct(ReadObject(json)),
        JsonValueKind.Array => Value.ForList([.. json.EnumerateArray().Select(ReadValue)]),
        _ => Value.ForNull()
    };
}
