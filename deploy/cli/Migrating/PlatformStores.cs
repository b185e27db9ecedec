using Sunshine.Catalogue;
using Sunshine.Finance;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Auditing;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.KeyAreas;
using Sunshine.Ledger;
using Sunshine.Powers;
using Sunshine.ReadingRooms;
using Sunshine.Reports;
using Sunshine.Requests;
using Accounts = Sunshine.Standalone.Accounts.Collections;

namespace Sunshine.Cli.Migrating;

/// <summary>
/// The stores that there are, with what opens every collection of each as its service does; first one that the service opens at every start, as events that wait
/// are put there on MongoDB. A store with another collection is refused, and a test looks for collections that are missing here.
/// </summary>
internal static class PlatformStores
{
    public static IReadOnlyDictionary<string, Action<IStore>> All { get; } = new SortedDictionary<string, Action<IStore>>(StringComparer.Ordinal)
    {
        [Accounts.Store] = store =>
        {
            _ = new Accounts(store);
            Every(store);
        },
        [CatalogueModule.Name] = store =>
        {
            store.Open(FeedPlace.Declared);
            _ = new Catalogue.Collections(store);
            _ = new FollowingCollections(store);
            store.Open(FinanceItem.Declared);
            store.Open(Allowance.Declared);
            Every(store);
        },
        [FinanceModule.Name] = store =>
        {
            Shared(store);
            _ = new Finance.Collections(store);
            _ = new CoverageCollections(store);
            _ = new AuditCollections(store);
        },
        [KeyAreasModule.Name] = store =>
        {
            Shared(store);
            _ = new KeyAreas.Collections(store);
            store.Open(Allowance.Declared);
        },
        [LedgerModule.Name] = store =>
        {
            _ = new Ledger.Collections(store);
            Every(store);
        },
        [PowerListModule.Name] = store =>
        {
            Shared(store);
            _ = new Powers.Collections(store);
            _ = new LawCollections(store);
        },
        [ReadingRoomsModule.Name] = store =>
        {
            Shared(store);
            _ = new ReadingRooms.Collections(store);
            store.Open(Allowance.Declared);
        },
        [ReportsModule.Name] = store =>
        {
            Shared(store);
            _ = new Reports.Collections(store);
        },
        [RequestsModule.Name] = store =>
        {
            Shared(store);
            _ = new Requests.Collections(store);
            store.Open(Allowance.Declared);
        }
    };

    private static void Shared(IStore store)
    {
        store.Open(AgencyCopy.Declared);
        store.Open(FeedPlace.Declared);
        Every(store);
    }

    private static void Every(IStore store)
    {
        store.Open(DeadLetter.Declared);
        store.Open(AuditEntry.Declared);
    }
}
