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
    private const int LongestId = 200;

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
    /// Raise it when a field, a facet or the text of a document is read differently than before, under the same name: indexes are then
    /// built anew. Other changes of the declaration are seen without it.
    /// </summary>
    public int Version { get; init; } = 1;

    /// <summary>
    /// Brings a document as an earlier version of the program wrote it into today's form, on every read; the next write stores it so. Leaves alone what has it already. Raise
    /// <see cref="Version"/> with it, so that fields and text are those of today's form. Null for none: members that are missing have their defaults, and unknown ones are passed over.
    /// </summary>
    public Func<T, T>? Upgrade { get; init; }

    /// <summary>What only serves the platform's own work, such as how far something has come. Nobody is asked who changed it, so it is not in the audit log.</summary>
    public bool IsBookkeeping { get; init; }

    /// <summary>Texts of these documents are about nobody, so that the audit log may keep them: of agencies and kinds of records, say, and not of documents or people.</summary>
    public bool TextsAreAboutNobody { get; init; }

    internal T Upgraded(T stored) => Upgrade is null ? stored : Upgrade(stored);

    /// <summary>Refuses a declaration that an engine could not carry out.</summary>
    /// <exception cref="InvalidOperationException">A mistake in a service's code, found at start.</exception>
    internal void Validate()
    {
        if (Name.Length is 0 or > 40 || !Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') || !char.IsAsciiLetterLower(Name[0]))
            throw new InvalidOperationException($"Collection {Name}: a name is made of lower-case letters.");
        if (Fields.GroupBy(f => f.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Collection {Name} declares field {twice.Key} twice.");
        if (Indexes.SelectMany(i => i).FirstOrDefault(f => !Fields.Contains(f)) is { } unknown)
            throw new InvalidOperationException($"Collection {Name} has an index on {unknown.Name}, which is not among its fields.");
        if (Search?.Facets.FirstOrDefault(f => f.Name.Length == 0 || !f.Name.All(char.IsAsciiLetterOrDigit)) is { } odd)
            throw new InvalidOperationException($"Collection {Name}: the facet name {odd.Name} is not made of letters and digits.");
        if (Search is { Facets.Count: 0 })
            throw new InvalidOperationException($"Collection {Name} is searched, but declares no facet.");
    }

    /// <summary>Refuses writes that break the rules of <see cref="IDocuments{T}.Write"/>, before any is carried out.</summary>
    internal void Validate(IReadOnlyList<Write<T>> writes)
    {
        var ids = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            if (write.Id.Length is 0 or > LongestId) throw new ArgumentException($"An id has 1-{LongestId} characters: {write.Id}", nameof(writes));
            if (!ids.Add(write.Id)) throw new ArgumentException($"The id {write.Id} occurs twice in one call.", nameof(writes));
            if (write.Value is not null && Id(write.Value) != write.Id)
                throw new ArgumentException($"The document {Id(write.Value)} was to be stored as {write.Id}.", nameof(writes));
        }
    }

    /// <summary>Refuses a field that no index answers.</summary>
    internal void RequireField(Field<T> field)
    {
        if (!Fields.Contains(field)) throw new InvalidOperationException($"Collection {Name} declares no field {field.Name}.");
    }

    /// <summary>
    /// Refuses a query that no declared index answers: all <paramref name="equal"/> fields, then the one that orders (null: the id).
    /// </summary>
    /// <exception cref="InvalidOperationException">A mistake in a service's code, found by the first call.</exception>
    internal void RequireIndex(IReadOnlyCollection<Field<T>> equal, Field<T>? order)
    {
        foreach (var field in equal) RequireField(field);
        if (order is not null) RequireField(order);
        var wanted = order is null || equal.Contains(order) ? equal.Count : equal.Count + 1;
        if (wanted <= 1 || Indexes.Any(index => index.Count == wanted
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

    /// <summary>
    /// The day by which results are ordered and limited; null for none. A document without one comes last, and is before every day.
    /// </summary>
    public required Func<T, DateOnly?> Day { get; init; }

    /// <summary>What results are filtered and counted by. At least one.</summary>
    public required IReadOnlyList<Facet<T>> Facets { get; init; }

    internal int IndexOf(Facet<T> facet)
    {
        for (var i = 0; i < Facets.Count; i++)
        {
            if (Facets[i] == facet) return i;
        }

        throw new InvalidOperationException($"The search index declares no facet {facet.Name}.");
    }
}
