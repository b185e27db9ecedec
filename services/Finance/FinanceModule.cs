using Microsoft.AspNetCore.Routing;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
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
        services.AddSingleton<FigureBook>();
        services.AddSingleton<FigureRpcs>();
        services.AddSingleton<FootingRules>(_ => Footing.Check);
        services.AddSingleton<FootingChecks>();
        services.AddSingleton<Releasing>();
        services.AddServiceClient<CatalogueService.CatalogueServiceClient>("catalogue");
        services.AddSingleton<DisclosureItems>();
        services.AddSingleton<DisclosureRpcs>();
        services.AddSingleton<DraftingRpcs>();
        services.AddSingleton<CoverageCollections>();
        services.AddSingleton<RequiredDisclosures>();
        services.AddSingleton<FundedUnitRules>();
        services.AddSingleton<CoverageReading>();
        services.AddSingleton<CoverageRpcs>();
        services.AddSingleton<AuditCollections>();
        services.AddSingleton<AuditReading>();
        services.AddSingleton<AuditRpcs>();
        services.AddSingleton<LayoutRpcs>();
        services.AddSingleton<StatementImport>();
        services.AddSingleton<ImportRpcs>();
        services.AddActFeed(Name, Acts.Of);
        return services;
    }

    public static void MapFinance(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAgencyCopies(Name);
        endpoints.MapGrpcService<FigureRpcs>();
        endpoints.MapFinanceExports();
        endpoints.MapGrpcService<DisclosureRpcs>();
        endpoints.MapGrpcService<DraftingRpcs>();
        endpoints.MapTopic<ItemChanged>((services, received, cancel) => services.GetRequiredService<DisclosureItems>().Follow(received.Event, cancel));
        endpoints.MapTopic<V1.DisclosureChanged>((services, received, cancel) => services.GetRequiredService<DisclosureItems>().Follow(received.Event, cancel));
        endpoints.MapGrpcService<CoverageRpcs>();
        endpoints.MapGrpcService<AuditRpcs>();
        endpoints.MapGrpcService<LayoutRpcs>();
        endpoints.MapGrpcService<ImportRpcs>();
        endpoints.MapImports();
        endpoints.MapStatementExports();
        endpoints.MapActFeed(Name);
        endpoints.MapOpenApiPart(Name);
    }
}
