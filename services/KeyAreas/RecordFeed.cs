using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>What happens to listed records, in the order of the store, for any number of followers.</summary>
public sealed class RecordFeed(
    [FromKeyedServices(KeyAreasModule.Name)] IStore store, Collections collections, RecordReading reading, [FromKeyedServices(KeyAreasModule.Name)] AgencyCopies agencyCopies, TimeProvider time,
    IHostApplicationLifetime lifetime)
{
    private const int Portion = 500;

    private static readonly string Topic = Topics.Of<V1.RecordChanged>();

    private readonly ChangeFeed _feed = new(store.Changes, time, lifetime);

    /// <summary>The place a cursor stands for.</summary>
    public async Task<long> Cursor(string cursor, Violations v, CancellationToken cancel)
    {
        if (await _feed.PlaceOf(cursor, cancel) is { } place) return place;
        v.Add("cursor", "UNKNOWN_CURSOR", "不是本系统给出的位置：请使用最近一次收到的 cursor，或从头开始。", "Not a cursor of this service: use the last one received, or begin anew.");
        return 0;
    }

    /// <summary>What happened after a place, without end. The first message comes at once.</summary>
    /// <param name="typeId">Empty for all.</param>
    public IAsyncEnumerable<V1.WatchRecordsResponse> Follow(long after, string typeId, CancellationToken cancel) =>
        _feed.Follow(after, (from, stop) => Read(from, typeId, stop), place => new V1.WatchRecordsResponse { Cursor = $"{place}" }, cancel);

    private async Task<FeedPart<V1.WatchRecordsResponse>> Read(long after, string typeId, CancellationToken cancel)
    {
        var events = await store.Changes.After(after, Portion, cancel);
        return new FeedPart<V1.WatchRecordsResponse>(await Shown(events, typeId, cancel), events.Count == 0 ? after : events[^1].Number, events.Count == 0);
    }

    private async Task<IReadOnlyList<V1.WatchRecordsResponse>> Shown(IReadOnlyList<NumberedEvent> events, string typeId, CancellationToken cancel)
    {
        var changed = events.Where(e => e.Event.Topic == Topic).Select(e => (e.Number, Event: Topics.Read<V1.RecordChanged>(e.Event))).Where(e => typeId.Length == 0 || e.Event.TypeId == typeId).ToList();
        if (changed.Count == 0) return [];
        // Unlisted records are not there: nobody follows them.
        var current = await collections.Listed.GetMany([.. changed.Select(c => c.Event.RecordId).Distinct()], cancel);
        var agencies = await agencyCopies.Read(cancel);
        return [.. changed.Where(c => current.ContainsKey(c.Event.RecordId)).Select(c => new V1.WatchRecordsResponse
        {
            Cursor = $"{c.Number}", Change = c.Event.Change, OccurredAt = c.Event.OccurredAt, Record = reading.Shown(current[c.Event.RecordId], agencies, whole: false)
        })];
    }
}
