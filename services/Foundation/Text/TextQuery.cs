using System.Text;

namespace Sunshine.Foundation.Text;

/// <summary>
/// What a reader typed, as terms that must all occur. Terms are separated by white space and punctuation; brackets do not separate,
/// because they stand inside document numbers.
/// </summary>
public sealed class TextQuery
{
    /// <summary>More terms than this are ignored.</summary>
    public const int MostTerms = 16;

    private TextQuery(IReadOnlyList<Term> terms) => Terms = terms;

    public IReadOnlyList<Term> Terms { get; }

    /// <summary>Nothing that could be found, such as punctuation alone.</summary>
    public bool IsEmpty => Terms.Count == 0;

    public static TextQuery Parse(string? typed)
    {
        var terms = new List<Term>();
        var folded = Folding.Fold(typed ?? "");
        var start = 0;
        for (var i = 0; i <= folded.Length && terms.Count < MostTerms; i++)
        {
            if (i < folded.Length && !Separates(folded, i)) continue;
            if (Term.Of(folded.AsSpan(start, i - start)) is { } term && !terms.Contains(term)) terms.Add(term);
            start = i + 1;
        }

        return new TextQuery(terms);
    }

    private static bool Separates(string folded, int at) =>
        folded[at] != Folding.Bracket && !char.IsLetterOrDigit(folded[at]) && Folding.HanLength(folded, at) == 0
        && !char.IsLowSurrogate(folded[at]);

    /// <summary>Tokens that must stand next to each other in this order.</summary>
    /// <param name="Tokens">Joined by spaces.</param>
    /// <param name="Runs">The folded runs as typed, for highlighting.</param>
    /// <param name="IsPrefix">The last token is a single Han character, which is found as the beginning of a token: 91号 is in 91号文件.</param>
    public sealed record Term(string Tokens, IReadOnlyList<string> Runs, bool IsPrefix)
    {
        public bool Equals(Term? other) => other is not null && Tokens == other.Tokens;

        public override int GetHashCode() => Tokens.GetHashCode(StringComparison.Ordinal);

        internal static Term? Of(ReadOnlySpan<char> folded)
        {
            var runs = new List<string>();
            foreach (var run in new Bigrams.RunEnumerator(folded)) runs.Add(run.Text.ToString());
            if (runs.Count == 0) return null;

            var tokens = new StringBuilder();
            for (var i = 0; i < runs.Count; i++)
            {
                var han = Folding.HanLength(runs[i], 0) > 0;
                if (!han) tokens.Append(Bigrams.Word(runs[i])).Append(' ');
                // A run in the middle ends where the text's run ends; the last one may be the beginning of a longer run.
                else Bigrams.AppendPairs(tokens, runs[i], withLast: i < runs.Count - 1 || IsSingle(runs[i]));
            }

            return new Term(tokens.ToString().TrimEnd(), runs, IsSingle(runs[^1]));
        }

        private static bool IsSingle(string run) => Folding.HanLength(run, 0) == run.Length;
    }
}
