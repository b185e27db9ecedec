using System.Text.Json.Serialization.Metadata;

namespace Sunshine.Foundation.Storage;

/// <summary>
/// A kind of document a service keeps, with the fields it can be found by. What is not declared here cannot be queried, so every query
/// is answered by an index in both engines.
/// </summary>
/// <param name="name">Lower-case letters; the table's or the collection's name.</param>
/// <param name="id">Reads a document's id: 1-200 characters, never changing.</param>
/// <param name="json">How documents are written (source generated).</param>
public sealed class Collection<T>(string name, Func<T, string> id, JsonTypeInfo<T> json) where T : class
{
    public string Name { get; } = name;

    public Func<T, string> Id { get; } = id;

    public JsonTypeInfo<T> Json { get; } = json;

    /// <summary>Fields that documents are listed by. Each is an index of its own, with the id as second part.</summary>
    public IReadOnlyList<Field<T>> Fields { get; init; } = [];

    /// <summary>Combinations of fields that lists filter and order by: equal ones first, the one that orders last.</summary>
    public IReadOnlyList<IReadOnlyList<Field<T>>> Indexes { get; init; } = [];

    /// <summary>Full text and facets; null if documents are only listed.</summary>
    public SearchIndex<T>? Search { get; init; }

    /// <summary>
    /// Refuses a query that no declared index answers: all <paramref name="equal"/> fields, then the one that orders (null: the id).
    /// </summary>
    /// <exception cref="InvalidOperationException">A mistake in a service's code, found by the first call.</exception>
    internal void RequireIndex(IReadOnlyCollection<Field<T>> equal, Field<T>? order)
    {
        var wanted = order is null || equal.Contains(order) ? equal.Count : equal.Count + 1;
        var single = equal.Count <= 1 && (order is null || equal.Count == 0 || equal.Contains(order));
        if (single || Indexes.Any(index => index.Count == wanted
                && index.Take(equal.Count).All(equal.Contains) && (wanted == equal.Count || index[^1] == order)))
            return;
        throw new InvalidOperationException(
            $"Collection {Name} declares no index for ({string.Join(", ", equal.Select(f => f.Name))}) ordered by {order?.Name ?? "id"}.");
    }
}

/// <summary>Full text and facets of a collection.</summary>
public sealed class SearchIndex<T> where T : class
{
    /// <summary>What is found first, such as the title: its matches weigh more and are scored before others.</summary>
    public required Func<T, IEnumerable<string?>> Heading { get; init; }

    /// <summary>The rest of the text.</summary>
    public required Func<T, IEnumerable<string?>> Text { get; init; }

    /// <summary>The day by which results are ordered and limited; null for none.</summary>
    public required Func<T, DateOnly?> Day { get; init; }

    /// <summary>What results are filtered and counted by. At least one.</summary>
    public required IReadOnlyList<Facet<T>> Facets { get; init; }
}
