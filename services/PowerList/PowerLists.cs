using System.Collections.Concurrent;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>
/// All lists, in memory. What becomes current here is seen at once; what becomes current in another process, within a second. Each list
/// that is given out is whole: it has the batches that its one document names, and of each everything.
/// </summary>
public sealed class PowerLists(Collections collections, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>How many versions are read at a time.</summary>
    private const int Portion = 500;

    private readonly ConcurrentDictionary<string, ListSnapshot> _snapshots = new();
    private readonly SemaphoreSlim _loading = new(1);
    private readonly Lock _lock = new();
    private volatile Directory? _directory;
    private long _version;

    private sealed record Directory(IReadOnlyDictionary<string, Stored<PowerList>> Lists, long ReadAt);

    /// <summary>The documents of all lists, by id.</summary>
    public async ValueTask<IReadOnlyDictionary<string, Stored<PowerList>>> All(CancellationToken cancel)
    {
        if (_directory is { } current && time.GetElapsedTime(current.ReadAt) < Fresh) return current.Lists;
        var version = Interlocked.Read(ref _version);
        var at = time.GetTimestamp();
        var all = new Dictionary<string, Stored<PowerList>>();
        await foreach (var stored in collections.Lists.All(cancel)) all[stored.Value.Id] = stored;
        lock (_lock)
        {
            // What was written here while reading may be missing from what was read.
            if (_version == version) _directory = new Directory(all, at);
        }

        return all;
    }

    /// <summary>A list was written here.</summary>
    public void Changed(Stored<PowerList> written)
    {
        lock (_lock)
        {
            _version++;
            if (_directory is { } known) _directory = known with { Lists = new Dictionary<string, Stored<PowerList>>(known.Lists) { [written.Value.Id] = written } };
        }
    }

    /// <summary>A list; null if there is none.</summary>
    public async ValueTask<ListSnapshot?> Find(string id, CancellationToken cancel) =>
        (await All(cancel)).TryGetValue(id, out var stored) ? await Read(stored.Value, cancel) : null;

    /// <exception cref="RefusedException">There is no such list.</exception>
    public async ValueTask<ListSnapshot> Get(string id, CancellationToken cancel) => await Find(id, cancel) ?? throw PowerListRefusals.NoSuchList.Of();

    /// <summary>A list by its id; without one, that of the government above all others.</summary>
    /// <exception cref="RefusedException">There is no such list, or several governments have none above them.</exception>
    public async ValueTask<ListSnapshot> Choose(string id, AgencyCopies.Snapshot agencies, CancellationToken cancel)
    {
        if (id.Length > 0) return await Get(id, cancel);
        var all = await All(cancel);
        var highest = all.Keys.Where(l => !all.Keys.Any(other => other != l && agencies.IsWithin(l, other))).Order(StringComparer.Ordinal).ToList();
        if (highest.Count > 1)
        {
            var v = new Violations();
            v.Add("listId", "LIST_REQUIRED", $"有多份清单,须指明其一:{string.Join("、", highest.Take(20))}。", $"There are several lists; name one of them: {string.Join(", ", highest.Take(20))}.");
            v.ThrowIfAny();
        }

        return highest is [var only] ? await Get(only, cancel) : throw PowerListRefusals.NoSuchList.Of();
    }

    /// <summary>A list as one of its documents names its batches.</summary>
    public async ValueTask<ListSnapshot> Read(PowerList list, CancellationToken cancel)
    {
        if (_snapshots.TryGetValue(list.Id, out var known) && known.Last == list.Batches.Count) return known;
        await _loading.WaitAsync(cancel);
        try
        {
            known = _snapshots.GetValueOrDefault(list.Id) ?? ListSnapshot.Empty(list);
            // Whoever reads with an older document still sees a whole list: a newer one.
            if (known.Last >= list.Batches.Count) return known;
            var said = new List<Line>();
            for (var number = known.Last + 1; number <= list.Batches.Count; number++) await Add(list.Batches[number - 1].Key, number, said, cancel);
            return _snapshots[list.Id] = known.With(list, said);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Everything that the list says of powers, by the ids of their versions.</summary>
    public async Task<IReadOnlyDictionary<string, PowerVersion>> Contents(IReadOnlyCollection<string> versionIds, CancellationToken cancel)
    {
        var found = new Dictionary<string, PowerVersion>(versionIds.Count);
        foreach (var part in versionIds.Distinct().Chunk(Portion))
        {
            foreach (var (id, stored) in await collections.Versions.GetMany(part, cancel)) found[id] = stored.Value;
        }

        return found;
    }

    /// <summary>The list that has or had a power; null if none did.</summary>
    public async ValueTask<ListSnapshot?> WithPower(string powerId, CancellationToken cancel)
    {
        if (powerId.Length > 200) return null;
        var versions = await collections.Versions.List(new ListQuery<PowerVersion> { Where = [VersionCollection.Power.Is(powerId)], Size = 1 }, cancel);
        // It may have been stored and never become current.
        return versions.Documents is [var version] && await Find(version.Value.ListId, cancel) is { } list && list.Of(powerId).Count > 0 ? list : null;
    }

    /// <summary>Those ids that no list ever had.</summary>
    public async ValueTask<IReadOnlySet<string>> Unknown(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var unknown = ids.ToHashSet();
        foreach (var list in (await All(cancel)).Values)
        {
            if (unknown.Count == 0) break;
            var snapshot = await Read(list.Value, cancel);
            unknown.RemoveWhere(id => snapshot.Of(id).Count > 0);
        }

        return unknown;
    }

    /// <summary>The powers that lists have today, among ids of anything, as what rests on laws.</summary>
    public async Task<IEnumerable<BasisTarget>> Targets(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var found = new List<BasisTarget>();
        foreach (var list in (await All(cancel)).Values)
        {
            var snapshot = await Read(list.Value, cancel);
            var today = snapshot.List.BatchOn(Clock.DayOf(time.GetUtcNow()));
            found.AddRange(ids.Select(id => snapshot.At(id, today)).OfType<Line>().Where(l => l.Held).Select(l => new BasisTarget(l.PowerId, l.AgencyId, l.Bases, l.BasedOn)));
        }

        return found;
    }

    public void Dispose() => _loading.Dispose();

    private async Task Add(long key, int number, List<Line> said, CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var page = await collections.Versions.List(new ListQuery<PowerVersion> { Where = [VersionCollection.Key.Is(key)], Size = Portion, After = after }, cancel);
            said.AddRange(page.Documents.Select(d => Line.Of(d.Value, number)));
            after = page.Next;
        }
        while (after is not null);
    }
}
