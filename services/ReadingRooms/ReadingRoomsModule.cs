using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
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
        services.AddSingleton<RoomRpcs>();
        return services;
    }

    public static void MapReadingRooms(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAgencyCopies(Name);
        endpoints.MapGrpcService<RoomRpcs>();
        endpoints.MapOpenApiPart(Name);
    }
}
