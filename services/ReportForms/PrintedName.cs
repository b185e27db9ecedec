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

    /// <summary>A name as sentences use it: also without what stands around it there (全年共…, …数量).</summary>
    public static string SaidKey(string text)
    {
        var key = Key(text);
        var bare = Trailing().Replace(Leading().Replace(key, ""), "");
        return bare.Length > 0 ? bare : key;
    }

    /// <summary>Whether a sentence may speak of a part: of an agency, a way or a month.</summary>
    public static bool SpeaksOfPart(string quote) => Part().IsMatch(Folded(quote));

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

    [GeneratedRegex("^(?:全年|全市|全县|全区|全省|本年度|本年|今年|年内|当年|共计|总共|一共|累计|合计|共)+", RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex("(?:数量|件数|总数|总量|总件数|情况|数)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Trailing();

    [GeneratedRegex("其中|本级|办公[厅室]|[局委署站所镇乡]|街道|部门|同比|[较比]上年|增[长加]|下降|减少|网上|网络|网站|平台|邮箱|信函|当面|现场|传真|邮寄|邮政|线上|线下|通过|季度|半年|[0-9一二三四五六七八九十]月|截至|以来|累计|一审|二审", RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"\([^()]{4,}\)?", RegexOptions.CultureInvariant)]
    private static partial Regex Explanation();
}
