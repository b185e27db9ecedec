using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// Publishes approved drafts, in steps of one document each: the draft says that its publication has begun, the item gets the edition, the
/// draft goes. Whoever comes upon a publication that has begun can finish it, and finishing it twice is finishing it once.
/// </summary>
public sealed class Publishing(
    Collections collections, ItemWrites items, IndexNumbers numbers, AgencyTree tree, DisclosureTerm term, TimeProvider time, Clock clock)
{
    private const int Attempts = 20;

    /// <summary>Stands in a placement for the day on which it is published.</summary>
    public static readonly DateOnly DayOfPublication = DateOnly.MinValue;

    /// <returns>The item as it is public then.</returns>
    /// <exception cref="RefusedException">The draft's state does not allow it, or somebody changed it meanwhile.</exception>
    public async Task<Stored<Item>> Publish(Stored<Draft> draft, IReadOnlyList<Placement> placements, string by, CancellationToken cancel)
    {
        draft.Value.RequirePublishable();
        var today = clock.Today;
        var existing = await collections.Items.Get(draft.Value.Id, cancel);
        if (existing?.Value.Withdrawal is not null) throw CatalogueRefusals.ItemWithdrawn.Of(draft.Value.Id);
        var number = existing is null ? await TakeNumber(draft.Value.AgencyId, today.Year, cancel) : existing.Value.IndexNumber;
        var begun = draft.Value.BeginPublishing([.. placements.Select(p => p.On == DayOfPublication ? p with { On = today } : p)], number, by, time.GetUtcNow());
        var written = (await collections.Drafts.Write([Write.Replace(begun.Id, begun, draft.Revision)], cancel))[0];
        if (written.Outcome != WriteOutcome.Done) throw Etags.Stale(written.Revision);
        // From here on it goes on whether or not the caller waits.
        return await Finish(new Stored<Draft>(begun, written.Revision), CancellationToken.None);
    }

    /// <summary>Finishes a publication that has begun.</summary>
    /// <exception cref="RefusedException">Another edition was published since the draft was begun; the draft is returned to its editors.</exception>
    public async Task<Stored<Item>> Finish(Stored<Draft> begun, CancellationToken cancel)
    {
        var draft = begun.Value;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var old = await collections.Items.Get(draft.Id, cancel);
            if (old?.Value.Live.DraftKey == draft.Key) return await Leave(begun, old, cancel);
            if ((old?.Value.Live.Number ?? 0) != draft.BasedOn)
            {
                await collections.Drafts.Write([Write.Replace(draft.Id, draft.Overtaken(time.GetUtcNow()), begun.Revision)], cancel);
                throw CatalogueRefusals.EditionOvertaken.Of();
            }

            var change = ToChange(draft, old);
            var written = (await items.Write([change], cancel))[0];
            if (written.Outcome == WriteOutcome.Done) return await Leave(begun, new Stored<Item>(change.Item, written.Revision), cancel);
            if (written.Outcome != WriteOutcome.Taken) continue;
            // A publisher had given that number to an item itself.
            await numbers.StepOver(draft.IndexNumber, cancel);
            draft = draft with { IndexNumber = await TakeNumber(draft.AgencyId, clock.Today.Year, cancel) };
        }

        throw Refusals.StaleEtag.Of();
    }

    private async Task<Stored<Item>> Leave(Stored<Draft> begun, Stored<Item> published, CancellationToken cancel)
    {
        await collections.Drafts.Write([Write.Delete<Draft>(begun.Value.Id, begun.Revision)], cancel);
        return published;
    }

    private ItemChange ToChange(Draft draft, Stored<Item>? old)
    {
        var at = draft.PublishAt!.Value;
        var edition = new Edition
        {
            Number = 1, Content = draft.Content, ChangeNote = draft.ChangeNote, PublishedAt = at, PublishedBy = draft.PublishedBy, Review = draft.Review,
            Digest = Edition.DigestOf(Map.ToProto(draft.Content)), PersonalDataBasis = draft.PersonalDataBasis, DraftKey = draft.Key
        };
        if (old is not null) return ItemChange.Of(old, old.Value.Place(draft.Placements).Amend(edition), V1.Change.Amended);
        return ItemChange.New(new Item
        {
            Id = draft.Id, IndexNumber = draft.IndexNumber, AgencyId = draft.AgencyId, Live = edition, Placements = [.. draft.Placements.OrderBy(p => p.On)],
            DueOn = term.Due(draft.Content.FormedOn), CreatedAt = at, UpdatedAt = at
        });
    }

    private async Task<string> TakeNumber(string agencyId, int year, CancellationToken cancel)
    {
        var agency = (await tree.Read(cancel)).Find(agencyId) ?? throw CatalogueRefusals.NoSuchAgency.Of(agencyId);
        var prefix = numbers.Scheme.Prefix(agency, year);
        return (prefix is null ? null : (await numbers.Take([prefix], cancel))[0]) ?? throw CatalogueRefusals.NoIndexNumberLeft.Of(agencyId);
    }
}
