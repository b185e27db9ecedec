using System.Text;
using System.Text.RegularExpressions;

namespace Sunshine.ReportForms;

/// <summary>What two ways of printing the same name have in common.</summary>
internal static partial class PrintedName
{
    /// <summary>
    /// A name without width, spaces, punctuation and case, without what numbers it ((一), 1., 其中:) and without explanations in brackets, which are those of four
    /// characters and more: 第(一)项 keeps its number. A name that is nothing else stays.
    /// </summary>
    public static string Key(string text)
    {
        var plain = Folded(text);
        var name = Explanation().Replace(Numbering().Replace(plain, ""), "");
        var key = Letters(name);
        return key.Length > 0 ? key : Letters(plain);
    }

    /// <summary>Full-width forms to ASCII, all brackets to one kind, no white space.</summary>
    public static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '\u200B' or '\uFEFF') continue;
            var half = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
            folded.Append(half switch { '〔' or '【' or '[' or '{' or '﹝' => '(', '〕' or '】' or ']' or '}' or '﹞' => ')', '．' or '。' => '.', _ => char.ToLowerInvariant(half) });
        }

        return folded.ToString();
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    [GeneratedRegex(@"^(?:其中[:,]?|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.:,]|\(?[0-9]{1,2}(?:[.、:),]|(?=\p{Lo}))|[①-⑳])+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbering();

    [GeneratedRegex(@"\([^()]{4,}\)?", RegexOptions.CultureInvariant)]
    private static partial Regex Explanation();
}
