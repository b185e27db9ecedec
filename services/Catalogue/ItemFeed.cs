using System.Collections.Concurrent;
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
    private const int Portion = 200;

    /// <summary>Shared for this long at most: what is taken back must not be handed on from here.</summary>
    private static readonly TimeSpan Shared = TimeSpan.FromMilliseconds(500);

    private static readonly string Topic = Topics.Of<V1.ItemChanged>();

    private readonly ChangeFeed _feed = new(store.Changes, time, lifetime);
    private readonly ConcurrentDictionary<long, (Task<FeedPart<V1.WatchItemsResponse>> Part, long At)> _reading = new();

    /// <summary>The place a cursor stands for.</summary>
    public async Task<long> Cursor(string cursor, Violations v, CancellationToken cancel)
    {
        if (await _feed.PlaceOf(cursor, cancel) is { } place) return place;
        v.Add("cursor", "UNKNOWN_CURSOR", "不是本系统给出的位置：请使用最近一次收到的 cursor，或从头开始。", "Not a cursor of this catalogue: use the last one received, or begin anew.");
        return 0;
    }

    /// <summary>What happened after a place, without end. The first message comes at once.</summary>
    /// <param name="agencyId">Only items of this agency and those below it; empty for all.</param>
    public IAsyncEnumerable<V1.WatchItemsResponse> Follow(long after, string agencyId, CancellationToken cancel) =>
        _feed.Follow(after, (from, stop) => agencyId.Length == 0 ? Read(from, stop) : ReadWithin(agencyId, from, stop), place => new V1.WatchItemsResponse { Cursor = $"{place}" }, cancel);

    private async Task<FeedPart<V1.WatchItemsResponse>> ReadWithin(string agencyId, long after, CancellationToken cancel)
    {
        var part = await Read(after, cancel);
        var agencies = await tree.Read(cancel);
        return part with { Changes = [.. part.Changes.Where(c => agencies.IsWithin(c.Item.Agency.Id, agencyId))] };
    }

    private async Task<FeedPart<V1.WatchItemsResponse>> Read(long after, CancellationToken cancel)
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

    private async Task<FeedPart<V1.WatchItemsResponse>> ReadNow(long after)
    {
        var found = await store.Changes.After(after, Portion, CancellationToken.None);
        var changed = found.Where(f => f.Event.Topic == Topic).Select(f => (f.Number, Event: Topics.Read<V1.ItemChanged>(f.Event))).ToList();
        var agencies = await tree.Read(CancellationToken.None);
        var current = await items.FindMany([.. changed.Select(c => c.Event.ItemId).Distinct()], CancellationToken.None);
        var responses = changed.ConvertAll(c => new V1.WatchItemsResponse
        {
            Cursor = $"{c.Number}", Change = c.Event.Change, ItemId = c.Event.ItemId, OccurredAt = c.Event.OccurredAt, Item = Map.ToProto(current[c.Event.ItemId], agencies)
        });
        return new FeedPart<V1.WatchItemsResponse>(responses, found.Count == 0 ? after : found[^1].Number, found.Count == 0);
    }
}
