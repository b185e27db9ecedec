using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Ledger;

/// <summary>The ledger, in a process of its own or beside others.</summary>
public static class LedgerModule
{
    /// <summary>The service's name: its Dapr app id, the key of its store, its part of REST paths.</summary>
    public const string Name = "ledger";

    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddStore(Name);
        services.AddOptions<LedgerOptions>().BindConfiguration("Ledger").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Collections>();
        services.AddStateReading<LedgerState>();
        services.AddSingleton<LogKey>();
        services.AddSingleton<Settling>();
        services.AddSingleton<Sequencer>();
        services.AddHostedService(provider => provider.GetRequiredService<Sequencer>());
        services.AddSingleton<GapWork>();
        services.AddHostedService(provider => provider.GetRequiredService<GapWork>());
        services.AddSingleton<LogReading>();
        services.AddHttpClient(WitnessCall.ClientName, http => (http.Timeout, http.MaxResponseContentBufferSize) = (Timeout.InfiniteTimeSpan, WitnessCall.LongestAnswer))
            .RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<OutboundAddresses>().Handler());
        services.AddSingleton<WitnessCall>();
        services.AddHostedService<WitnessWork>();
        services.AddSingleton<ActBook>();
        services.AddHostedService<BookKeeper>();
        services.AddSingleton<ActSearch>();
        services.AddSingleton<LedgerRpcs>();
        return services;
    }

    public static void MapLedger(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<LedgerRpcs>();
        endpoints.MapLogFiles();
        endpoints.MapTopic<V1.ActsDone>((services, received, cancel) => services.GetRequiredService<Sequencer>().Append(received.Event, cancel));
        endpoints.MapOpenApiPart(Name);
    }
}
