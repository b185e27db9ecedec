using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>What is to become of an item.</summary>
/// <param name="Old">What is stored now; null for a new item.</param>
/// <param name="Item">What it becomes.</param>
public sealed record ItemChange(Stored<Item>? Old, Item Item, V1.Change Change)
{
    public static ItemChange New(Item item) => new(null, item with { MadeCounted = true }, V1.Change.Created);

    public static ItemChange Of(Stored<Item> old, Item item, V1.Change change) => new(old, item with { MadeCounted = true }, change);
}

/// <summary>
/// Writes items with their events. An edition that is superseded is kept first, in a document of its own: that becomes part of the
/// history by the one write of the item, and is nothing if that write never comes.
/// </summary>
public sealed class ItemWrites(Collections collections, CatalogueMeter meter, TimeProvider time)
{
    /// <returns>One result for each change, in order; one that somebody was quicker with is stale.</returns>
    public async Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<ItemChange> changes, CancellationToken cancel)
    {
        var past = changes.Where(c => c.Old is { } old && old.Value.Live.Number != c.Item.Live.Number)
            .Select(c => new PastEdition(c.Item.Id, c.Old!.Value.Live)).ToList();
        if (past.Count > 0) await collections.Editions.Write(past.ConvertAll(p => Foundation.Storage.Write.Put(p.Id, p)), cancel);
        var results = await collections.Items.Write([.. changes.Select(ToWrite)], cancel);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Outcome == WriteOutcome.Done) meter.Changed(changes[i].Change);
        }

        return results;
    }

    private Write<Item> ToWrite(ItemChange change)
    {
        var (old, item) = (change.Old, change.Item);
        var revision = old?.Revision ?? 0;
        var now = item.UpdatedAt.ToTimestamp();
        var events = new List<OutgoingEvent>
        {
            Topics.Outgoing(new V1.ItemChanged
            {
                ItemId = item.Id, IndexNumber = item.IndexNumber, AgencyId = item.AgencyId, Revision = revision + 1, ContentDigest = item.Live.Digest,
                Edition = item.Live.Number, Change = change.Change, SourceId = item.SourceId, OccurredAt = now,
                Counts = { Counts.Change(old is null ? [] : ItemCounts.Of(old.Value), ItemCounts.Of(item)) }
            }, time)
        };
        if (change.Change is V1.Change.Withdrawn or V1.Change.ValidityEnded)
        {
            var act = item.Acts[^1];
            events.Add(Topics.Outgoing(new V1.BasisChanged
            {
                ItemId = item.Id, Title = item.Live.Content.Title, DocumentNumber = item.Live.Content.DocumentNumber, Validity = act.Validity,
                On = Foundation.Hosting.Days.Format(act.On), SuccessorId = act.SuccessorId, OccurredAt = now
            }, time));
        }

        return new Write<Item>(item.Id, item, revision, events);
    }
}
