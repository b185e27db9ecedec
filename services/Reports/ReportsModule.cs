using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.Reports;

/// <summary>The service of annual reports, in a process of its own or beside others.</summary>
public static class ReportsModule
{
    /// <summary>The service's name: its Dapr app id, the key of its store, its part of REST paths.</summary>
    public const string Name = "reports";

    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddStore(Name);
        services.AddAgencyCopies(Name);
        services.AddActFeed(Name, Acts.Of);
        services.AddServiceClient<LedgerService.LedgerServiceClient>("ledger");
        services.AddSingleton<LedgerCells>();
        services.AddSingleton<AgencyLog>();
        services.AddSingleton<Computing>();
        services.AddSingleton<ReportRpcs>();
        services.AddSingleton<Collections>();
        services.AddSingleton<Editions>();
        services.AddSingleton<AgainstAgencies>();
        services.AddSingleton<Checking>();
        services.AddSingleton<AnnualReportRpcs>();
        return services;
    }

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAgencyCopies(Name);
        endpoints.MapActFeed(Name);
        endpoints.MapGrpcService<ReportRpcs>();
        endpoints.MapGrpcService<AnnualReportRpcs>();
        endpoints.MapReportFiles();
        endpoints.MapOpenApiPart(Name);
    }
}
