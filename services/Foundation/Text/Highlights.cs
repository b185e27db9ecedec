using System.Text;
using System.Text.Encodings.Web;

namespace Sunshine.Foundation.Text;

/// <summary>Marks what a query found, in HTML: everything is escaped, and each match stands in &lt;mark&gt;.</summary>
public static class Highlights
{
    /// <summary>The whole text, marked.</summary>
    public static string Mark(string text, TextQuery query) => Render(text, 0, text.Length, Find(text, query));

    /// <summary>
    /// A passage of about <paramref name="length"/> characters around the first match, marked; the beginning if nothing matches.
    /// Left-out text shows as an ellipsis.
    /// </summary>
    public static string Snippet(string text, TextQuery query, int length = 120)
    {
        var matches = Find(text, query);
        if (text.Length <= length) return Render(text, 0, text.Length, matches);

        var start = matches.Count == 0 ? 0 : Math.Max(0, Math.Min(matches[0].Start - length / 4, text.Length - length));
        var end = Math.Min(text.Length, start + length);
        if (start > 0 && char.IsLowSurrogate(text[start])) start--;
        if (end < text.Length && char.IsLowSurrogate(text[end])) end++;
        return (start > 0 ? "…" : "") + Render(text, start, end, matches) + (end < text.Length ? "…" : "");
    }

    /// <summary>Whether any term of the query occurs.</summary>
    public static bool Matches(string text, TextQuery query) => Find(text, query).Count > 0;

    private static string Render(string text, int start, int end, List<(int Start, int End)> matches)
    {
        var html = new StringBuilder();
        var at = start;
        foreach (var match in matches)
        {
            if (match.Start < at || match.End > end) continue;
            Escape(html, text, at, match.Start);
            html.Append("<mark>");
            Escape(html, text, match.Start, match.End);
            html.Append("</mark>");
            at = match.End;
        }

        Escape(html, text, at, end);
        return html.ToString();
    }

    // Chinese stays readable in the source; only what HTML needs is escaped.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private static void Escape(StringBuilder html, string text, int start, int end) => html.Append(Html.Encode(text[start..end]));

    private static List<(int Start, int End)> Find(string text, TextQuery query)
    {
        var found = new List<(int Start, int End)>();
        if (query.IsEmpty) return found;
        var folded = Folding.Fold(text);
        foreach (var term in query.Terms)
        {
            for (var at = 0; (at = folded.IndexOf(term.Runs[0], at, StringComparison.Ordinal)) >= 0;)
            {
                var end = End(folded, at, term.Runs);
                if (end > 0) found.Add((at, end));
                at = end > 0 ? end : at + 1;
            }
        }

        found.Sort();
        return found;
    }

    /// <summary>Where the term ends if it stands at this position, else -1. Between its runs stand brackets and the like.</summary>
    private static int End(string folded, int at, IReadOnlyList<string> runs)
    {
        if (!IsWordStart(folded, at, runs[0])) return -1;
        for (var i = 0; ; i++)
        {
            if (string.CompareOrdinal(folded, at, runs[i], 0, runs[i].Length) != 0) return -1;
            at += runs[i].Length;
            if (i == runs.Count - 1) return IsWordEnd(folded, at, runs[i]) ? at : -1;
            while (at < folded.Length && !char.IsLetterOrDigit(folded[at]) && !char.IsSurrogate(folded[at])) at++;
        }
    }

    // A word of letters or digits is found only whole: 16 is not in 2016.
    private static bool IsWordStart(string folded, int at, string run) =>
        Folding.HanLength(run, 0) > 0 || at == 0 || !IsWord(folded[at - 1]);

    private static bool IsWordEnd(string folded, int at, string run) =>
        Folding.HanLength(run, 0) > 0 || at >= folded.Length || !IsWord(folded[at]);

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) && !Folding.IsHan(c);
}
