using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Sunshine.Foundation.Storage.Transfer;

/// <summary>
/// A document as both engines have it: members by name, times in UTC to the millisecond, which is as exactly as documents keep them.
/// </summary>
internal static class CanonicalJson
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>What is shorter is no time.</summary>
    private const int ShortestTime = 20;

    public static byte[] Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer)) Write(document.RootElement, writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var one in element.EnumerateArray()) Write(one, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when IsTime(element, out var time):
                writer.WriteStringValue(time.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>As times are written, with an offset or Z: a day has none.</summary>
    private static bool IsTime(JsonElement element, out DateTimeOffset time)
    {
        time = default;
        return element.GetString() is { Length: >= ShortestTime and <= 33 } text && text[10] == 'T' && (text[^1] == 'Z' || text[^6] is '+' or '-') && element.TryGetDateTimeOffset(out time);
    }
}
