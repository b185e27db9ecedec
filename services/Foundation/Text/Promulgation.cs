using System.Text.RegularExpressions;

namespace Sunshine.Foundation.Text;

/// <summary>关于印发《…办法》的通知: a document that brings another, which is what others mean.</summary>
public static partial class Promulgation
{
    /// <summary>The title of the document inside; null if a title is not of this kind.</summary>
    public static string? Inside(string title) => Pattern().Match(title) is { Success: true } inside ? inside.Groups[1].Value : null;

    [GeneratedRegex("(?:印发|公布|发布|颁布)《?(.+?)》?的(?:通知|通告|公告|决定|命令)$")]
    private static partial Regex Pattern();
}
