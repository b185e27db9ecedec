using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Storage;

internal enum Comparison { Equal, AtLeast, AtMost }

/// <summary>A condition on one field. Made by the field.</summary>
public sealed class Criterion<T> where T : class
{
    internal Criterion(Field<T> field, Comparison comparison, object value) => (Field, Comparison, Value) = (field, comparison, value);

    internal Field<T> Field { get; }

    internal Comparison Comparison { get; }

    internal object Value { get; }
}

internal static class Criteria
{
    /// <summary>The field of which criteria want a range; null if all are equalities.</summary>
    public static Field<T>? Range<T>(this IReadOnlyList<Criterion<T>> where) where T : class =>
        where.FirstOrDefault(c => c.Comparison != Comparison.Equal)?.Field;

    /// <summary>Refuses criteria that cannot be counted by an index.</summary>
    public static void RequireIndex<T>(this IReadOnlyList<Criterion<T>> where, Collection<T> collection) where T : class
    {
        var range = where.Range();
        if (where.FirstOrDefault(c => c.Comparison != Comparison.Equal && c.Field != range) is { } second)
            throw new InvalidOperationException($"Ranges on {range!.Name} and {second.Field.Name} cannot be counted at once.");
        collection.RequireIndex([.. where.Where(c => c.Comparison == Comparison.Equal).Select(c => c.Field).Distinct()], range);
    }
}

/// <summary>A condition on a facet. Made by the facet.</summary>
public sealed record FacetFilter<T>(Facet<T> Facet, IReadOnlyCollection<string> Values) where T : class;

/// <summary>Which documents to list, and how.</summary>
public sealed record ListQuery<T> where T : class
{
    /// <summary>All must hold. Equalities on any fields; ranges only on <see cref="OrderBy"/>.</summary>
    public IReadOnlyList<Criterion<T>> Where { get; init; } = [];

    /// <summary>The field that orders; equal ones by id. Null orders by id alone.</summary>
    public Field<T>? OrderBy { get; init; }

    public bool Descending { get; init; }

    /// <summary>How many at most.</summary>
    public required int Size { get; init; }

    /// <summary>Where the page before ended; null for the first.</summary>
    public string? After { get; init; }

    internal IReadOnlyList<Field<T>> Equal => [.. Where.Where(c => c.Comparison == Comparison.Equal).Select(c => c.Field).Distinct()];

    internal void Validate(Collection<T> collection)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Size, 1);
        collection.RequireIndex(Equal, OrderBy);
        if (Where.FirstOrDefault(c => c.Comparison != Comparison.Equal && c.Field != OrderBy) is { } range)
            throw new InvalidOperationException($"A range on {range.Field.Name} needs a list ordered by it.");
    }
}

/// <summary>A part of a list.</summary>
/// <param name="Next">Where the next page begins; null if this is the last.</param>
public sealed record Slice<T>(IReadOnlyList<Stored<T>> Documents, string? Next) where T : class;

public enum SearchOrder
{
    /// <summary>Newest day first, then newest stored.</summary>
    Newest,

    /// <summary>The best of the candidates that are scored (see <see cref="SearchQuery{T}.Candidates"/>), then the rest newest first.</summary>
    Relevance
}

/// <summary>What to search for.</summary>
public sealed record SearchQuery<T> where T : class
{
    /// <summary>
    /// How many matches relevance scores: the newest ones, and as many of the newest whose heading matches. Scoring all matches of a common
    /// word would cost more than reading them.
    /// </summary>
    public const int Candidates = 1024;

    /// <summary>How many of the scored are put first.</summary>
    public const int Best = 100;

    /// <summary>Null: every document.</summary>
    public TextQuery? Text { get; init; }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<FacetFilter<T>> Filters { get; init; } = [];

    /// <summary>First day, inclusive.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, inclusive.</summary>
    public DateOnly? To { get; init; }

    public SearchOrder Order { get; init; }

    /// <summary>How many documents at most; 0 only counts.</summary>
    public required int Size { get; init; }

    /// <summary>Where the page before ended; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>The facets to count over all matches, on the first page.</summary>
    public IReadOnlyList<Facet<T>> Count { get; init; } = [];
}

/// <summary>A part of the matches.</summary>
/// <param name="Total">All matches when the first page was read, exact.</param>
/// <param name="Facets">By facet name; most frequent first, then by value. Empty on later pages.</param>
/// <param name="Next">Where the next page begins; null if this is the last.</param>
public sealed record SearchPage<T>(
    IReadOnlyList<Stored<T>> Documents, long Total, IReadOnlyDictionary<string, IReadOnlyList<ValueCount>> Facets, string? Next)
    where T : class;

/// <summary>How often a facet's value occurs.</summary>
/// <param name="Documents">Documents that have it.</param>
/// <param name="Occurrences">Each time it occurs in them.</param>
public sealed record ValueCount(string Value, long Documents, long Occurrences);
