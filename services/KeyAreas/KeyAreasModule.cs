using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.KeyAreas;

/// <summary>The service of the key areas, in a process of its own or beside others.</summary>
public static class KeyAreasModule
{
    /// <summary>The service's name: its Dapr app id, the key of its store, its part of REST paths.</summary>
    public const string Name = "key-areas";

    public static IServiceCollection AddKeyAreas(this IServiceCollection services)
    {
        services.AddStore(Name);
        services.AddAgencyCopies(Name);
        services.AddCallLimit(Name);
        services.AddOptions<KeyAreasOptions>().BindConfiguration("KeyAreas").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Collections>();
        services.AddSingleton<RecordShapes>();
        services.AddHostedService<ShippedAreas>();
        services.AddSingleton<AreaRpcs>();
        services.AddSingleton<RecordReading>();
        services.AddSingleton<RecordWriting>();
        services.AddSingleton<RecordImport>();
        services.AddSingleton<RecordFeed>();
        services.AddSingleton<RollupBook>();
        services.AddHostedService<RollupKeeper>();
        services.AddSingleton<RecordRpcs>();
        services.AddSingleton<OversightRpcs>();
        services.AddActFeed(Name, Acts.Of);
        return services;
    }

    public static void MapKeyAreas(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAgencyCopies(Name);
        endpoints.MapGrpcService<AreaRpcs>();
        endpoints.MapGrpcService<RecordRpcs>();
        endpoints.MapGrpcService<OversightRpcs>();
        endpoints.MapActFeed(Name);
        endpoints.MapOpenApiPart(Name);
    }
}
