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

    /// <summary>What <see cref="Value"/> gives: string, long, decimal, DateOnly or DateTimeOffset.</summary>
    internal abstract Type Kind { get; }

    /// <summary>The opposite of <see cref="Format"/>.</summary>
    /// <exception cref="BadPlaceException">Not a value of this field's type.</exception>
    internal object Parse(string text)
    {
        try
        {
            if (Kind == typeof(string)) return text;
            if (Kind == typeof(decimal)) return decimal.Parse(text);
            if (Kind == typeof(DateOnly)) return DateOnly.ParseExact(text, "O");
            if (Kind == typeof(DateTimeOffset)) return DateTimeOffset.ParseExact(text, "O", null);
            return long.Parse(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new BadPlaceException($"{text} is not a value of {Name}.", e);
        }
    }

    /// <summary>A value as page tokens and counts carry it: days and times in ISO 8601, numbers plainly.</summary>
    internal static string Format(object value) => value switch
    {
        string s => s,
        decimal d => d.ToString("0.####"),
        DateOnly d => d.ToString("O"),
        DateTimeOffset t => t.ToString("O"),
        _ => $"{value}"
    };
}

/// <summary>
/// A field of type string, enum (kept as its name), int, long, bool, decimal, <see cref="DateOnly"/> or <see cref="DateTimeOffset"/>, or
/// nullable. A missing value is kept as an empty string, 0 or 0001-01-01, so that order and paging need no special case. Strings are
/// ordered by code point; times are kept to the millisecond; decimals to four places, below 900 trillion.
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

    internal override Type Kind { get; } = KindOf(Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue));

    private static Type KindOf(Type type)
    {
        if (type == typeof(string) || type.IsEnum) return typeof(string);
        if (type == typeof(int) || type == typeof(long) || type == typeof(bool)) return typeof(long);
        if (type == typeof(decimal) || type == typeof(DateOnly) || type == typeof(DateTimeOffset)) return type;
        throw new InvalidOperationException($"Fields of type {type} are not supported.");
    }

    private object Store(TValue value) => value switch
    {
        string s => s,
        Enum e => e.ToString(),
        int i => (long)i,
        long l => l,
        bool b => b ? 1L : 0L,
        decimal d => Exact(d),
        DateOnly d => d,
        DateTimeOffset t => DateTimeOffset.FromUnixTimeMilliseconds(t.ToUnixTimeMilliseconds()),
        _ => Missing(Kind)
    };

    private static object Missing(Type kind)
    {
        if (kind == typeof(string)) return "";
        if (kind == typeof(decimal)) return 0m;
        if (kind == typeof(DateOnly)) return DateOnly.MinValue;
        return kind == typeof(DateTimeOffset) ? DateTimeOffset.MinValue : 0L;
    }

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
public sealed class Facet<T> where T : class
{
    private readonly Func<T, string?>? _one;
    private readonly Func<T, IEnumerable<string?>>? _many;

    /// <summary>A property with at most one value.</summary>
    public Facet(string name, Func<T, string?> value) => (Name, _one) = (name, value);

    /// <summary>A property with any number of values.</summary>
    public Facet(string name, Func<T, IEnumerable<string?>> values) => (Name, _many) = (name, values);

    public string Name { get; }

    internal IReadOnlyList<string> Values(T document)
    {
        if (_one is not null) return _one(document) is { Length: > 0 } value ? [value] : [];
        return [.. _many!(document).OfType<string>().Where(v => v.Length > 0)];
    }

    /// <summary>Documents with any of these values; none if there is no value.</summary>
    public FacetFilter<T> In(params IReadOnlyCollection<string> values) => new(this, values);
}
