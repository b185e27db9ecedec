using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.Foundation.Messaging;

public static class ActFeedHosting
{
    /// <summary>Tells the ledger what the service does, from its first change on.</summary>
    public static IServiceCollection AddActFeed(this IServiceCollection services, string service, ActsOf actsOf)
    {
        services.AddKeyedSingleton(service, (provider, _) => ActivatorUtilities.CreateInstance<ActFeed>(provider, service, provider.GetRequiredKeyedService<IStore>(service), actsOf));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<ActFeed>(service));
        return services.AddStateReading<ActFeedState>(provider => [service, provider.GetRequiredKeyedService<IStore>(service)]);
    }

    /// <summary>Hears what the ledger lacks.</summary>
    public static void MapActFeed(this IEndpointRouteBuilder endpoints, string service) =>
        endpoints.MapTopic<ActsMissing>((services, received, cancel) => services.GetRequiredKeyedService<ActFeed>(service).TellAgain(received.Event, cancel));
}
