using Sunshine.Catalogue;
using Sunshine.Finance;
using Sunshine.KeyAreas;
using Sunshine.Ledger;
using Sunshine.Powers;
using Sunshine.ReadingRooms;
using Sunshine.Reports;
using Sunshine.Requests;

namespace Sunshine.Standalone;

/// <summary>All services of the platform as parts of one process.</summary>
public static class EveryService
{
    /// <summary>By which they are found, and their shipped settings.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [CatalogueModule.Name, RequestsModule.Name, PowerListModule.Name, FinanceModule.Name, KeyAreasModule.Name, ReadingRoomsModule.Name, LedgerModule.Name, ReportsModule.Name];

    public static void AddEveryService(this IServiceCollection services)
    {
        services.AddCatalogue();
        services.AddRequests();
        services.AddPowerList();
        services.AddFinance();
        services.AddKeyAreas();
        services.AddReadingRooms();
        services.AddLedger();
        services.AddReports();
    }

    public static void MapEveryService(this WebApplication app)
    {
        app.MapCatalogue();
        app.MapRequests();
        app.MapPowerList();
        app.MapFinance();
        app.MapKeyAreas();
        app.MapReadingRooms();
        app.MapLedger();
        app.MapReports();
    }
}
