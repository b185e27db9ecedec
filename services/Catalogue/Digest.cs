using Google.Protobuf;

namespace Sunshine.Catalogue;

/// <summary>What a message tells, as it is public at this moment.</summary>
/// <param name="Search">What is followed.</param>
/// <param name="Items">In the order in which things happened.</param>
public sealed record Digest(V1.ListItemsRequest Search, IReadOnlyList<DigestItem> Items, AgencyTree.Snapshot Agencies)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reads what entries are about.</summary>
    public static async Task<Digest> Of(Subscription subscription, Delivery delivery, PublicItems items, AgencyTree tree, CancellationToken cancel)
    {
        var found = await items.FindMany([.. delivery.Entries.Select(e => e.ItemId)], cancel);
        return new Digest(SearchOf(subscription), [.. delivery.Entries.Where(e => found.ContainsKey(e.ItemId)).Select(e => new DigestItem(e, found[e.ItemId]))], await tree.Read(cancel));
    }

    /// <summary>Without order and paging, in the one form in which it is kept.</summary>
    public static string Canonical(V1.ListItemsRequest search) =>
        JsonFormatter.Default.Format(new V1.ListItemsRequest(search) { Order = 0, PageSize = 0, PageToken = "" });

    public static V1.ListItemsRequest SearchOf(Subscription subscription) => Parser.Parse<V1.ListItemsRequest>(subscription.Search.Length == 0 ? "{}" : subscription.Search);
}

public sealed record DigestItem(DeliveryEntry Entry, PublicItem Item)
{
    public Content Content => Item.Edition.Content;

    /// <summary>It was taken back, whatever had happened before.</summary>
    public bool IsWithdrawn => Item.Withdrawal is not null;

    /// <summary>What there is to tell now: what was taken back meanwhile is not told of as new.</summary>
    public V1.Change Change => IsWithdrawn ? V1.Change.Withdrawn : Entry.Change;
}
