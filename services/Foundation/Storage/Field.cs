using System.Linq.Expressions;

namespace Sunshine.Foundation.Storage;

/// <summary>A value by which documents are listed, declared once by an expression.</summary>
public abstract class Field<T>(string name, bool unique) where T : class
{
    /// <summary>The member's name in camel case.</summary>
    public string Name { get; } = name;

    /// <summary>No two documents have the same value; empty strings do not count.</summary>
    public bool Unique { get; } = unique;

    /// <summary>The value as the engines take it: string, long, decimal, DateOnly or DateTimeOffset; never null.</summary>
    internal abstract object Value(T document);

    /// <summary>A value of the field's type, as a page token carries it.</summary>
    internal abstract object Parse(string text);
}

/// <summary>
/// A field of type string, int, long, bool, decimal, <see cref="DateOnly"/> or <see cref="DateTimeOffset"/>. A missing value is kept
/// as the type's smallest (an empty string, 0, 0001-01-01), so that order and paging need no special case. Strings are ordered by code
/// point; times are kept to the millisecond; decimals to four places, below 900 trillion.
/// </summary>
public sealed class Field<T, TValue> : Field<T> where T : class
{
    private readonly Func<T, TValue> _get;

    /// <summary>A field whose value is computed.</summary>
    public Field(string name, Func<T, TValue> get) : this(name, unique: false, get)
    {
    }

    internal Field(string name, bool unique, Func<T, TValue> get) : base(name, unique) => _get = get;

    /// <summary>Documents with this value.</summary>
    public Criterion<T> Is(TValue value) => new(this, Comparison.Equal, Store(value));

    /// <summary>Documents with this value or a larger one. Only on the field that orders the list.</summary>
    public Criterion<T> AtLeast(TValue value) => new(this, Comparison.AtLeast, Store(value));

    /// <summary>Documents with this value or a smaller one. Only on the field that orders the list.</summary>
    public Criterion<T> AtMost(TValue value) => new(this, Comparison.AtMost, Store(value));

    internal override object Value(T document) => Store(_get(document));

    internal override object Parse(string text)
    {
        if (typeof(TValue) == typeof(string)) return text;
        if (typeof(TValue) == typeof(decimal)) return decimal.Parse(text);
        if (typeof(TValue) == typeof(DateOnly)) return DateOnly.ParseExact(text, "O");
        if (typeof(TValue) == typeof(DateTimeOffset)) return DateTimeOffset.ParseExact(text, "O", null);
        return long.Parse(text);
    }

    private static object Store(TValue value) => value switch
    {
        string s => s,
        int i => (long)i,
        long l => l,
        bool b => b ? 1L : 0L,
        decimal d => Exact(d),
        DateOnly d => d,
        DateTimeOffset t => DateTimeOffset.FromUnixTimeMilliseconds(t.ToUnixTimeMilliseconds()),
        null when typeof(TValue) == typeof(string) => "",
        null when typeof(TValue) == typeof(DateOnly?) => DateOnly.MinValue,
        null => throw new InvalidOperationException($"A field of type {typeof(TValue)} cannot be empty."),
        _ => throw new InvalidOperationException($"Fields of type {typeof(TValue)} are not supported.")
    };

    private static decimal Exact(decimal value)
    {
        if (decimal.Round(value, 4) != value || Math.Abs(value) >= 900_000_000_000_000m)
            throw new InvalidOperationException($"The amount {value} has more than four places or is too large to be ordered.");
        return value;
    }
}

public static class Field
{
    /// <summary>Declares a field; its name is the member's.</summary>
    public static Field<T, TValue> Of<T, TValue>(Expression<Func<T, TValue>> member) where T : class => new(Name(member), unique: false, member.Compile());

    /// <summary>Declares a field whose values are unique; empty strings may repeat.</summary>
    public static Field<T, TValue> Unique<T, TValue>(Expression<Func<T, TValue>> member) where T : class => new(Name(member), unique: true, member.Compile());

    private static string Name(LambdaExpression member) =>
        member.Body is MemberExpression m
            ? char.ToLowerInvariant(m.Member.Name[0]) + m.Member.Name[1..]
            : throw new ArgumentException("A field is declared by a member, as in x => x.AgencyId.", nameof(member));
}

/// <summary>
/// A property with few different values, by which search results are filtered and counted. Empty and null values are left out. A value
/// that occurs several times in one document counts once as a document and each time as an occurrence.
/// </summary>
public sealed class Facet<T>(string name, Func<T, IEnumerable<string?>> values) where T : class
{
    public Facet(string name, Func<T, string?> value) : this(name, x => [value(x)])
    {
    }

    public string Name { get; } = name;

    internal IEnumerable<string> Values(T document)
    {
        foreach (var value in values(document))
        {
            if (!string.IsNullOrEmpty(value)) yield return value;
        }
    }

    /// <summary>Documents with any of these values; none if there is no value.</summary>
    public FacetFilter<T> In(params IReadOnlyCollection<string> values) => new(this, values);
}
