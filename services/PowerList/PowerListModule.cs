using Microsoft.AspNetCore.Routing;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>The service of power lists and service guides, in a process of its own or beside others.</summary>
public static class PowerListModule
{
    /// <summary>The service's name: its Dapr app id, the key of its store, its part of REST paths.</summary>
    public const string Name = "powers";

    public static IServiceCollection AddPowerList(this IServiceCollection services)
    {
        services.AddStore(Name);
        services.AddOptions<PowerListOptions>().BindConfiguration("Powers").ValidateDataAnnotations().ValidateOnStart();
        services.AddAgencyCopies(Name);
        services.AddSingleton<Collections>();
        services.AddSingleton<LawCollections>();
        services.AddSingleton<LawBook>();
        services.AddSingleton<BasisTargets>();
        services.AddSingleton<LawEvents>();
        services.AddSingleton<LawRpcs>();
        services.AddSingleton<GuidePowers>();
        services.AddSingleton<GuideAdjustments>();
        services.AddSingleton<GuideWrites>();
        services.AddSingleton<GuideCompleteness>();
        services.AddSingleton<GuideRpcs>();
        services.AddSingleton<FeeRpcs>();
        return services;
    }

    public static void MapPowerList(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAgencyCopies(Name);
        GuideTargets.Add(endpoints.ServiceProvider.GetRequiredService<BasisTargets>(), endpoints.ServiceProvider.GetRequiredService<Collections>());
        endpoints.MapGrpcService<LawRpcs>();
        endpoints.MapTopic<BasisChanged>((services, received, cancel) => services.GetRequiredService<LawEvents>().Follow(received, cancel));
        endpoints.MapTopic<ItemChanged>((services, received, cancel) => services.GetRequiredService<LawEvents>().Follow(received.Event, cancel));
        endpoints.MapGrpcService<GuideRpcs>();
        endpoints.MapGrpcService<FeeRpcs>();
        endpoints.MapTopic<V1.GuideChanged>((services, received, cancel) => services.GetRequiredService<GuideAdjustments>().Follow(received.Event, cancel));
        endpoints.MapOpenApiPart(Name);
    }
}
