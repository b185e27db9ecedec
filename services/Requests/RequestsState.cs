using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>How the applications that are open stand to their last day in time. Sums over all agencies: nothing here leads to one of them.</summary>
internal sealed class RequestsState(Collections collections, Law law, StateGauges gauges) : IStateReading
{
    /// <summary>As many working days are left to somebody who is reminded now.</summary>
    private const int Near = 3;

    private readonly StateGauge _open = gauges.Of("sunshine.requests.open", "{application}", "Applications that are neither answered nor closed.");
    private readonly StateGauge _overdue = gauges.Of("sunshine.requests.overdue", "{application}", "Open applications whose last day in time is over.");
    private readonly StateGauge _due = gauges.Of("sunshine.requests.due", "{application}", "Open applications whose last day in time is today or one of the next three working days.");

    public async Task Read(CancellationToken cancel)
    {
        var today = law.Today;
        _open.Show(this, await Count(null, null, cancel));
        _overdue.Show(this, await Count(null, today.AddDays(-1), cancel));
        _due.Show(this, await Count(today, law.WorkingDays.Add(today, Near), cancel));
    }

    /// <summary>The search has the nearest due day last, see <see cref="EntryCollection.Nearest"/>.</summary>
    private async Task<long> Count(DateOnly? from, DateOnly? until, CancellationToken cancel) => (await collections.Entries.Search(new SearchQuery<Entry>
    {
        Filters = [EntryCollection.Open.In(EntryCollection.Yes)], From = until is { } last ? EntryCollection.Nearest(last) : null, To = from is { } first ? EntryCollection.Nearest(first) : null, Size = 0
    }, cancel)).Total;
}
