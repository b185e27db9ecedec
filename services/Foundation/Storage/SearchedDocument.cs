using System.Text;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Storage;

/// <summary>
/// A document as searches see it: the opposite of a search, for queries that are kept and wait for documents. It says what both engines
/// would find (the store contract compares them), without asking one.
/// </summary>
public sealed class SearchedDocument<T>(Collection<T> collection, T document) where T : class
{
    private readonly SearchIndex<T> _index = collection.Search ?? throw new InvalidOperationException($"Collection {collection.Name} is not searched.");
    private readonly Dictionary<Facet<T>, IReadOnlyList<string>> _values = [];
    private (string Tokens, HashSet<string> Distinct)? _text;

    /// <summary>Whether a query finds it; its order, size and place do not matter.</summary>
    public bool IsFoundBy(SearchQuery<T> query)
    {
        var day = _index.Day(document) ?? DateOnly.MinValue;
        return (query.From is null || day >= query.From) && (query.To is null || day <= query.To)
            && query.Filters.All(f => Values(f.Facet).Any(f.Values.Contains))
            && (query.Text is null || Has(query.Text));
    }

    private IReadOnlyList<string> Values(Facet<T> facet)
    {
        if (!_values.TryGetValue(facet, out var values)) _values[facet] = values = facet.Values(document);
        return values;
    }

    private bool Has(TextQuery query)
    {
        if (query.IsEmpty) return false;
        var (tokens, distinct) = _text ??= Read();
        return query.Terms.All(term =>
        {
            var end = term.Tokens.IndexOf(' ', StringComparison.Ordinal);
            // Most terms do not occur at all, which their first token tells without reading the text.
            if ((end > 0 || !term.IsPrefix) && !distinct.Contains(end < 0 ? term.Tokens : term.Tokens[..end])) return false;
            return tokens.Contains(term.IsPrefix ? $" {term.Tokens}" : $" {term.Tokens} ", StringComparison.Ordinal);
        });
    }

    private (string, HashSet<string>) Read()
    {
        var tokens = new StringBuilder(" ");
        foreach (var part in _index.Heading(document).Concat(_index.Text(document)))
        {
            Bigrams.Append(tokens, part);
            tokens.Append(Bigrams.Gap).Append(' ');
        }

        var text = tokens.ToString();
        return (text, [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
