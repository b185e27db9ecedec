using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Ledger.V1;

namespace Sunshine.Reports;

/// <summary>The service of annual reports, in a process of its own or beside others.</summary>
public static class ReportsModule
{
    /// <summary>The service's name: its Dapr app id, its part of REST paths.</summary>
    public const string Name = "reports";

    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddServiceClient<LedgerService.LedgerServiceClient>("ledger");
        services.AddSingleton<LedgerCells>();
        services.AddSingleton<AgencyLog>();
        services.AddSingleton<Computing>();
        services.AddSingleton<ReportRpcs>();
        return services;
    }

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ReportRpcs>();
        endpoints.MapOpenApiPart(Name);
    }
}
