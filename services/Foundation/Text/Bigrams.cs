using System.Text;

namespace Sunshine.Foundation.Text;

/// <summary>
/// Cuts text into the tokens that both engines index. A run of Han characters becomes overlapping pairs and, at its end, its last
/// character alone, so that every single character begins some token; a run of letters and digits stays whole.
/// <example>鞍政办发〔2016〕91号 → 鞍政 政办 办发 发 2016 91 号</example>
/// </summary>
public static class Bigrams
{
    /// <summary>Changes when the tokens change: stored indexes of an older version are rebuilt.</summary>
    public const int Version = 1;

    /// <summary>Stands between texts that are indexed as one, so that no phrase reaches from one into the next.</summary>
    public const char Gap = '¶';

    /// <summary>Longest run of letters and digits that is kept; what is beyond it cannot be searched.</summary>
    private const int LongestWord = 64;

    /// <summary>The token of a run of letters and digits.</summary>
    internal static ReadOnlySpan<char> Word(ReadOnlySpan<char> run) => run[..Math.Min(run.Length, LongestWord)];

    /// <summary>Appends the tokens of a text, each followed by a space.</summary>
    public static void Append(StringBuilder tokens, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        foreach (var run in new RunEnumerator(Folding.Fold(text)))
        {
            if (run.IsHan) AppendPairs(tokens, run.Text, withLast: true);
            else tokens.Append(Word(run.Text)).Append(' ');
        }
    }

    /// <summary>The tokens of a text, joined by spaces.</summary>
    public static string Of(string text)
    {
        var tokens = new StringBuilder(text.Length * 3);
        Append(tokens, text);
        return tokens.ToString().TrimEnd();
    }

    internal static void AppendPairs(StringBuilder tokens, ReadOnlySpan<char> run, bool withLast)
    {
        var at = 0;
        var length = Folding.HanLength(run, 0);
        while (at + length < run.Length)
        {
            var next = Folding.HanLength(run, at + length);
            tokens.Append(run.Slice(at, length + next)).Append(' ');
            at += length;
            length = next;
        }

        if (withLast) tokens.Append(run[at..]).Append(' ');
    }

    /// <summary>A stretch of Han characters, or of letters and digits.</summary>
    internal readonly ref struct Run(ReadOnlySpan<char> text, int start, bool isHan)
    {
        public ReadOnlySpan<char> Text { get; } = text;
        public int Start { get; } = start;
        public bool IsHan { get; } = isHan;
    }

    internal ref struct RunEnumerator(ReadOnlySpan<char> folded)
    {
        private readonly ReadOnlySpan<char> _folded = folded;
        private int _at;

        public Run Current { get; private set; }

        public readonly RunEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_at < _folded.Length)
            {
                var start = _at;
                int length;
                while (_at < _folded.Length && (length = Folding.HanLength(_folded, _at)) > 0) _at += length;
                if (_at > start)
                {
                    Current = new Run(_folded[start.._at], start, isHan: true);
                    return true;
                }

                while (_at < _folded.Length && IsWord(_folded[_at])) _at++;
                if (_at > start)
                {
                    Current = new Run(_folded[start.._at], start, isHan: false);
                    return true;
                }

                _at++;
            }

            return false;
        }

        private static bool IsWord(char c) => char.IsLetterOrDigit(c) && !Folding.IsHan(c);
    }
}
