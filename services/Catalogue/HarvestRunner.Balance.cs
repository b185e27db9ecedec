using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

public sealed partial class HarvestRunner
{
    private const int DifferencesKept = 100;

    /// <summary>
    /// Counts what the source holds from the catalogue's items, as they are now, and puts it beside what was gathered and what upstream says
    /// of itself. Nothing that the job believes to have done counts.
    /// </summary>
    /// <param name="spool">Null if upstream is as it was: then its side alone is known.</param>
    private async Task<HarvestBalance> Balance(HarvestSource source, IUpstream upstream, HarvestSpool? spool, HarvestSide side, CancellationToken cancel)
    {
        using var local = new SideDigest();
        var (count, differences) = (0L, new List<HarvestDifference>());
        await foreach (var part in Both(source.Id, spool, cancel).Chunk(500))
        {
            var items = await collections.Items.GetMany([.. part.Where(p => p.Here is not null).Select(p => p.Here!.Value.ItemId).Distinct()], cancel);
            foreach (var (there, here) in part) Look(there, here?.Value, here is null ? null : items.GetValueOrDefault(here.Value.ItemId)?.Value);
        }

        return new HarvestBalance(side, local.End(), await Stated(upstream, cancel), count, differences);

        void Look(Gathered? there, HarvestedItem? here, Item? item)
        {
            var listed = here is { Digest.Length: > 0 } && item is { Withdrawal: null };
            var same = listed && HarvestedItem.StateOf(item!) == here!.ItemState;
            // An item that was edited here has no state that upstream ever had.
            if (listed) local.Add(here!.UpstreamId, same ? here.Digest : HarvestedItem.StateOf(item!));
            if (there is null && spool is not null)
            {
                if (listed) Differ(here!.UpstreamId, V1.HarvestDifferenceKind.MissingUpstream);
            }
            else if (!listed && (there is not null || here is { Gone: false, Digest.Length: > 0 }))
            {
                Differ(there?.UpstreamId ?? here!.UpstreamId, item is { Withdrawal: not null } ? V1.HarvestDifferenceKind.ChangedHere : V1.HarvestDifferenceKind.MissingHere);
            }
            else if (listed && !same) Differ(here!.UpstreamId, V1.HarvestDifferenceKind.ChangedHere);
            else if (there is not null && here!.Digest != there.Digest) Differ(there.UpstreamId, V1.HarvestDifferenceKind.OtherState);

            void Differ(string upstreamId, V1.HarvestDifferenceKind kind)
            {
                if (count++ < DifferencesKept) differences.Add(new HarvestDifference(upstreamId, kind, item?.Id ?? ""));
            }
        }
    }

    private IAsyncEnumerable<(Gathered? There, Stored<HarvestedItem>? Here)> Both(string sourceId, HarvestSpool? spool, CancellationToken cancel) =>
        spool is not null ? Joined(sourceId, spool, cancel) : Held(sourceId, cancel).Select(here => ((Gathered?)null, (Stored<HarvestedItem>?)here));

    /// <summary>A balance without it is still one; what upstream cannot say is no reason to fail.</summary>
    private async Task<HarvestSide?> Stated(IUpstream upstream, CancellationToken cancel)
    {
        try
        {
            return await upstream.State(cancel);
        }
        catch (UpstreamException e)
        {
            LogUnstated(log, e.Reason, e.Message);
            return null;
        }
    }

    [LoggerMessage(2014, LogLevel.Warning, "An upstream could not say what it holds: {Reason}: {Sentence}")]
    private static partial void LogUnstated(ILogger log, string reason, string sentence);
}
