namespace Sunshine.Foundation.Text;

/// <summary>
/// Folds characters that readers take for the same: full-width forms to ASCII, upper to lower case, all brackets to one.
/// One character always becomes one, so that a position in the folded text is the position in the original.
/// </summary>
public static class Folding
{
    /// <summary>What every bracket becomes. Brackets stand inside document numbers in many forms.</summary>
    internal const char Bracket = '(';

    private const string Brackets = "()[]{}〔〕【】〈〉《》「」『』﹝﹞⟦⟧❲❳";

    public static char Fold(char c)
    {
        // The host runs without ICU data, where string.Normalize does nothing: the one block that matters is shifted here.
        if (c is >= '\uFF01' and <= '\uFF5E') c = (char)(c - 0xFEE0);
        if (c < 0x80)
        {
            if (c is >= 'A' and <= 'Z') return (char)(c | 0x20);
            return c is '(' or ')' or '[' or ']' or '{' or '}' ? Bracket : c;
        }

        if (c == '\u3000') return ' ';
        if (Brackets.Contains(c)) return Bracket;
        return IsHan(c) || char.IsSurrogate(c) ? c : char.ToLowerInvariant(c);
    }

    /// <summary>Folds a whole text; the result has the same length.</summary>
    public static string Fold(string text) =>
        string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = Fold(source[i]);
        });

    /// <summary>Chinese characters, and kana and hangul, which are written without spaces too.</summary>
    internal static bool IsHan(char c) =>
        c is >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF' or '\u3007' or >= '\u3040' and <= '\u30FF'
            or >= '\uAC00' and <= '\uD7AF' or >= '\uF900' and <= '\uFAFF';

    /// <summary>The length (1 or 2) of the Han character at a position, or 0. Rare characters take two UTF-16 units.</summary>
    internal static int HanLength(ReadOnlySpan<char> folded, int at)
    {
        var c = folded[at];
        if (IsHan(c)) return 1;
        return char.IsHighSurrogate(c) && at + 1 < folded.Length && char.IsLowSurrogate(folded[at + 1])
            && char.ConvertToUtf32(c, folded[at + 1]) is >= 0x20000 and <= 0x3FFFF ? 2 : 0;
    }
}
