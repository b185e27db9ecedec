using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// The changes of public items in the order of the store, for any number of followers. Those who stand at the same place share what is
/// read from there.
/// </summary>
public sealed class ItemFeed(
    [FromKeyedServices(CatalogueModule.Name)] IStore store, PublicItems items, AgencyTree tree, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>The cursor of what comes from now on.</summary>
    private const string Now = "now";

    private const int Portion = 200;

    /// <summary>While nothing happens a follower hears this often that nothing happened.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Shared for this long at most: what is taken back must not be handed on from here.</summary>
    private static readonly TimeSpan Shared = TimeSpan.FromMilliseconds(500);

    private static readonly string Topic = Topics.Of<V1.ItemChanged>();

    private readonly ConcurrentDictionary<long, (Task<Part> Part, long At)> _reading = new();

    /// <summary>The place a cursor stands for.</summary>
    public async Task<long> Cursor(string cursor, Violations v, CancellationToken cancel)
    {
        if (cursor.Length == 0) return 0;
        var last = await store.Changes.Last(cancel);
        if (cursor == Now) return last;
        if (long.TryParse(cursor, System.Globalization.NumberStyles.None, null, out var number) && number <= last) return number;
        // A store that was set back to an earlier state has lost changes; going on as if nothing had happened would hide that.
        v.Add("cursor", "UNKNOWN_CURSOR", "不是本系统给出的位置：请使用最近一次收到的 cursor，或从头开始。", "Not a cursor of this catalogue: use the last one received, or begin anew.");
        return 0;
    }

    /// <summary>What happened after a place, without end. The first message comes at once.</summary>
    /// <param name="agencyId">Only items of this agency and those below it; empty for all.</param>
    public async IAsyncEnumerable<V1.WatchItemsResponse> Follow(long after, string agencyId, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return new V1.WatchItemsResponse { Cursor = $"{after}" };
        var told = time.GetTimestamp();
        while (true)
        {
            // Whoever follows comes again, to a process that goes on.
            if (lifetime.ApplicationStopping.IsCancellationRequested) throw Refusals.Unavailable.Of();
            // Asked for before reading, so that what comes in between wakes it.
            var more = store.Changes.Wait(cancel);
            var part = await Read(after, cancel);
            var agencies = agencyId.Length == 0 ? null : await tree.Read(cancel);
            foreach (var change in part.Changes)
            {
                if (agencies is not null && !agencies.IsWithin(change.Item.Agency.Id, agencyId)) continue;
                yield return change;
                told = time.GetTimestamp();
            }

            after = part.Last;
            if (time.GetElapsedTime(told) >= Silence)
            {
                yield return new V1.WatchItemsResponse { Cursor = $"{after}" };
                told = time.GetTimestamp();
            }

            if (part.IsEmpty) await more;
        }
    }

    private async Task<Part> Read(long after, CancellationToken cancel)
    {
        if (_reading.TryGetValue(after, out var known) && time.GetElapsedTime(known.At) < Shared && !known.Part.IsFaulted) return await known.Part.WaitAsync(cancel);
        foreach (var (place, old) in _reading)
        {
            if (time.GetElapsedTime(old.At) >= Shared) _reading.TryRemove(place, out _);
        }

        var reading = ReadNow(after);
        var part = await reading.WaitAsync(cancel);
        // Nothing is no news: the next one looks again.
        if (!part.IsEmpty) _reading[after] = (reading, time.GetTimestamp());
        return part;
    }

    private async Task<Part> ReadNow(long after)
    {
        var found = await store.Changes.After(after, Portion, CancellationToken.None);
        var changed = found.Where(f => f.Event.Topic == Topic).Select(f => (f.Number, Event: Topics.Read<V1.ItemChanged>(f.Event))).ToList();
        var agencies = await tree.Read(CancellationToken.None);
        var current = await items.FindMany([.. changed.Select(c => c.Event.ItemId).Distinct()], CancellationToken.None);
        var responses = changed.ConvertAll(c => new V1.WatchItemsResponse
        {
            Cursor = $"{c.Number}", Change = c.Event.Change, ItemId = c.Event.ItemId, OccurredAt = c.Event.OccurredAt, Item = Map.ToProto(current[c.Event.ItemId], agencies)
        });
        return new Part(responses, found.Count == 0 ? after : found[^1].Number, found.Count == 0);
    }

    private sealed record Part(IReadOnlyList<V1.WatchItemsResponse> Changes, long Last, bool IsEmpty);
}
