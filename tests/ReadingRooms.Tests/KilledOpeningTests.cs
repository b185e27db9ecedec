using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Calendar;
using Sunshine.Testing.Hosts;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>A process that is killed while it opens a distribution leaves nothing that anybody sees, and the event that comes again opens it whole.</summary>
public sealed class KilledOpeningTests : DistributionTest
{
    [Theory]
    [InlineData(0, true), InlineData(0, false), InlineData(1, true), InlineData(1, false), InlineData(2, true), InlineData(2, false)]
    public async Task It_is_opened_whole_or_not_at_all(int at, bool before)
    {
        var rooms = await ImportFive();
        var issued = Issue();
        var services = Host.Services;
        var dying = new Collections(new DyingStore(StoreOf(Host), at, before));
        var publications = new Publications(
            dying, services.GetRequiredService<Sunshine.Catalogue.V1.CatalogueService.CatalogueServiceClient>(), services.GetRequiredService<Sunshine.Catalogue.V1.GazetteService.GazetteServiceClient>());
        var killed = new Distributions(
            dying, StoreOf(Host), services.GetRequiredService<RoomBook>(), publications, services.GetRequiredService<DeliveryTerm>(), services.GetRequiredService<Clock>(), Host.Clock,
            services.GetRequiredService<IOptions<ReadingRoomsOptions>>());
        await Assert.ThrowsAsync<OperationCanceledException>(() => killed.Follow(issued, Cancel));
        // The publication, the shards, the distribution: only the last makes it there.
        Assert.Equal(at == 2 && !before ? 1 : 0, (await Open.ListDistributionsAsync(new(), cancellationToken: Cancel)).Distributions.Count);

        var id = (await Distribute()).Id;
        Assert.Equal(rooms.Order(), (await Deliveries(id)).Select(d => d.RoomId).Order());
        await RecordDeliveries(id, rooms.Select(r => Received(r, "2016-03-10")));
        Assert.True((await Coverage(id)).Figures.Complete);
    }
}
