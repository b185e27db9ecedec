using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sunshine.Foundation.Storage;

/// <summary>Where a page of a list ended: the last document's ordering value and id.</summary>
internal sealed partial record Place(string Value, string Id)
{
    public static Place After<T>(Collection<T> collection, ListQuery<T> query, T last) where T : class
    {
        return new Place(query.OrderBy is { } order ? Field<T>.Format(order.Value(last)) : "", collection.Id(last));
    }

    /// <exception cref="BadPlaceException">Not a place.</exception>
    public static Place Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Json.Default.Place) is { Value: not null, Id: not null } place
                ? place
                : throw new BadPlaceException("Not a place in a list.");
        }
        catch (JsonException e)
        {
            throw new BadPlaceException("Not a place in a list.", e);
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, Json.Default.Place);

    [JsonSerializable(typeof(Place))]
    private sealed partial class Json : JsonSerializerContext;
}
