using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MongoDB.Bson;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>Where a page of search results ended.</summary>
/// <param name="Score">Of the last document; 0 if results are ordered by day.</param>
/// <param name="Day">Its day, in milliseconds.</param>
/// <param name="Seq">Its number.</param>
internal sealed partial record SearchPlace(long Total, double Score, long Day, string Seq)
{
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, SearchPlaceJson.Default.SearchPlace));

    /// <exception cref="BadPlaceException">Not a place.</exception>
    public static SearchPlace Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text), SearchPlaceJson.Default.SearchPlace) is { } place && ObjectId.TryParse(place.Seq, out _))
                return place;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new BadPlaceException("Not a place in search results.", e);
        }

        throw new BadPlaceException("Not a place in search results.");
    }

    [JsonSerializable(typeof(SearchPlace))]
    private sealed partial class SearchPlaceJson : JsonSerializerContext;
}
