using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// What the public may see of items: the one place that decides, and the only way from a public read to an item. What is not published is
/// not among the items at all; what was taken back is found at its address under a banner, and in no list.
/// </summary>
public sealed class PublicItems(Collections collections, Clock clock)
{
    /// <summary>False if its text was removed from the public with its withdrawal.</summary>
    public static bool IsReadable(Item item) => item.Withdrawal is not { RemovesContent: true };

    /// <summary>An item as the public has it today.</summary>
    public async Task<PublicItem?> Find(string id, CancellationToken cancel) =>
        await collections.Items.Get(id, cancel) is { } stored ? Today(stored) : null;

    /// <summary>Those that exist, by id. At most 1,000 ids.</summary>
    public async Task<IReadOnlyDictionary<string, PublicItem>> FindMany(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        (await collections.Items.GetMany(ids, cancel)).ToDictionary(f => f.Key, f => Today(f.Value));

    /// <summary>An item as the public had it at the end of a day; null if it was not public yet.</summary>
    public async Task<PublicItem?> FindOn(string id, DateOnly day, CancellationToken cancel)
    {
        if (await collections.Items.Get(id, cancel) is not { } stored) return null;
        var edition = Clock.DayOf(stored.Value.Live.PublishedAt) <= day ? stored.Value.Live : await Past(id, day, cancel);
        return edition is null ? null : Show(stored, edition, day);
    }

    /// <summary>An item as one of its editions had it.</summary>
    public async Task<PublicItem?> FindEdition(string id, int number, CancellationToken cancel)
    {
        if (await collections.Items.Get(id, cancel) is not { } stored) return null;
        if (stored.Value.Live.Number == number) return Today(stored);
        var past = number < stored.Value.Live.Number ? await collections.Editions.Get(PastEdition.IdOf(id, number), cancel) : null;
        return past is null ? null : Show(stored, past.Value.Edition, clock.Today);
    }

    /// <summary>The editions before the one that is public, newest first.</summary>
    public async Task<Slice<PastEdition>> PastEditions(Item item, int size, string? after, CancellationToken cancel)
    {
        if (!IsReadable(item)) return new Slice<PastEdition>([], null);
        // One beyond it may stand there already: its publication did not come to its end.
        return await collections.Editions.List(new ListQuery<PastEdition>
        {
            Where = [EditionCollection.Item.Is(item.Id), EditionCollection.Number.AtMost(item.Live.Number - 1)],
            OrderBy = EditionCollection.Number, Descending = true, Size = size, After = after
        }, cancel);
    }

    /// <summary>Whether a published edition of an item refers to an attachment, and can still be read.</summary>
    public async Task<bool> Refers(string id, string attachmentId, CancellationToken cancel)
    {
        if (await collections.Items.Get(id, cancel) is not { } stored || !IsReadable(stored.Value)) return false;
        if (stored.Value.Live.Content.AttachmentIds.Contains(attachmentId)) return true;
        for (string? after = null; ;)
        {
            var past = await PastEditions(stored.Value, 200, after, cancel);
            if (past.Documents.Any(p => p.Value.Edition.Content.AttachmentIds.Contains(attachmentId))) return true;
            if ((after = past.Next) is null) return false;
        }
    }

    /// <summary>What is listed, and nothing else, whatever is asked.</summary>
    public Task<SearchPage<Item>> Search(SearchQuery<Item> query, CancellationToken cancel) =>
        collections.Items.Search(query with { Filters = [.. query.Filters, ItemCollection.Standing.In(ItemCollection.Listed)] }, cancel);

    /// <summary>Whatever was disclosed, also if it was taken back since: the figures of a year do not change with that.</summary>
    public Task<SearchPage<Item>> Count(SearchQuery<Item> query, CancellationToken cancel) => collections.Items.Search(query with { Size = 0 }, cancel);

    /// <summary>Everything that is listed, oldest stored first.</summary>
    public async IAsyncEnumerable<PublicItem> All([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var stored in collections.Items.All(cancel))
        {
            if (stored.Value.Withdrawal is null) yield return Today(stored);
        }
    }

    /// <summary>An item as searches that are kept see it; null if no list has it.</summary>
    public static SearchedDocument<Item>? AsSearched(PublicItem item) => item.Withdrawal is null ? new SearchedDocument<Item>(ItemCollection.Declared, item.Item) : null;

    /// <summary>Everything that is listed, by id.</summary>
    public async IAsyncEnumerable<PublicItem> ById([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (string? after = null; ;)
        {
            var page = await collections.Items.List(new ListQuery<Item> { Size = 500, After = after }, cancel);
            foreach (var stored in page.Documents.Where(d => d.Value.Withdrawal is null)) yield return Today(stored);
            if ((after = page.Next) is null) yield break;
        }
    }

    /// <summary>A stored item as the public has it today.</summary>
    public PublicItem Today(Stored<Item> stored) => Show(stored, stored.Value.Live, clock.Today);

    private static PublicItem Show(Stored<Item> stored, Edition edition, DateOnly day)
    {
        var item = stored.Value;
        var shown = IsReadable(item) ? edition : edition with
        {
            Content = new Content { Title = edition.Content.Title, DocumentNumber = edition.Content.DocumentNumber }, ChangeNote = ""
        };
        var ended = Validity.EndedBy(day, item, shown.Content);
        return new PublicItem(item, stored.Revision, shown, Validity.On(day, ended, shown.Content), ended, item.Withdrawal is { } w && Clock.DayOf(w.At) <= day ? w : IsReadable(item) ? null : item.Withdrawal);
    }

    private async Task<Edition?> Past(string id, DateOnly day, CancellationToken cancel)
    {
        var found = await collections.Editions.List(new ListQuery<PastEdition>
        {
            Where = [EditionCollection.Item.Is(id), EditionCollection.PublishedAt.AtMost(Clock.EndOf(day))], OrderBy = EditionCollection.PublishedAt, Descending = true, Size = 1
        }, cancel);
        return found.Documents is [var past] ? past.Value.Edition : null;
    }
}

/// <summary>An item as the public sees it.</summary>
/// <param name="Item">For its identity, placements and acts; what it says is in the edition.</param>
/// <param name="Edition">Without its text if that was removed.</param>
/// <param name="Ended">What ended its validity; null if nothing did by then.</param>
/// <param name="Withdrawal">The banner; null if it was not taken back by then.</param>
public sealed record PublicItem(Item Item, long Revision, Edition Edition, V1.Validity Validity, Act? Ended, Act? Withdrawal);
