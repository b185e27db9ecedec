using Sunshine.Acts;
using Sunshine.Ledger.V1;

namespace Sunshine.Reports;

/// <summary>The tree of agencies as the ledger tells it: who belonged to whom when a report was computed can be told as long as there is the log.</summary>
public sealed class AgencyLog(LedgerService.LedgerServiceClient ledger)
{
    private readonly Lock _lock = new();
    private (long Size, LoggedAgencies Agencies) _kept = (-1, new LoggedAgencies());

    /// <summary>As of one size. Not to be added to.</summary>
    public async Task<LoggedAgencies> At(long size, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_kept.Size == size) return _kept.Agencies;
        }

        var agencies = new LoggedAgencies();
        var request = new ListActsRequest { Kind = ActKind.AgencyChanged, TreeSize = size, PageSize = 200 };
        do
        {
            var page = await ledger.ListActsAsync(request, cancellationToken: cancel);
            foreach (var act in page.Acts) agencies.Add(act.Act);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        lock (_lock) _kept = (size, agencies);
        return agencies;
    }
}
