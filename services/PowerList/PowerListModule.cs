using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
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
        services.AddSingleton(provider => CodeScheme.Named(provider.GetRequiredService<IOptions<PowerListOptions>>().Value.CodeScheme));
        services.AddSingleton<PowerRules>();
        services.AddSingleton<PowerLists>();
        services.AddSingleton<Sheets>();
        services.AddSingleton<Adoption>();
        services.AddSingleton<BatchImport>();
        services.AddSingleton<ListRpcs>();
        services.AddSingleton<BatchRpcs>();
        services.AddSingleton<PowerRpcs>();
        services.AddSingleton<LawCollections>();
        services.AddSingleton<LawBook>();
        services.AddSingleton<BasisTargets>();
        services.AddSingleton<LawEvents>();
        services.AddSingleton<LawRpcs>();
        services.AddSingleton<GuideAdjustments>();
        services.AddSingleton<GuideWrites>();
        services.AddSingleton<GuideCompleteness>();
        services.AddSingleton<GuideRpcs>();
        services.AddSingleton<FeeRpcs>();
        services.AddActFeed(Name, Acts.Of);
        return services;
    }

    public static void MapPowerList(this IEndpointRouteBuilder endpoints)
    {
        // A scheme of codes that there is not stops the program at its start, not at the first batch.
        endpoints.ServiceProvider.GetRequiredService<CodeScheme>();
        endpoints.MapAgencyCopies(Name);
        endpoints.MapGrpcService<ListRpcs>();
        endpoints.MapGrpcService<BatchRpcs>();
        endpoints.MapGrpcService<PowerRpcs>();
        endpoints.MapBatchFiles();
        endpoints.MapPowerExports();
        endpoints.ServiceProvider.GetRequiredService<BasisTargets>().Add(endpoints.ServiceProvider.GetRequiredService<PowerLists>().Targets);
        GuideTargets.Add(endpoints.ServiceProvider.GetRequiredService<BasisTargets>(), endpoints.ServiceProvider.GetRequiredService<Collections>());
        endpoints.MapGrpcService<LawRpcs>();
        endpoints.MapTopic<BasisChanged>((services, received, cancel) => services.GetRequiredService<LawEvents>().Follow(received, cancel));
        endpoints.MapTopic<ItemChanged>((services, received, cancel) => services.GetRequiredService<LawEvents>().Follow(received.Event, cancel));
        endpoints.MapGrpcService<GuideRpcs>();
        endpoints.MapGrpcService<FeeRpcs>();
        endpoints.MapTopic<V1.GuideChanged>((services, received, cancel) => services.GetRequiredService<GuideAdjustments>().Follow(received.Event, cancel));
        endpoints.MapActFeed(Name);
        endpoints.MapOpenApiPart(Name);
    }
}
