using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>The service of finance disclosure, in a process of its own or beside others.</summary>
public static class FinanceModule
{
    /// <summary>The service's name: its Dapr app id, the key of its store, its part of REST paths.</summary>
    public const string Name = "finance";

    public static IServiceCollection AddFinance(this IServiceCollection services)
    {
        services.AddStore(Name);
        services.AddAgencyCopies(Name);
        services.AddSingleton<Collections>();
        services.AddSingleton<Statements>();
        services.AddSingleton<DisclosureTerm>();
        services.AddSingleton<LayoutRpcs>();
        services.AddSingleton<StatementImport>();
        services.AddSingleton<ImportRpcs>();
        services.AddSingleton<ImportEndpoints>();
        return services;
    }

    public static void MapFinance(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAgencyCopies(Name);
        endpoints.MapGrpcService<LayoutRpcs>();
        endpoints.MapGrpcService<ImportRpcs>();
        endpoints.ServiceProvider.GetRequiredService<ImportEndpoints>().Map(endpoints);
        endpoints.MapStatementExports();
        endpoints.MapOpenApiPart(Name);
    }
}
