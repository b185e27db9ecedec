using System.Buffers;
using System.Globalization;
using System.Text;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Files;

/// <summary>Names of files that come from outside.</summary>
public static class FileNames
{
    private const int Longest = 200;

    /// <summary>What some system takes for more than a letter.</summary>
    private static readonly SearchValues<char> Reserved = SearchValues.Create("/\\:*?\"<>|");

    /// <summary>The type that a name promises; null, with a violation, if the name or the type is not allowed.</summary>
    public static AttachmentType? Check(string field, string name, Violations v)
    {
        v.Required(field, name);
        v.Text(field, name, Longest);
        var type = AttachmentTypes.OfName(name);
        if (name.Length > 0 && !IsName(name))
            v.Add(field, "MALFORMED", "文件名不能含有路径、保留字符或不可见字符。", "A file's name has no folder, no reserved and no invisible characters.");
        else if (name.Length > 0 && type is null)
            v.Add(field, "TYPE_NOT_ALLOWED", $"不允许的文件类型；允许：{Allowed}。", $"This type of file is not allowed; these are: {Allowed}.");
        return type;
    }

    private static string Allowed => string.Join(", ", AttachmentTypes.Extensions);

    /// <summary>A name that every reader's system can take, and that looks like what it is: characters that turn the direction of writing do not.</summary>
    private static bool IsName(string name) =>
        !name.AsSpan().ContainsAny(Reserved) && name[0] is not (' ' or '.') && name[^1] is not (' ' or '.')
        && name.EnumerateRunes().All(r => r.Value != 0xFFFD && Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Format or UnicodeCategory.Control
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse));
}
