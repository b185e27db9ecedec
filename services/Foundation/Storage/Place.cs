using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sunshine.Foundation.Storage;

/// <summary>Where a page of a list ended: the last document's ordering value and id.</summary>
internal sealed partial record Place(string Value, string Id)
{
    public static Place After<T>(Collection<T> collection, ListQuery<T> query, T last) where T : class
    {
        var value = query.OrderBy?.Value(last);
        return new Place(value switch { null => "", IFormattable f and not decimal => f.ToString(value is long ? "D" : "O", null), _ => $"{value}" }, collection.Id(last));
    }

    /// <exception cref="FormatException">Not a place.</exception>
    public static Place Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Json.Default.Place) ?? throw new FormatException();
        }
        catch (JsonException e)
        {
            throw new FormatException("Not a place in a list.", e);
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, Json.Default.Place);

    [JsonSerializable(typeof(Place))]
    private sealed partial class Json : JsonSerializerContext;
}
