using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Auditing;

/// <summary>
/// What of a document is another than before. Values are kept of members that cannot tell of a person: states, days, times, numbers, truths; of texts only where the collection says that they are about no
/// one. Of all else the log says that it changed, and no digest either, from which a short text could be guessed.
/// </summary>
internal sealed class MemberChanges<T>(Collection<T> collection) where T : class
{
    /// <summary>Characters of a text that is kept whole.</summary>
    private const int LongestText = 500;

    private readonly IReadOnlyDictionary<string, bool> _kept = collection.Json.Properties.ToDictionary(p => p.Name, p => IsKept(p, collection.TextsAreAboutNobody), StringComparer.Ordinal);

    public IReadOnlyList<MemberChange> Between(T? before, T? after)
    {
        var (old, now) = (Members(before), Members(after));
        return
        [
            .. from name in old.Keys.Union(now.Keys, StringComparer.Ordinal)
               let was = Of(old, name)
               let becomes = Of(now, name)
               where was is null || becomes is null ? was.HasValue != becomes.HasValue : !JsonElement.DeepEquals(was.Value, becomes.Value)
               select _kept.GetValueOrDefault(name) ? new MemberChange(name, Text(was), Text(becomes)) : new MemberChange(name, null, null)
        ];
    }

    private static JsonElement? Of(IReadOnlyDictionary<string, JsonElement> members, string name) => members.TryGetValue(name, out var value) ? value : null;

    private Dictionary<string, JsonElement> Members(T? document)
    {
        if (document is null) return [];
        var json = JsonSerializer.SerializeToElement(document, collection.Json);
        return json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null).ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal) : [];
    }

    private static string? Text(JsonElement? value)
    {
        if (value is not { } element) return null;
        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        return text.Length <= LongestText ? text : text[..LongestText] + "…";
    }

    private static bool IsKept(JsonPropertyInfo property, bool texts)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type.IsEnum || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(decimal) || type == typeof(double)
            || type == typeof(DateOnly) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || (texts && type == typeof(string));
    }
}
