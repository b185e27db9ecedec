using System.Text;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Text;

namespace Sunshine.Powers;

/// <summary>
/// A place in a law: an article, or a paragraph, an item, a point of one (条、款、项、目). All from 1 to 9,999; 0 where the place does not go
/// so deep. <c>default</c> is the law as a whole.
/// </summary>
/// <param name="Inserted">Its number among those put in after the article: 1 for 之一; 0 for the article itself.</param>
/// <param name="Item">项. Also without a paragraph, of an article that has only one.</param>
/// <param name="Point">目. Only with an item.</param>
public readonly partial record struct ArticleReference(int Article, int Inserted = 0, int Paragraph = 0, int Item = 0, int Point = 0)
{
    private const int LongestText = 100;

    /// <summary>Whether it is the law as a whole.</summary>
    public bool IsWhole => Article == 0;

    /// <summary>Whether it is a whole article.</summary>
    public bool IsArticle => Article > 0 && Paragraph == 0 && Item == 0;

    /// <summary>As lists of inserted articles have it: <c>12</c>, or <c>12-1</c> for 第十二条之一. Only the article.</summary>
    public string Number => Inserted == 0 ? $"{Article}" : $"{Article}-{Inserted}";

    /// <summary>Reads 第十二条之一第一款第（三）项第一目 however it is written: with Arabic or full-width digits, other brackets, spaces; <c>12</c>; <c>12-1</c>.</summary>
    /// <returns>False if it is no such place; an empty text is none.</returns>
    public static bool TryParse(string text, out ArticleReference reference)
    {
        reference = default;
        if (text.Length is 0 or > LongestText || Written().Match(Bare(text)) is not { Success: true } match) return false;
        if (Part("a") is not { } article || Part("b") is not { } inserted || Part("p") is not { } paragraph || Part("i") is not { } item || Part("s") is not { } point) return false;
        reference = new ArticleReference(article, inserted, paragraph, item, point);
        return true;

        int? Part(string name)
        {
            var group = match.Groups[name];
            if (!group.Success) return 0;
            var number = int.TryParse(group.ValueSpan, out var digits) ? digits : ChineseNumerals.Parse(group.ValueSpan);
            return number > 0 ? number : null;
        }
    }

    /// <summary>The place that a stored text means.</summary>
    /// <param name="text">As <see cref="ToString"/> wrote it; empty for the law as a whole.</param>
    public static ArticleReference Parse(string text) =>
        text.Length == 0 ? default : TryParse(text, out var reference) ? reference : throw new FormatException($"{text} is no place in a law.");

    /// <summary>Whether another place lies within this one, or is the same.</summary>
    public bool Covers(ArticleReference other) =>
        IsWhole || ((Article, Inserted) == (other.Article, other.Inserted)
            && Holds(SoleParagraph, other.SoleParagraph) && Holds(Item, other.Item) && Holds(Point, other.Point));

    /// <summary>The place as laws write it; empty for the law as a whole.</summary>
    public override string ToString()
    {
        if (IsWhole) return "";
        var text = new StringBuilder().Append('第').Append(ChineseNumerals.Format(Article)).Append('条');
        if (Inserted > 0) text.Append('之').Append(ChineseNumerals.Format(Inserted));
        if (Paragraph > 0) text.Append('第').Append(ChineseNumerals.Format(Paragraph)).Append('款');
        if (Item > 0) text.Append("第（").Append(ChineseNumerals.Format(Item)).Append("）项");
        if (Point > 0) text.Append('第').Append(ChineseNumerals.Format(Point)).Append('目');
        return text.ToString();
    }

    /// <summary>An item that is named without a paragraph is in the only one there is.</summary>
    private int SoleParagraph => Item > 0 && Paragraph == 0 ? 1 : Paragraph;

    private static bool Holds(int wide, int narrow) => wide == 0 || wide == narrow;

    /// <summary>Without spaces and brackets, and with half-width digits.</summary>
    private static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var folded = Folding.Fold(c);
            if (folded != '(' && !char.IsWhiteSpace(folded)) bare.Append(folded);
        }

        return bare.ToString();
    }

    [GeneratedRegex(
        "^(?:(?<a>[0-9]{1,4})(?:-(?<b>[0-9]{1,4}))?|第?(?<a>[0-9]{1,4}|[零〇一二三四五六七八九十百千]{1,9})条(?:之(?<b>[0-9]{1,4}|[零〇一二三四五六七八九十百千]{1,9}))?"
        + "(?:第?(?<p>[0-9]{1,4}|[零〇一二三四五六七八九十百千]{1,9})款)?"
        + "(?:第?(?<i>[0-9]{1,4}|[零〇一二三四五六七八九十百千]{1,9})项(?:第?(?<s>[0-9]{1,4}|[零〇一二三四五六七八九十百千]{1,9})目)?)?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
