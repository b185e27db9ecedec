using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Catalogue;

/// <summary>The catalogue service, in a process of its own or beside others.</summary>
public static class CatalogueModule
{
    /// <summary>The service's name: its Dapr app id, the key of its store, its part of REST paths.</summary>
    public const string Name = "catalogue";

    public static IServiceCollection AddCatalogue(this IServiceCollection services)
    {
        services.AddStore(Name);
        services.AddOptions<CatalogueOptions>().BindConfiguration("Catalogue").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Collections>();
        services.AddSingleton<CatalogueMeter>();
        services.AddStateReading<CatalogueState>();
        services.AddSingleton<AgencyTree>();
        services.AddSingleton<IndexNumbers>();
        services.AddSingleton<PublicItems>();
        services.AddSingleton<ItemWrites>();
        services.AddSingleton<ItemFeed>();
        services.AddSingleton<DisclosureTerm>();
        services.AddSingleton<Publishing>();
        services.AddHostedService<PublicationSchedule>();
        services.AddSingleton<ItemImport>();
        services.AddSingleton<FinanceItems>();
        services.AddSingleton<AgencyWrites>();
        services.AddSingleton<AttachmentVisibility>();
        services.AddSingleton<AttachmentClaims>();
        services.AddSingleton<Attachments>();
        services.AddSingleton<ItemReferences>();
        services.AddCallLimit(Name);
        services.AddFollowing();
        services.AddSingleton<ItemDigests>();
        services.AddHttpClient(HarvestHttp.ClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<OutboundAddresses>().Handler());
        services.AddSingleton<HarvestHttp>();
        services.AddSingleton<HarvestRunner>();
        services.AddSingleton<HarvestSchedule>();
        services.AddHostedService(provider => provider.GetRequiredService<HarvestSchedule>());
        // They hold no state of a call; made once, not for every call.
        services.AddSingleton<CatalogueRpcs>();
        services.AddSingleton<AgencyRpcs>();
        services.AddSingleton<EditingRpcs>();
        services.AddSingleton<AttachmentRpcs>();
        services.AddSingleton<AttachmentEndpoints>();
        services.AddSingleton<SiteMap>();
        services.AddSingleton<ConsultationRpcs>();
        services.AddSingleton<GazetteRpcs>();
        services.AddSingleton<TallyKeys>();
        services.AddSingleton<ResponseRpcs>();
        services.AddSingleton<HarvestRpcs>();
        services.AddActFeed(Name, Acts.Of);
        return services;
    }

    private static void AddFollowing(this IServiceCollection services)
    {
        services.AddOptions<FollowingOptions>().BindConfiguration("Following").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<FollowingCollections>();
        services.AddSingleton<FollowerLinks>();
        services.AddSingleton<EmailFollowers>();
        services.AddSingleton<WebhookTargets>();
        services.AddSingleton<IDeliveryChannel, WebhookChannel>();
        services.AddSingleton<IDeliveryChannel, EmailChannel>();
        services.AddSingleton<FollowingSweep>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<FollowingUpkeep>();
        services.AddHostedService<FollowingWork>();
        services.AddSingleton<FollowingRpcs>();
    }

    public static void MapCatalogue(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<CatalogueRpcs>();
        endpoints.MapGrpcService<AgencyRpcs>();
        endpoints.MapGrpcService<EditingRpcs>();
        endpoints.MapItemAtom();
        endpoints.MapItemExports();
        ItemDigests.Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<SiteMap>().Map(endpoints);
        endpoints.MapGrpcService<AttachmentRpcs>();
        endpoints.ServiceProvider.GetRequiredService<AttachmentEndpoints>().Map(endpoints);
        endpoints.MapGrpcService<ConsultationRpcs>();
        endpoints.MapGrpcService<GazetteRpcs>();
        endpoints.MapGrpcService<ResponseRpcs>();
        endpoints.MapGrpcService<FollowingRpcs>();
        endpoints.MapFollowingPages();
        endpoints.MapGrpcService<HarvestRpcs>();
        endpoints.MapTopic<Finance.V1.DisclosureChanged>((services, received, cancel) => services.GetRequiredService<FinanceItems>().Follow(received.Event, cancel));
        endpoints.MapActFeed(Name);
        endpoints.MapOpenApiPart(Name);
    }
}
