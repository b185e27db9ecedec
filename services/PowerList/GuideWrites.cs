using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>A guide that is to be stored.</summary>
/// <param name="Old">As it was read; null for one that must not be there yet.</param>
public sealed record GuideWrite(Stored<Guide>? Old, Guide Guide);

/// <summary>
/// Writes guides with their events. An edition that is superseded is kept first, in a document of its own: that becomes part of the history
/// by the one write of the guide, and is nothing if that write never comes. The log comes after.
/// </summary>
public sealed class GuideWrites(Collections collections, GuideAdjustments adjustments, TimeProvider time)
{
    /// <returns>One result for each, in order; one that somebody was quicker with is stale.</returns>
    public async Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<GuideWrite> guides, CancellationToken cancel)
    {
        var past = guides.Where(g => g.Old is { } old && old.Value.Live.Number != g.Guide.Live.Number).Select(g => new PastGuideEdition(g.Guide.Id, g.Old!.Value.Live)).ToList();
        if (past.Count > 0) await collections.GuideEditions.Write(past.ConvertAll(p => Foundation.Storage.Write.Put(p.Id, p)), cancel);
        var written = await collections.Guides.Write([.. guides.Select(g => new Write<Guide>(g.Guide.Id, g.Guide, g.Old?.Revision ?? 0, [EventOf(g)]))], cancel);
        var done = guides.Where((_, i) => written[i].Outcome == WriteOutcome.Done).Select(g => g.Guide).ToList();
        if (done.Count > 0) await adjustments.Log(done, cancel);
        return written;
    }

    private OutgoingEvent EventOf(GuideWrite write)
    {
        var guide = write.Guide;
        return Topics.Outgoing(new V1.GuideChanged
        {
            GuideId = guide.Id, AgencyId = guide.AgencyId, Change = guide.Acts[^1].Change, Act = guide.Acts.Count, Edition = guide.Live.Number, ContentDigest = guide.Live.Digest,
            OccurredAt = guide.UpdatedAt.ToTimestamp(), Counts = { Counts.Change(GuideCounts.Of(write.Old?.Value), GuideCounts.Of(guide)) }
        }, time);
    }
}
