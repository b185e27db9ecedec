using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>Whether the items that something else points to are public: a reference is shown to everybody.</summary>
public sealed class ItemReferences(PublicItems items)
{
    /// <summary>Adds a violation for each reference to an item that is not public or was taken back. Empty ids are not looked at; at most 1,000.</summary>
    public async Task Check(IReadOnlyCollection<(string Field, string ItemId)> references, Violations v, CancellationToken cancel)
    {
        var ids = references.Select(r => r.ItemId).Where(id => id.Length > 0).Distinct().ToList();
        if (ids.Count == 0) return;
        var found = await items.FindMany(ids, cancel);
        foreach (var (field, id) in references)
        {
            if (id.Length > 0 && found.GetValueOrDefault(id) is not { Withdrawal: null }) v.Add(field, "NO_SUCH_ITEM", "没有这条信息。", "There is no such item.");
        }
    }
}
