using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>
/// What the catalogue says of publications, read from it and kept. An event only says that there is something to read: so it does not matter in which order, or how
/// often, events come.
/// </summary>
public sealed class Publications(Collections collections, CatalogueService.CatalogueServiceClient catalogue, GazetteService.GazetteServiceClient gazettes)
{
    /// <summary>The publication as the catalogue has it now; null if it has none that the public can read.</summary>
    /// <exception cref="RpcException">The catalogue does not answer.</exception>
    public async Task<Publication?> Read(V1.PublicationKind kind, string publicationId, CancellationToken cancel)
    {
        while (true)
        {
            var kept = await collections.Publications.Get(Publication.IdOf(kind, publicationId), cancel);
            var fresh = await Ask(kind, publicationId, cancel);
            // What is kept of one that the catalogue no longer shows at all was taken back.
            if (fresh is null && kept is null) return null;
            fresh ??= kept!.Value with { Standing = Standing.Withdrawn };
            if (fresh == kept?.Value) return fresh;
            var written = await collections.Publications.Write([new Write<Publication>(fresh.Id, fresh, kept?.Revision ?? 0, [])], cancel);
            if (written[0].Outcome == WriteOutcome.Done) return fresh;
        }
    }

    /// <summary>An item was changed, taken back or put back, or lost its force. Only what is kept here is asked for.</summary>
    /// <exception cref="RpcException">The catalogue does not answer; the event comes again.</exception>
    public async Task Follow(string itemId, CancellationToken cancel)
    {
        if (itemId.Length is > 0 and <= 64 && await collections.Publications.Get(Publication.IdOf(V1.PublicationKind.Item, itemId), cancel) is not null)
            await Read(V1.PublicationKind.Item, itemId, cancel);
    }

    private async Task<Publication?> Ask(V1.PublicationKind kind, string publicationId, CancellationToken cancel)
    {
        try
        {
            return kind == V1.PublicationKind.Item
                ? Of(await catalogue.GetItemAsync(new() { Id = publicationId }, cancellationToken: cancel))
                : Of(await gazettes.GetGazetteIssueAsync(new() { Id = publicationId }, cancellationToken: cancel));
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    private static Publication? Of(Item item) => Days.TryParse(item.PublishedOn, out var on)
        ? new Publication
        {
            Kind = V1.PublicationKind.Item, PublicationId = item.Id, AgencyId = item.Agency?.Id ?? "", Title = item.Title, Number = item.DocumentNumber, Edition = Math.Max(1, item.Edition),
            IssuedOn = item.Edition > 1 && item.EditionTime is { } at ? Clock.DayOf(at.ToDateTimeOffset()) : on,
            Standing = item.Withdrawal is not null ? Standing.Withdrawn : item.Validity switch
            {
                Validity.Repealed => Standing.Repealed,
                Validity.Expired => Standing.Expired,
                // What was amended in part still holds for the rest; its own new edition will tell.
                _ => Standing.Current
            }
        }
        : null;

    private static Publication? Of(GazetteIssue issue) => issue.State == GazetteState.Issued && Days.TryParse(issue.IssuedOn, out var on)
        ? new Publication
        {
            Kind = V1.PublicationKind.GazetteIssue, PublicationId = issue.Id, AgencyId = issue.AgencyId, Title = issue.Title, Number = $"{issue.Year}年第{issue.Number}期", Edition = 1, IssuedOn = on
        }
        : null;
}
