using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Auditing;

/// <summary>
/// What of a document is another than before, by paths such as <c>live.content.title</c>; a list is one member. Values are kept of members that cannot tell of a person: states, days, times, numbers,
/// truths; of texts only where the collection says that they are about no one. Of all else the log says that it changed, and no digest either, from which a short text could be guessed.
/// </summary>
internal sealed class MemberChanges<T> where T : class
{
    /// <summary>Characters of a text that are kept.</summary>
    private const int LongestText = 500;

    /// <summary>What lies deeper is one member.</summary>
    private const int Deepest = 4;

    private readonly Collection<T> _collection;
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    public MemberChanges(Collection<T> collection)
    {
        _collection = collection;
        Find(collection.Json, "", 1);
    }

    public IReadOnlyList<MemberChange> Between(T? before, T? after)
    {
        var changes = new List<MemberChange>();
        Compare(Json(before), Json(after), "", 1, changes);
        return changes;
    }

    private JsonElement? Json(T? document) => document is null ? null : JsonSerializer.SerializeToElement(document, _collection.Json);

    private void Compare(JsonElement? before, JsonElement? after, string path, int depth, List<MemberChange> changes)
    {
        var (old, now) = (Members(before), Members(after));
        foreach (var name in old.Keys.Union(now.Keys, StringComparer.Ordinal))
        {
            var (was, becomes) = (Of(old, name), Of(now, name));
            if (was is null ? becomes is null : becomes is not null && JsonElement.DeepEquals(was.Value, becomes.Value)) continue;
            var member = path + name;
            if (depth < Deepest && was?.ValueKind is null or JsonValueKind.Object && becomes?.ValueKind is null or JsonValueKind.Object) Compare(was, becomes, member + ".", depth + 1, changes);
            else changes.Add(_kept.Contains(member) ? new MemberChange(member, Text(was), Text(becomes)) : new MemberChange(member, null, null));
        }
    }

    private static JsonElement? Of(Dictionary<string, JsonElement> members, string name) => members.TryGetValue(name, out var value) ? value : null;

    private static Dictionary<string, JsonElement> Members(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } element
        ? element.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null).ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal)
        : [];

    private static string? Text(JsonElement? value)
    {
        if (value is not { } element) return null;
        return Cut.Short(element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(), LongestText);
    }

    private void Find(JsonTypeInfo type, string path, int depth)
    {
        foreach (var property in type.Kind == JsonTypeInfoKind.Object ? type.Properties : [])
        {
            var clr = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (IsKept(clr)) _kept.Add(path + property.Name);
            else if (depth < Deepest && clr != typeof(string) && type.Options.TryGetTypeInfo(clr, out var inner)) Find(inner, $"{path}{property.Name}.", depth + 1);
        }
    }

    private bool IsKept(Type type) => type.IsEnum || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(decimal) || type == typeof(double)
        || type == typeof(DateOnly) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || (_collection.TextsAreAboutNobody && type == typeof(string));
}
