using System.Collections.Concurrent;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>
/// All public tables, in memory: of each disclosure those of the latest release of each phase. Every read first asks the store for its last
/// change, so that what any process has written is seen.
/// </summary>
public sealed class FigureBook(Collections collections, Statements statements, [FromKeyedServices(FinanceModule.Name)] IStore store) : IDisposable
{
    /// <summary>How many events, and tables, are read at a time.</summary>
    private const int Portion = 500;

    private static readonly string Topic = Topics.Of<V1.DisclosureChanged>();

    private readonly ConcurrentDictionary<string, string> _shared = new();
    private readonly SemaphoreSlim _reading = new(1);
    private volatile FigureSnapshot? _current;

    public void Dispose() => _reading.Dispose();

    public async ValueTask<FigureSnapshot> Read(CancellationToken cancel)
    {
        var last = await store.Changes.Last(cancel);
        if (_current is { } current && current.Change >= last) return current;
        await _reading.WaitAsync(cancel);
        try
        {
            return _current = _current is { } known ? await Continue(known, cancel) : await Begin(last, cancel);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<FigureSnapshot> Begin(long change, CancellationToken cancel)
    {
        var disclosures = new Dictionary<string, PublicDisclosure>();
        await foreach (var stored in collections.Disclosures.All(cancel)) await Take(stored.Value, disclosures, cancel);
        return new FigureSnapshot(change, disclosures);
    }

    private async Task<FigureSnapshot> Continue(FigureSnapshot known, CancellationToken cancel)
    {
        var (change, changed) = (known.Change, new HashSet<string>());
        while (await store.Changes.After(change, Portion, cancel) is { Count: > 0 } events)
        {
            change = events[^1].Number;
            changed.UnionWith(events.Where(e => e.Event.Topic == Topic).Select(e => Topics.Read<V1.DisclosureChanged>(e.Event).DisclosureId));
        }

        // What the snapshot worked out stays good if none of it changed.
        if (changed.Count == 0) return known.At(change);
        var disclosures = new Dictionary<string, PublicDisclosure>(known.Disclosures);
        foreach (var part in changed.Chunk(Portion))
        {
            foreach (var stored in (await collections.Disclosures.GetMany(part, cancel)).Values) await Take(stored.Value, disclosures, cancel);
        }

        return new FigureSnapshot(change, disclosures);
    }

    private async Task Take(Disclosure disclosure, Dictionary<string, PublicDisclosure> to, CancellationToken cancel)
    {
        to.Remove(disclosure.Id);
        if (disclosure.Withdrawn) return;
        var named = disclosure.LatestOfPhases.SelectMany(r => r.Statements.Select(s => (Release: r, Statement: s))).ToList();
        var read = await statements.Read([.. named.Select(n => n.Statement)], cancel);
        to[disclosure.Id] = new PublicDisclosure(disclosure.Id, disclosure.Identity, [.. named.Select((n, i) => FigureTable.Of(disclosure, n.Release, n.Statement, read[i], s => _shared.GetOrAdd(s, s)))]);
    }
}
