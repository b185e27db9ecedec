using Microsoft.AspNetCore.Routing;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.ReadingRooms;

/// <summary>The service of reading rooms, in a process of its own or beside others.</summary>
public static class ReadingRoomsModule
{
    /// <summary>The service's name: its Dapr app id, the key of its store, its part of REST paths.</summary>
    public const string Name = "reading-rooms";

    public static IServiceCollection AddReadingRooms(this IServiceCollection services)
    {
        services.AddStore(Name);
        services.AddAgencyCopies(Name);
        services.AddOptions<ReadingRoomsOptions>().BindConfiguration("ReadingRooms").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Collections>();
        services.AddSingleton<Divisions>();
        services.AddSingleton<RoomBook>();
        services.AddSingleton<RoomImport>();
        services.AddSingleton<RoomFiles>();
        services.AddSingleton<RoomRpcs>();
        services.AddServiceClient<CatalogueService.CatalogueServiceClient>("catalogue");
        services.AddServiceClient<GazetteService.GazetteServiceClient>("catalogue");
        services.AddCallLimit(Name);
        services.AddSingleton<Publications>();
        services.AddSingleton<DeliveryTerm>();
        services.AddSingleton<Distributions>();
        services.AddSingleton<DeliveryRecording>();
        services.AddSingleton<ReceiptConfirming>();
        services.AddSingleton<DistributionRpcs>();
        services.AddSingleton<DeliveryFiles>();
        services.AddSingleton<ReceiptSheet>();
        services.AddSingleton<ReminderWork>();
        services.AddHostedService(provider => provider.GetRequiredService<ReminderWork>());
        services.AddSingleton<ReceivedHoldings>();
        services.AddSingleton<HoldingRpcs>();
        services.AddSingleton<ReadingPoints>();
        services.AddSingleton<GatewayUse>();
        services.AddSingleton<UseRpcs>();
        services.AddActFeed(Name, Acts.Of);
        return services;
    }

    public static void MapReadingRooms(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAgencyCopies(Name);
        endpoints.MapGrpcService<RoomRpcs>();
        endpoints.MapGrpcService<DistributionRpcs>();
        endpoints.MapGrpcService<HoldingRpcs>();
        endpoints.MapGrpcService<UseRpcs>();
        endpoints.ServiceProvider.GetRequiredService<RoomFiles>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<DeliveryFiles>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<ReceiptSheet>().Map(endpoints);
        endpoints.MapTopic<GazetteIssued>((services, received, cancel) => services.GetRequiredService<Distributions>().Follow(received.Event, cancel));
        endpoints.MapTopic<ItemChanged>((services, received, cancel) => services.GetRequiredService<Publications>().Follow(received.Event.ItemId, cancel));
        endpoints.MapTopic<BasisChanged>((services, received, cancel) => services.GetRequiredService<Publications>().Follow(received.Event.ItemId, cancel));
        endpoints.MapTopic<V1.DeliveriesRecorded>((services, received, cancel) => services.GetRequiredService<ReceivedHoldings>().Follow(received.Event, cancel));
        endpoints.MapTopic<V1.ReadingPointsUsed>((services, received, cancel) => services.GetRequiredService<GatewayUse>().Follow(received.Event, cancel));
        endpoints.MapActFeed(Name);
        endpoints.MapOpenApiPart(Name);
    }
}
