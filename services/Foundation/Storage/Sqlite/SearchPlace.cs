using System.Buffers.Binary;
using System.Buffers.Text;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// Where a page of search results ended. Scores change with every document that is added, so the order of the best is frozen here when
/// the first page is read: every match comes once, whatever is written meanwhile.
/// </summary>
/// <param name="Best">Docids of the best matches, best first; empty if results are ordered by day.</param>
/// <param name="Shown">How many of them were on earlier pages.</param>
/// <param name="Last">The last docid shown from the others.</param>
internal sealed record SearchPlace(long Total, long[] Best, int Shown, long Last)
{
    public override string ToString()
    {
        var bytes = new byte[8 + 8 + 4 + Best.Length * 8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Total);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Last);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Shown);
        for (var i = 0; i < Best.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(20 + i * 8), Best[i]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="BadPlaceException">Not a place.</exception>
    public static SearchPlace Parse(string text)
    {
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(text);
        }
        catch (FormatException e)
        {
            throw new BadPlaceException("Not a place in search results.", e);
        }

        if (bytes.Length < 20 || (bytes.Length - 20) % 8 != 0) throw new BadPlaceException("Not a place in search results.");
        var best = new long[(bytes.Length - 20) / 8];
        for (var i = 0; i < best.Length; i++) best[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(20 + i * 8));
        var place = new SearchPlace(
            BinaryPrimitives.ReadInt64LittleEndian(bytes), best, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(16)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)));
        return place.Total >= 0 && place.Shown >= 0 && place.Shown <= best.Length && place.Last > long.MinValue
            ? place
            : throw new BadPlaceException("Not a place in search results.");
    }
}
