using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>
/// Hides what tells of a single person. It is done when a record is stored: what the public reads never held the rest, which is sealed beside it
/// for the staff of the agency.
/// </summary>
internal static class Masks
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The data as anybody may see it, and what was hidden in it.</summary>
    public static (string Data, string Sealed) Split(JsonElement data, RecordShape shape, SealedData sealing)
    {
        if (shape.Personal.Count == 0) return (data.GetRawText(), "");
        var hidden = new Dictionary<string, string>();
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            foreach (var member in data.EnumerateObject())
            {
                var kind = shape.Fields.GetValueOrDefault(member.Name)?.Personal ?? PersonalKind.None;
                if (kind == PersonalKind.None || member.Value.ValueKind == JsonValueKind.Null)
                {
                    member.WriteTo(json);
                    continue;
                }

                hidden[member.Name] = member.Value.GetRawText();
                json.WriteString(member.Name, Mask(kind, ShapeField.Text(member.Value) ?? ""));
            }

            json.WriteEndObject();
        }

        return (Encoding.UTF8.GetString(buffer.WrittenSpan), hidden.Count == 0 ? "" : sealing.Seal(JsonSerializer.Serialize(hidden, KeyAreasJson.Default.DictionaryStringString)));
    }

    /// <summary>The data with what was hidden in it.</summary>
    public static Struct Whole(string data, string sealedData, SealedData sealing)
    {
        var whole = StructJson.Read(data);
        if (sealedData.Length == 0) return whole;
        foreach (var (name, json) in JsonSerializer.Deserialize(sealing.Unseal(sealedData), KeyAreasJson.Default.DictionaryStringString)!) whole.Fields[name] = StructJson.Read($"{{\"v\":{json}}}").Fields["v"];
        return whole;
    }

    /// <summary>李某某; 210***********12; *******1234; the first six characters of an address.</summary>
    public static string Mask(PersonalKind kind, string text) => kind switch
    {
        _ when text.Length == 0 => "",
        PersonalKind.Name => First(text) + new string('某', Math.Clamp(new System.Globalization.StringInfo(text).LengthInTextElements - 1, 1, 2)),
        PersonalKind.Id => Around(text, 3, 2),
        PersonalKind.Phone => Around(text, 0, 4),
        _ => string.Concat(text.EnumerateRunes().Take(text.Length < 12 ? 3 : 6)) + "***"
    };

    /// <summary>The first and the last characters; nothing of a short text.</summary>
    private static string Around(string text, int first, int last)
    {
        System.Text.Rune[] all = [.. text.EnumerateRunes()];
        return all.Length < 8 ? new string('*', all.Length) : string.Concat(all[..first]) + new string('*', all.Length - first - last) + string.Concat(all[^last..]);
    }

    private static string First(string text) => System.Globalization.StringInfo.GetNextTextElement(text);
}
