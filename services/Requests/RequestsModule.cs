using Microsoft.AspNetCore.Routing;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>The service of information requests, in a process of its own or beside others.</summary>
public static class RequestsModule
{
    /// <summary>The service's name: its Dapr app id, the key of its store, its part of REST paths.</summary>
    public const string Name = "requests";

    public static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.AddStore(Name);
        services.AddOptions<RequestsOptions>().BindConfiguration("Requests").ValidateDataAnnotations().ValidateOnStart();
        services.AddAgencyCopies(Name);
        services.AddServiceClient<CatalogueService.CatalogueServiceClient>("catalogue");
        services.AddSingleton<Collections>();
        services.AddSingleton<Register>();
        services.AddSingleton<Law>();
        services.AddStateReading<RequestsState>();
        services.AddSingleton<ApplicationFiles>();
        services.AddSingleton<AnswerDocument>();
        services.AddCallLimit(Name);
        services.AddSingleton<IntakeRpcs>();
        services.AddSingleton<ApplicationRpcs>();
        services.AddSingleton<CaseRpcs>();
        services.AddSingleton<YearFigures>();
        services.AddSingleton<StatisticsRpcs>();
        services.AddServiceClient<EditingService.EditingServiceClient>("catalogue");
        services.AddSingleton<TopicDemand>();
        services.AddSingleton<TopicRpcs>();
        services.AddSingleton<ArchiveRpcs>();
        services.AddSingleton<Retention>();
        services.AddHostedService<RetentionWork>();
        services.AddSingleton<RetentionRpcs>();
        services.AddActFeed(Name, Acts.Of);
        return services;
    }

    public static void MapRequests(this IEndpointRouteBuilder endpoints)
    {
        // A template that cannot be used stops the program at its start, not at the first answer.
        endpoints.ServiceProvider.GetRequiredService<AnswerDocument>();
        endpoints.MapAgencyCopies(Name);
        endpoints.MapGrpcService<IntakeRpcs>();
        endpoints.MapGrpcService<ApplicationRpcs>();
        endpoints.MapGrpcService<CaseRpcs>();
        endpoints.MapGrpcService<StatisticsRpcs>();
        endpoints.MapGrpcService<TopicRpcs>();
        endpoints.MapGrpcService<ArchiveRpcs>();
        endpoints.MapGrpcService<RetentionRpcs>();
        endpoints.MapTopic<ItemChanged>((services, received, cancel) => services.GetRequiredService<TopicDemand>().Follow(received.Event, cancel));
        endpoints.MapTopic<V1.ApplicationChanged>((services, received, cancel) => services.GetRequiredService<TopicDemand>().Follow(received.Event, cancel));
        endpoints.MapTopic<V1.TopicChanged>((services, received, cancel) => services.GetRequiredService<TopicDemand>().Count(received.Event.TopicId, cancel));
        endpoints.MapActFeed(Name);
        endpoints.MapOpenApiPart(Name);
    }
}
