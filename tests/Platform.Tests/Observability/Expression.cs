using System.Text.RegularExpressions;

namespace Sunshine.Platform.Tests.Observability;

/// <summary>An expression in PromQL, as far as it tells which series it is made of.</summary>
internal static partial class Expression
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "bool", "offset", "inf", "nan", "by", "without", "on", "ignoring", "group_left", "group_right", "sum", "min", "max", "avg", "count"];

    /// <summary>The names of series, also of those that recording rules make.</summary>
    public static IReadOnlyList<string> Series(string expression)
    {
        // What stands in quotes, after them what selects by labels, then ranges, then lists of labels: what is left are names, functions and operators.
        var bare = Labels().Replace(Ranges().Replace(Selectors().Replace(Quoted().Replace(expression, "\"\""), " "), " "), " ");
        return [.. Names().Matches(bare).Where(m => !Words.Contains(m.Value)).Select(m => m.Value).Distinct()];
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Labels();

    /// <summary>Not a function, which a bracket follows, nor the unit of a number.</summary>
    [GeneratedRegex(@"(?<![\w:.])[a-zA-Z_][\w:]*(?![\w:])(?!\s*\()")]
    private static partial Regex Names();
}
