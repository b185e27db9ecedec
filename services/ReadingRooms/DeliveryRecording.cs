using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>
/// The one write of deliveries: a shard with its event. Who meets another in a shard reads it anew and decides again, so that no confirmation is lost and none counts
/// twice.
/// </summary>
public sealed class DeliveryRecording(Collections collections, TimeProvider time)
{
    /// <summary>One of those who meet always comes through; so many meetings in a row are somebody's mistake.</summary>
    private const int Attempts = 500;

    /// <param name="of">What the shard is of.</param>
    /// <param name="decide">Gets the shard's deliveries as they are and says which of them change, by their place. May be called again.</param>
    /// <exception cref="RefusedException">It was changed by others all the time.</exception>
    public async Task Record(Distribution of, string shardId, Func<DeliveryShard, IReadOnlyDictionary<int, Delivery>> decide, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await collections.Shards.Get(shardId, cancel) ?? throw new InvalidOperationException($"The shard {shardId} is named by a distribution and not there.");
            var changes = decide(read.Value);
            if (changes.Count == 0) return;
            var now = time.GetUtcNow();
            var deliveries = read.Value.Deliveries.ToArray();
            foreach (var (place, delivery) in changes) deliveries[place] = delivery with { RecordedAt = now };
            var recorded = new V1.DeliveriesRecorded { DistributionId = of.Id, OccurredAt = now.ToTimestamp(), AgencyId = of.AgencyId, IssuedOn = Days.Format(of.IssuedOn) };
            recorded.ReceivedRoomIds.Add(changes.Where(c => c.Value.ReceivedOn is not null && read.Value.Deliveries[c.Key].ReceivedOn is null).OrderBy(c => c.Key).Select(c => c.Value.RoomId));
            var changed = read.Value with { Deliveries = deliveries };
            if ((await collections.Shards.Write([Write.Replace(shardId, changed, read.Revision, Topics.Outgoing(recorded, time))], cancel))[0].Outcome == WriteOutcome.Done) return;
        }

        throw Refusals.StaleEtag.Of();
    }
}
