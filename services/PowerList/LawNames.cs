using System.Text;
using Sunshine.Foundation.Text;

namespace Sunshine.Powers;

/// <summary>By what a law and a mention of it find each other, however either writes brackets, book-title marks and spaces.</summary>
public static class LawNames
{
    /// <summary>Only letters, digits and Chinese characters, in lower case and half width.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var plain = Folding.Fold(c);
            // Rare characters are two surrogates.
            if (char.IsLetterOrDigit(plain) || char.IsSurrogate(plain)) folded.Append(plain);
        }

        return folded.ToString();
    }

    /// <summary>A title without the book-title marks around it; marks around a part of it stay.</summary>
    public static string Bare(string title)
    {
        title = title.Trim();
        return title is ['《', .., '》'] && title.IndexOf('》') == title.Length - 1 ? title[1..^1].Trim() : title;
    }

    /// <summary>The folded titles that a published document may stand for: its own, and of 关于印发《…办法》的通知 that of the document inside.</summary>
    public static IReadOnlyList<string> Titles(string published) =>
        Promulgation.Inside(published) is { } inside ? [Fold(published), Fold(inside)] : [Fold(published)];
}
