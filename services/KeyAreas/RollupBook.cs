using System.Text.Json;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>
/// The rollups of all types, in memory: what was stored of them, and every event since. Each read first follows the store up to its last change, so
/// that what any process has written is in it. Storing them only shortens the way after a start; anybody may do it at any time.
/// </summary>
public sealed class RollupBook([FromKeyedServices(KeyAreasModule.Name)] IStore store, Collections collections) : IDisposable
{
    /// <summary>How many events are read at a time.</summary>
    private const int Portion = 2_000;

    private static readonly string Topic = Topics.Of<V1.RecordChanged>();
    private static readonly Rollup Nothing = new();

    private readonly Dictionary<string, Rollup> _rollups = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _following = new(1);
    private readonly Lock _lock = new();
    private long _change = -1;
    private long _saved;

    public void Dispose() => _following.Dispose();

    /// <summary>How many changes are not stored yet.</summary>
    public long Unsaved => Math.Max(0, Interlocked.Read(ref _change) - Interlocked.Read(ref _saved));

    /// <param name="read">Gets the rollup of each type, and the number up to which every change is in it. It must not keep them.</param>
    public async ValueTask<T> Read<T>(Func<Func<string, Rollup>, long, T> read, CancellationToken cancel)
    {
        await Follow(cancel);
        lock (_lock) return read(id => _rollups.GetValueOrDefault(id) ?? Nothing, _change);
    }

    /// <summary>Takes in every change that could be read when this was called.</summary>
    public async ValueTask Follow(CancellationToken cancel)
    {
        var last = await store.Changes.Last(cancel);
        if (Interlocked.Read(ref _change) >= last) return;
        await _following.WaitAsync(cancel);
        try
        {
            if (_change < 0) await Load(cancel);
            while (_change < last && await store.Changes.After(_change, Portion, cancel) is { Count: > 0 } events)
            {
                var deltas = events.Where(e => e.Event.Topic == Topic).Select(e => (e.Number, Delta: JsonSerializer.Deserialize(e.Event.Data, KeyAreasJson.Default.RollupDelta)!)).ToList();
                lock (_lock)
                {
                    foreach (var (number, delta) in deltas) Of(delta.TypeId).Apply(number, delta);
                    _change = events[^1].Number;
                }
            }
        }
        finally
        {
            _following.Release();
        }
    }

    /// <summary>Stores what has changed since it was stored last.</summary>
    public async Task Save(CancellationToken cancel)
    {
        List<RollupPart> parts;
        long change;
        lock (_lock)
        {
            if (_change <= _saved) return;
            change = _change;
            parts = [.. _rollups.SelectMany(r => r.Value.ChangedAfter(r.Key, _saved, change))];
        }

        foreach (var part in parts) await Put(part, cancel);
        // Last: from here on, nobody looks at what came before.
        await Put(new RollupPart { Id = RollupPart.Floor, Change = change }, cancel);
        Interlocked.Exchange(ref _saved, change);
    }

    /// <summary>Several processes store the same rollups: what is there may be newer, and then stays.</summary>
    private async Task Put(RollupPart part, CancellationToken cancel)
    {
        while (true)
        {
            var stored = await collections.Rollups.Get(part.Id, cancel);
            if (stored is not null && stored.Value.Change >= part.Change) return;
            var written = await collections.Rollups.Write([new Write<RollupPart>(part.Id, part, stored?.Revision ?? 0, [])], cancel);
            if (written[0].Outcome == WriteOutcome.Done) return;
        }
    }

    private async Task Load(CancellationToken cancel)
    {
        var loaded = new List<RollupPart>();
        // The floor first: parts that are stored meanwhile may be newer than it, and say so themselves.
        var floor = (await collections.Rollups.Get(RollupPart.Floor, cancel))?.Value.Change ?? 0;
        await foreach (var stored in collections.Rollups.All(cancel)) loaded.Add(stored.Value);
        lock (_lock)
        {
            foreach (var part in loaded.Where(p => p.TypeId.Length > 0)) Of(part.TypeId).Load(part);
            foreach (var rollup in _rollups.Values) rollup.LoadedUpTo(floor);
            (_change, _saved) = (floor, floor);
        }
    }

    private Rollup Of(string typeId) => _rollups.TryGetValue(typeId, out var rollup) ? rollup : _rollups[typeId] = new Rollup();
}
