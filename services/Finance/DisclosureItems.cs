using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>
/// What the catalogue tells of the items that disclosures are: their ids and index numbers. An item is a disclosure's if the catalogue made it of one
/// (its source id is <c>finance/{id}</c>), or if somebody named it. Twice and in any order is the same.
/// </summary>
public sealed class DisclosureItems(Collections collections, CatalogueService.CatalogueServiceClient catalogue)
{
    /// <summary>What the catalogue calls a disclosure.</summary>
    private const string Source = "finance/";

    private const int Portion = 200;

    /// <summary>An item was published or changed.</summary>
    public async Task Follow(ItemChanged changed, CancellationToken cancel)
    {
        if (changed.ItemId.Length == 0 || changed.IndexNumber.Length == 0) return;
        if (changed.SourceId.StartsWith(Source, StringComparison.Ordinal) && changed.SourceId.Length is > 8 and <= 200)
        {
            await Change(changed.SourceId[Source.Length..], changed.ItemId, changed.IndexNumber,
                d => d.Latest.Content.ItemId.Length == 0 && d.Identity.AgencyId == changed.AgencyId, cancel);
        }

        string? after = null;
        do
        {
            var page = await collections.Disclosures.List(new ListQuery<Disclosure> { Where = [DisclosureCollection.NamedItem.Is(changed.ItemId)], Size = Portion, After = after }, cancel);
            foreach (var disclosure in page.Documents) await Change(disclosure.Value.Id, changed.ItemId, changed.IndexNumber, d => d.Latest.Content.ItemId == changed.ItemId, cancel);
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>A disclosure was released. An item that was named is there already, and no event tells of it.</summary>
    /// <exception cref="RpcException">The catalogue does not answer; the event comes again.</exception>
    public async Task Follow(V1.DisclosureChanged changed, CancellationToken cancel)
    {
        if (changed.ItemId.Length == 0 || changed.Change != V1.DisclosureChange.Released) return;
        try
        {
            var item = await catalogue.GetItemAsync(new() { Id = changed.ItemId }, cancellationToken: cancel);
            await Change(changed.DisclosureId, changed.ItemId, item.IndexNumber, d => d.Latest.Content.ItemId == changed.ItemId, cancel);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            // Somebody named what is not there, or not there yet: then its event will tell.
        }
    }

    private async Task Change(string id, string itemId, string indexNumber, Func<Disclosure, bool> isItem, CancellationToken cancel)
    {
        while (true)
        {
            var read = await collections.Disclosures.Get(id, cancel);
            if (read is null || !isItem(read.Value) || (read.Value.ItemId == itemId && read.Value.IndexNumber == indexNumber)) return;
            var told = read.Value with { ItemId = itemId, IndexNumber = indexNumber };
            if ((await collections.Disclosures.Write([Write.Replace(id, told, read.Revision)], cancel))[0].Outcome == WriteOutcome.Done) return;
        }
    }
}
