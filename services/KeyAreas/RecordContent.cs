using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>What a record is to say, checked by the latest schema of its type.</summary>
/// <param name="Code">The full code that finds it; empty if none does.</param>
/// <param name="SourceId">As the fields of its key make it; empty if they are, or the schema marks none.</param>
internal sealed record RecordContent(RecordType Type, RecordShape Shape, JsonElement Data, RecordPeriod Period, string Code, string SourceId, string Digest)
{
    private const int LargestData = 64 * 1024;
    private const int LongestText = 20_000;

    /// <summary>Null if anything is wrong with it, which is then among the violations.</summary>
    /// <param name="formedOn">As the caller says beside the data; null if not.</param>
    public static RecordContent? Of(RecordType type, RecordShape shape, Struct? data, DateOnly? formedOn, SealedData sealing, Violations v)
    {
        if (data is null)
        {
            v.Add("data", "REQUIRED", "必填。", "Required.");
            return null;
        }

        var before = v.Found.Count;
        StructJson.Check("data", data, LongestText, v);
        if (v.Found.Count > before) return null;
        var bytes = StructJson.Write(data, shape.Fields);
        if (bytes.Length > LargestData) v.Add("data", "TOO_LONG", $"最多 {LargestData / 1024} KiB。", $"At most {LargestData / 1024} KiB.");
        // Not disposed: the content keeps it, and its memory is its own.
        var json = JsonDocument.Parse(bytes).RootElement;
        shape.Check(json, v);
        var period = PeriodOf(shape, json, formedOn, v);
        if (v.Found.Count > before) return null;
        return new RecordContent(type, shape, json, period, shape.Subject is { } subject ? Text(json, subject.Name) : "", KeyOf(shape, json), DigestOf(bytes, shape, period, sealing));
    }

    /// <summary>The key that the fields of data make, whatever else is wrong with them; empty if they make none.</summary>
    public static string KeyOf(RecordShape shape, Struct? data)
    {
        if (data is null) return "";
        var fields = new Struct();
        foreach (var field in shape.Key)
        {
            if (data.Fields.TryGetValue(field.Name, out var value)) fields.Fields[field.Name] = value;
        }

        var unreadable = new Violations();
        StructJson.Check("data", fields, LongestText, unreadable);
        if (unreadable.Any) return "";
        using var json = JsonDocument.Parse(StructJson.Write(fields));
        return KeyOf(shape, json.RootElement);
    }

    /// <summary>A pseudonym of a full code, by which alone the store finds it.</summary>
    public static string SubjectOf(string code, SealedData sealing) => code.Length == 0 ? "" : sealing.Pseudonym("key-area-subject", code.ToUpperInvariant());

    private static RecordPeriod PeriodOf(RecordShape shape, JsonElement data, DateOnly? formedOn, Violations v)
    {
        if (shape.Day is not { } day)
        {
            if (formedOn is null) v.Add("formedOn", "REQUIRED", "必填：数据中没有日期字段。", "Required: no field of the data tells the day.");
            else if (formedOn.Value.Year is < 1900 or > 2200) v.Add("formedOn", "OUT_OF_RANGE", "须在 1900 至 2200 年之间。", "Must be in the years 1900 to 2200.");
            return RecordPeriod.At(PeriodUnit.Day, formedOn ?? default);
        }

        if (formedOn is not null) v.Add("formedOn", "NOT_ALLOWED", $"日期由字段“{day.Title}”说明，此处不填。", $"The day is told by {day.Name}; leave this empty.");
        if (RecordPeriod.TryParse(Text(data, day.Name), out var period)) return period;
        v.Add("data." + day.Name, "NOT_A_PERIOD", $"{day.Title}须为日期或期间，如 2016-05-12、2016-05、2016Q2、2016。", "Must be a day or period, as 2016-05-12, 2016-05, 2016Q2, 2016.");
        return default;
    }

    private static string KeyOf(RecordShape shape, JsonElement data)
    {
        var parts = shape.Key.Select(k => Text(data, k.Name)).ToList();
        return parts.TrueForAll(p => p.Length == 0) ? "" : string.Join('|', parts);
    }

    private static string Text(JsonElement data, string name) => data.TryGetProperty(name, out var value) ? ShapeField.Text(value) ?? "" : "";

    /// <summary>Keyed where there is personal data: a plain digest of a few possible values tells which one it is.</summary>
    private static string DigestOf(byte[] data, RecordShape shape, RecordPeriod period, SealedData sealing)
    {
        // The time is in the data, unless it is told beside it.
        var beside = shape.Day is null ? period.ToString() : "";
        return shape.Personal.Count > 0
            ? sealing.Pseudonym("key-area-data", beside, Encoding.UTF8.GetString(data))[..40]
            : Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(beside), .. data]).AsSpan(0, 20));
    }
}
