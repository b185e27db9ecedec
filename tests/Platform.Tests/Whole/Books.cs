using Sunshine.Acts;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas.V1;
using Sunshine.Ledger.V1;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Requests.V1;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>What the public and the ledger show of everything that was acknowledged: each once.</summary>
internal sealed class Books(City city, CancellationToken cancel)
{
    /// <summary>Events that wait are tried again ever more rarely.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(3);

    private readonly List<LoggedAct> _acts = [];

    /// <summary>Looks until all of it is there, and fails if any of it is there twice.</summary>
    public async Task Check()
    {
        var acknowledged = await CheckPublicView();
        var expected = ResourcesOf(acknowledged).Order(StringComparer.Ordinal).ToList();
        await Eventually.Get(async () =>
        {
            await ReadLedger();
            var known = _acts.Select(Named).ToHashSet();
            var missing = expected.Where(e => !known.Contains(e)).ToList();
            return missing.Count == 0 ? "" : $"{missing.Count} of {expected.Count}, {string.Join(", ", missing.Take(5))}";
        }, missing => missing.Length == 0, cancel, Settled, "every acknowledged write is in the ledger");
        var sources = await Eventually.Get(
            async () => string.Join(", ", (await Ledger.ListSourcesAsync(new(), cancellationToken: cancel)).Sources.Where(s => s.MissingCount > 0).Select(s => $"{s.Name} {s.MissingCount}")),
            gaps => gaps.Length == 0, cancel, Settled, "the ledger has no gaps");
        Assert.Empty(sources);
        await ReadLedger();
        Once("ledger acts", _acts.Select(a => $"{a.Source}/{a.Act.FirstNumber}"));
        foreach (var source in _acts.GroupBy(a => a.Source))
        {
            var last = 0L;
            foreach (var act in source.OrderBy(a => a.Act.FirstNumber))
            {
                Assert.True(act.Act.FirstNumber > last, $"{source.Key}: change {act.Act.FirstNumber} is in two acts.");
                last = act.Act.LastNumber;
            }
        }

        Once("items published in the ledger", _acts.Where(a => a.Act.Kind == ActKind.Published).Select(Named));
        Once("applications registered in the ledger", _acts.Where(a => a.Act.Kind == ActKind.RequestRegistered).Select(Named));
        Once("records in the ledger", Members(acknowledged));
    }

    /// <summary>The same of what the public sees alone, at once.</summary>
    /// <returns>What was acknowledged.</returns>
    public async Task<IReadOnlyCollection<KeyValuePair<(string Kind, int Number), string>>> CheckPublicView()
    {
        var acknowledged = city.Load.Acknowledged.ToArray();
        await PublicView(acknowledged);
        return acknowledged;
    }

    private LedgerService.LedgerServiceClient Ledger => new(city.As(null));

    private static string Named(LoggedAct act) => $"{act.Source}/{act.Act.Resource}";

    private static IEnumerable<string> ResourcesOf(IEnumerable<KeyValuePair<(string Kind, int Number), string>> acknowledged) => acknowledged.Select(a => a.Key.Kind switch
    {
        "item" or "publication" => $"catalogue/items/{a.Value}",
        "room" => $"reading-rooms/rooms/{a.Value}",
        "disclosure" => $"finance/disclosures/{a.Value}",
        // Of these the ledger has a commitment or a batch, or nothing: they are looked for otherwise.
        _ => ""
    }).Where(r => r.Length > 0).Distinct();

    /// <summary>Each record that was acknowledged, as often as the ledger has it.</summary>
    private IEnumerable<string> Members(IEnumerable<KeyValuePair<(string Kind, int Number), string>> acknowledged)
    {
        var members = _acts.Where(a => a.Source == "key-areas").SelectMany(a => a.Act.Members).Select(m => m.Split('/')[0]).ToList();
        foreach (var (_, id) in acknowledged.Where(a => a.Key.Kind == "record")) Assert.Contains(id, members);
        return members;
    }

    /// <summary>All there is, from where it was read before.</summary>
    private async Task ReadLedger()
    {
        _acts.Clear();
        var request = new ListActsRequest { PageSize = 200 };
        do
        {
            var page = await Ledger.ListActsAsync(request, cancellationToken: cancel);
            _acts.AddRange(page.Acts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    private async Task PublicView(IReadOnlyCollection<KeyValuePair<(string Kind, int Number), string>> acknowledged)
    {
        var items = new List<ItemSummary>();
        var request = new ListItemsRequest { Query = Load.Titles, PageSize = 200 };
        do
        {
            var page = await new CatalogueService.CatalogueServiceClient(city.As(null)).ListItemsAsync(request, cancellationToken: cancel);
            items.AddRange(page.Items);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Once("items", items.Select(i => i.Title));
        Once("index numbers", items.Select(i => i.IndexNumber));
        AllThere("item", items.Select(i => i.Id));
        AllThere("publication", items.Select(i => i.Id));

        var applications = new List<ApplicationSummary>();
        var asked = new ListApplicationsRequest { AgencyId = City.Agency, PageSize = 200 };
        do
        {
            var page = await new ApplicationService.ApplicationServiceClient(city.As(Roles.RequestOfficer)).ListApplicationsAsync(asked, cancellationToken: cancel);
            applications.AddRange(page.Applications);
            asked.PageToken = page.NextPageToken;
        }
        while (asked.PageToken.Length > 0);
        Once("applications", applications.Select(a => a.Subject));
        Once("receipt numbers", applications.Select(a => a.ReceiptNumber));
        AllThere("application", applications.Select(a => a.ReceiptNumber));

        var records = (await new RecordService.RecordServiceClient(city.As(null)).GetAggregateAsync(new() { TypeId = "relief" }, cancellationToken: cancel)).Total.Count;
        // The journey's own is there or not yet.
        Assert.InRange(records, acknowledged.Count(a => a.Key.Kind == "record"), acknowledged.Count(a => a.Key.Kind == "record") + 1);

        void AllThere(string kind, IEnumerable<string> found)
        {
            var known = found.ToHashSet();
            var lost = acknowledged.Where(a => a.Key.Kind == kind && !known.Contains(a.Value)).ToList();
            Assert.True(lost.Count == 0, $"{lost.Count} of kind {kind} are lost: {string.Join(", ", lost.Take(5))}");
        }
    }

    private static void Once(string what, IEnumerable<string> all)
    {
        var twice = all.GroupBy(a => a).Where(g => g.Count() > 1).Select(g => $"{g.Key} {g.Count()} times").ToList();
        Assert.True(twice.Count == 0, $"{what}: {string.Join(", ", twice.Take(5))}");
    }
}
