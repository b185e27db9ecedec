using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>
/// By what a reference and the document it means find each other: the item's id, the document number or the title, however either writes
/// its brackets.
/// </summary>
public static partial class ReferenceKeys
{
    private static readonly V1.Relation[] Relations = [V1.Relation.BasedOn, V1.Relation.Interprets, V1.Relation.Amends, V1.Relation.Repeals];

    /// <summary>The keys of a reference. With an id there is nothing to guess.</summary>
    public static IEnumerable<string> Of(Reference reference)
    {
        if (reference.ItemId.Length > 0) return [Key(reference.Relation, "item", reference.ItemId)];
        return reference.DocumentNumber.Length > 0
            ? [Key(reference.Relation, "number", Fold(reference.DocumentNumber))]
            : [Key(reference.Relation, "title", Fold(reference.Title))];
    }

    /// <summary>The keys under which others refer to an item.</summary>
    /// <param name="relation">Unspecified for any.</param>
    public static IReadOnlyList<string> To(Item item, V1.Relation relation) =>
        [.. (relation == 0 ? Relations : [relation]).SelectMany(r => KeysTo(r, item))];

    private static IEnumerable<string> KeysTo(V1.Relation relation, Item item)
    {
        yield return Key(relation, "item", item.Id);
        if (!PublicItems.IsReadable(item)) yield break;
        if (item.Live.Content.DocumentNumber.Length > 0) yield return Key(relation, "number", Fold(item.Live.Content.DocumentNumber));
        yield return Key(relation, "title", Fold(item.Live.Content.Title));
        // 关于印发《…办法》的通知: what others refer to is the document inside.
        if (Promulgated().Match(item.Live.Content.Title) is { Success: true } inside) yield return Key(relation, "title", Fold(inside.Groups[1].Value));
    }

    private static string Key(V1.Relation relation, string kind, string value) => $"{relation.Name()} {kind} {value}";

    [GeneratedRegex("(?:印发|公布|发布|颁布)《?(.+?)》?的(?:通知|通告|公告|决定|命令)$")]
    private static partial Regex Promulgated();

    /// <summary>Without what writers leave out or write differently: brackets, book-title marks, spaces.</summary>
    private static string Fold(string text) => Bigrams.Of(text);
}
