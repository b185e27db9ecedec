using Sunshine.Ledger.V1;

namespace Sunshine.Reports;

/// <summary>The tree of agencies as the ledger tells it: who belonged to whom when a report was computed can be told as long as there is the log.</summary>
public sealed class AgencyLog(LedgerService.LedgerServiceClient ledger)
{
    private const string Resource = "agencies/";

    private readonly Lock _lock = new();
    private (long Size, IReadOnlyDictionary<string, LoggedAgency> Agencies) _kept = (-1, new Dictionary<string, LoggedAgency>());

    /// <summary>By id, as of one size.</summary>
    public async Task<IReadOnlyDictionary<string, LoggedAgency>> At(long size, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_kept.Size == size) return _kept.Agencies;
        }

        var agencies = new Dictionary<string, LoggedAgency>();
        var request = new ListActsRequest { Kind = ActKind.AgencyChanged, TreeSize = size, PageSize = 200 };
        do
        {
            var page = await ledger.ListActsAsync(request, cancellationToken: cancel);
            foreach (var act in page.Acts.Select(a => a.Act).Where(a => a.Resource.StartsWith(Resource, StringComparison.Ordinal)))
                agencies[act.Resource[Resource.Length..]] = new LoggedAgency(Note(act, "name="), Note(act, "parent="));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        lock (_lock) _kept = (size, agencies);
        return agencies;
    }

    /// <summary>An agency and all below it.</summary>
    public static IReadOnlySet<string> Within(string id, IReadOnlyDictionary<string, LoggedAgency> agencies)
    {
        var below = agencies.ToLookup(a => a.Value.ParentId, a => a.Key);
        var (found, next) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([id]));
        while (next.TryDequeue(out var agency))
        {
            if (!found.Add(agency)) continue;
            foreach (var child in below[agency]) next.Enqueue(child);
        }

        return found;
    }

    private static string Note(Act act, string name) => act.Notes.FirstOrDefault(n => n.StartsWith(name, StringComparison.Ordinal)) is { } note ? note[name.Length..] : "";
}

/// <param name="ParentId">Empty for none.</param>
public sealed record LoggedAgency(string Name, string ParentId);
