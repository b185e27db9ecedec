using Sunshine.Foundation.Identity;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>Five rooms, and what is distributed to them.</summary>
public abstract class DistributionTest : RoomsTest
{
    protected DistributionService.DistributionServiceClient Open => new(Host.Invoker());

    protected DistributionService.DistributionServiceClient Publisher => new(As("publisher", Roles.Publisher));

    protected HoldingService.HoldingServiceClient Holdings => new(As("editor", Roles.Editor));

    /// <summary>By the catalogue's event.</summary>
    protected async Task<V1.Distribution> Distribute(string id = "issue-1", string issuedOn = "2016-03-01", int number = 1)
    {
        await Tell(Issue(id, issuedOn, number));
        return (await Open.ListDistributionsAsync(new(), cancellationToken: Cancel)).Distributions.Single(d => d.Publication.PublicationId == id);
    }

    protected async Task<IReadOnlyList<RecordedDelivery>> RecordDeliveries(string distribution, params IEnumerable<DeliveryRecord> records) =>
        (await Publisher.BatchRecordDeliveriesAsync(new() { DistributionId = distribution, Records = { records } }, cancellationToken: Cancel)).Results;

    protected static DeliveryRecord Received(string room, string on, string deliveredOn = "", DeliveryMethod method = 0) => new() { RoomId = room, ReceivedOn = on, DeliveredOn = deliveredOn, Method = method };

    protected async Task<DistributionCoverage> Coverage(string distribution, string asOf = "") => await Open.GetDistributionCoverageAsync(new() { Id = distribution, AsOf = asOf }, cancellationToken: Cancel);

    protected async Task<IReadOnlyList<V1.Delivery>> Deliveries(string distribution, DeliveryState state = 0, string asOf = "") =>
        (await Open.ListDeliveriesAsync(new() { DistributionId = distribution, State = state, AsOf = asOf }, cancellationToken: Cancel)).Deliveries;
}
