using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>Makes holdings of what rooms have received. Twice is the same: a holding's id follows from what it is.</summary>
public sealed class ReceivedHoldings(Collections collections, Distributions distributions, TimeProvider time)
{
    public async Task Follow(V1.DeliveriesRecorded recorded, CancellationToken cancel)
    {
        if (recorded.ReceivedRoomIds.Count == 0 || recorded.DistributionId.Length is 0 or > 64 || await collections.Distributions.Get(recorded.DistributionId, cancel) is not { Value: var distribution }) return;
        var received = recorded.ReceivedRoomIds.ToHashSet();
        await foreach (var shard in distributions.ShardsOf(distribution, cancel))
        {
            var now = time.GetUtcNow();
            var holdings = shard.Value.Deliveries.Where(d => received.Contains(d.RoomId) && d.ReceivedOn is not null).Select(d => new Holding
            {
                RoomId = d.RoomId, Publication = distribution.Publication, Form = d.Method == V1.DeliveryMethod.Electronic ? V1.HoldingForm.Electronic : V1.HoldingForm.Paper,
                HeldFrom = d.ReceivedOn!.Value, CreatedAt = now, UpdatedAt = now
            });
            foreach (var part in holdings.Chunk(500)) await collections.Holdings.Write([.. part.Select(h => Write.Create(h.Id, h))], cancel);
        }
    }
}
