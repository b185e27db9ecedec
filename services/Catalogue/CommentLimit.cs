using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>How many comments one client may send to one consultation within an hour. Kept in the store, so that it holds over all replicas.</summary>
public sealed class CommentLimit(Collections collections, SealedData sealing, IOptions<CatalogueOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Takes a slot for a comment, or finds the one it took before.</summary>
    /// <param name="client">The caller's address. It is stored as a pseudonym.</param>
    /// <exception cref="Foundation.Hosting.RefusedException">There is none left.</exception>
    public async Task Take(string consultationId, string client, string commentId, CancellationToken cancel)
    {
        var id = sealing.Pseudonym("comments", consultationId, client);
        while (true)
        {
            var stored = await collections.CommentAllowances.Get(id, cancel);
            var now = time.GetUtcNow();
            var slots = stored?.Value.Slots.Where(s => now - s.At < Window).ToList() ?? [];
            if (slots.Exists(s => s.CommentId == commentId)) return;
            if (slots.Count >= options.Value.CommentsPerHour)
                throw CatalogueRefusals.TooManyComments.Of(options.Value.CommentsPerHour.ToString());
            slots.Add(new CommentSlot(commentId, now));
            var written = await collections.CommentAllowances.Write(
                [new Write<CommentAllowance>(id, new CommentAllowance(id, slots), stored?.Revision ?? 0, [])], cancel);
            if (written[0].Outcome == WriteOutcome.Done) return;
        }
    }
}
