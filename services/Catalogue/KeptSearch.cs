using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>A search that waits for items, for all who follow the same.</summary>
public sealed class KeptSearch(SearchQuery<Item>? query, IReadOnlyList<Follower> followers)
{
    public IReadOnlyList<Follower> Followers { get; } = followers;

    /// <param name="search">As it was accepted when it was kept. What a code table or the tree of agencies has lost since finds nothing.</param>
    public static KeptSearch Of(V1.ListItemsRequest search, AgencyTree.Snapshot agencies, IReadOnlyList<Follower> followers)
    {
        try
        {
            var query = ItemSearch.Of(search, agencies);
            // Asked for every item: a large agency's many are found at once.
            return new KeptSearch(query with { Filters = [.. query.Filters.Select(f => f with { Values = f.Values.ToHashSet() })] }, followers);
        }
        catch (RefusedException)
        {
            return new KeptSearch(null, followers);
        }
    }

    public bool Finds(SearchedDocument<Item> item) => query is not null && item.IsFoundBy(query);
}

/// <summary>A subscription while changes are gone through, with what there is to tell.</summary>
/// <param name="from">The number of the last change that it need not see.</param>
/// <param name="most">How many entries its message may have.</param>
public sealed class Follower(Stored<Subscription> stored, long from, int most)
{
    private readonly List<DeliveryEntry> _entries = [];

    public Stored<Subscription> Stored { get; } = stored;

    public long From { get; } = from;

    /// <summary>The number of the last change that it has seen.</summary>
    public long Through { get; private set; } = from;

    public IReadOnlyList<DeliveryEntry> Entries => _entries;

    public int Total { get; private set; }

    /// <summary>A system gets everything, message by message, and this one has no room left; a person gets the number of the rest.</summary>
    public bool IsFull { get; private set; }

    public bool Wants(long number) => !IsFull && number > Through;

    public void See(long number)
    {
        if (!IsFull && number > Through) Through = number;
    }

    public void Add(DeliveryEntry entry)
    {
        var before = _entries.FindIndex(e => e.ItemId == entry.ItemId);
        if (before >= 0)
        {
            // Nobody is told twice of one item in one message: what happened last counts, where it was new before it still is.
            _entries[before] = _entries[before].Change == V1.Change.Created && entry.IsPublication ? entry with { Change = V1.Change.Created } : entry;
            return;
        }

        if (_entries.Count == most && Stored.Value.Kind == FollowerKind.Webhook)
        {
            (IsFull, Through) = (true, entry.Number - 1);
            return;
        }

        Total++;
        if (_entries.Count < most) _entries.Add(entry);
    }

    /// <summary>Takes back what was not told yet.</summary>
    /// <returns>Whether there was such a thing.</returns>
    public bool Forget(string itemId)
    {
        var removed = _entries.RemoveAll(e => e.ItemId == itemId && e.IsPublication);
        Total -= removed;
        return removed > 0;
    }
}
