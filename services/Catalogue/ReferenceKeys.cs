using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>
/// By what a reference and the document it means find each other: the item's id, the document number or the title, however either writes
/// its brackets.
/// </summary>
public static class ReferenceKeys
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
        if (Promulgation.Inside(item.Live.Content.Title) is { } inside) yield return Key(relation, "title", Fold(inside));
    }

    private static string Key(V1.Relation relation, string kind, string value) => $"{relation.Name()} {kind} {value}";

    /// <summary>Without what writers leave out or write differently: brackets, book-title marks, spaces.</summary>
    private static string Fold(string text) => Bigrams.Of(text);
}
