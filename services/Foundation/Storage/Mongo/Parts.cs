using System.Text;
using MongoDB.Bson;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>
/// What stands beside the record in a stored document, computed from it:
/// <c>{ doc, f: { field values }, s: { day, facets: { name: [{ v, n }] } }, t: { heading, text, chars } }</c>.
/// </summary>
internal sealed class Parts<T>(Collection<T> collection) where T : class
{
    public BsonDocument Of(T value)
    {
        var parts = new BsonDocument("doc", Mapping.Write(value));
        parts["f"] = new BsonDocument(collection.Fields.Select(f => new BsonElement(f.Name, Mapping.Value(f.Value(value)))));
        if (collection.Search is not { } index) return parts;

        parts["s"] = new BsonDocument
        {
            ["day"] = Mapping.Day(index.Day(value) ?? DateOnly.MinValue),
            ["facets"] = new BsonDocument(index.Facets.Select(f => new BsonElement(f.Name, Counted(f.Values(value)))))
        };
        var heading = Tokens(index.Heading(value));
        var text = Tokens(index.Text(value));
        parts["t"] = new BsonDocument { ["heading"] = heading, ["text"] = text, ["chars"] = Characters(heading, text) };
        return parts;
    }

    /// <summary>Each value once, with how often it occurs: filters look at the value, counts at both.</summary>
    private static BsonArray Counted(IEnumerable<string> values) =>
        [.. values.CountBy(v => v).Select(c => new BsonDocument { ["v"] = c.Key, ["n"] = c.Value })];

    private static string Tokens(IEnumerable<string?> parts)
    {
        var tokens = new StringBuilder();
        foreach (var part in parts)
        {
            if (string.IsNullOrEmpty(part)) continue;
            if (tokens.Length > 0) tokens.Append(Bigrams.Gap).Append(' ');
            Bigrams.Append(tokens, part);
        }

        return tokens.ToString().TrimEnd();
    }

    /// <summary>
    /// Every character that begins a token, by itself: MongoDB finds whole words only, and a single character is searched as a word's
    /// beginning.
    /// </summary>
    private static string Characters(params ReadOnlySpan<string> texts)
    {
        var characters = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            for (var at = 0; at < text.Length; at++)
            {
                if (at > 0 && text[at - 1] != ' ') continue;
                var length = Folding.HanLength(text, at);
                if (length > 0) characters.Add(text.Substring(at, length));
            }
        }

        return string.Join(' ', characters.Order(StringComparer.Ordinal));
    }
}
