using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tables;

/// <summary>Which column stands under which heading.</summary>
internal sealed class Columns
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>A table without headings.</summary>
    public static Columns Letters { get; } = new();

    /// <summary>The headings as they stand.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>How many cells a row must have: up to the last heading.</summary>
    public int Width => _names.Count;

    /// <exception cref="RefusedException">A heading is missing, stands twice or is unknown; all of them are told.</exception>
    public static Columns Of(Row row, TableOptions options, Place place)
    {
        var columns = new Columns();
        var last = Array.FindLastIndex(row.Cells, c => !string.IsNullOrWhiteSpace(c));
        if (last >= options.MostColumns) throw TableRefusals.TooManyColumns(options.Field, options.MostColumns, place.Of(row.Line));
        var wrong = new List<Violation>();
        for (var i = 0; i <= last; i++)
        {
            if (columns.Add(row.Cells[i] ?? "", options, place.Of(row.Line, i, Letter(i))) is { } problem) wrong.Add(problem);
        }

        wrong.AddRange(options.Headings.Where(h => h.Required && columns.Find(h.Name) < 0).Select(h => TableRefusals.HeadingMissing(options.Field, h.Name)));
        if (wrong.Count > 0) throw TableRefusals.Of(wrong);
        return columns;
    }

    /// <summary>Adds the next column. A heading that may not stand gets none of its own, but counts as a column.</summary>
    public Violation? Add(string text, TableOptions options, string where)
    {
        var (column, name, key) = (_names.Count, text.Trim(), Key(text));
        _names.Add(name);
        if (key.Length == 0) return null;
        var known = Known(text, options);
        if (known is null && options is { Headings.Count: > 0, AllowUnknown: false }) return TableRefusals.HeadingUnknown(options.Field, name, where);
        if (known is not null && !_byName.TryAdd(Key(known.Name), column)) return TableRefusals.HeadingTwice(options.Field, known.Name, where);
        if (!_byName.TryAdd(key, column) && known is null && !options.AllowUnknown) return TableRefusals.HeadingTwice(options.Field, name, where);
        // Both as they are asked for, so that no row folds its questions.
        _byName.TryAdd(name, column);
        if (known is not null) _byName.TryAdd(known.Name, column);
        return null;
    }

    /// <summary>The known column that a heading means: by its name, else by what else it may be called.</summary>
    public static TableHeading? Known(string text, TableOptions options)
    {
        var key = Key(text);
        return options.Headings.FirstOrDefault(h => Key(h.Name) == key) ?? options.Headings.FirstOrDefault(h => h.Aliases.Any(a => Key(a) == key));
    }

    /// <summary>0-based; -1 if there is none.</summary>
    public int Find(string heading)
    {
        if (ReferenceEquals(this, Letters)) return Number(heading);
        return _byName.TryGetValue(heading, out var column) || _byName.TryGetValue(Key(heading), out column) ? column : -1;
    }

    public string NameOf(int column) => column < _names.Count && _names[column].Length > 0 ? _names[column] : Letter(column);

    /// <summary>A heading without what makes no difference: spaces, line breaks, marks without width, full and half width, case, the form of brackets.</summary>
    private static string Key(string text) => string.Create(text.Count(Counts), text, static (span, source) =>
    {
        var at = 0;
        foreach (var c in source)
        {
            if (Counts(c)) span[at++] = Folding.Fold(c);
        }
    });

    private static bool Counts(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF');

    /// <summary><c>A</c> for 0.</summary>
    public static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter(column / 26 - 1) + (char)('A' + column % 26);

    /// <summary>0 for <c>A</c>; -1 for what is no letter of a column, at most three.</summary>
    public static int Number(ReadOnlySpan<char> letters)
    {
        if (letters.Length is 0 or > 3) return -1;
        var number = 0;
        foreach (var c in letters)
        {
            if (!char.IsAsciiLetter(c)) return -1;
            number = number * 26 + (c & 0x1F);
        }

        return number - 1;
    }
}
