using System.Runtime.CompilerServices;
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
    /// <summary>The cursor of what comes from now on.</summary>
    private const string Now = "now";

    private const int Portion = 500;

    /// <summary>While nothing happens a follower hears this often that nothing happened.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private static readonly string Topic = Topics.Of<V1.RecordChanged>();

    /// <summary>The place a cursor stands for.</summary>
    public async Task<long> Cursor(string cursor, Violations v, CancellationToken cancel)
    {
        if (cursor.Length == 0) return 0;
        var last = await store.Changes.Last(cancel);
        if (cursor == Now) return last;
        if (long.TryParse(cursor, System.Globalization.NumberStyles.None, null, out var number) && number <= last) return number;
        v.Add("cursor", "UNKNOWN_CURSOR", "不是本系统给出的位置：请使用最近一次收到的 cursor，或从头开始。", "Not a cursor of this service: use the last one received, or begin anew.");
        return 0;
    }

    /// <summary>What happened after a place, without end. The first message comes at once.</summary>
    /// <param name="typeId">Empty for all.</param>
    public async IAsyncEnumerable<V1.WatchRecordsResponse> Follow(long after, string typeId, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return new V1.WatchRecordsResponse { Cursor = $"{after}" };
        var told = time.GetTimestamp();
        while (true)
        {
            // Whoever follows comes again, to a process that goes on.
            if (lifetime.ApplicationStopping.IsCancellationRequested) throw Refusals.Unavailable.Of();
            // Asked for before reading, so that what comes in between wakes it.
            var more = store.Changes.Wait(cancel);
            var events = await store.Changes.After(after, Portion, cancel);
            foreach (var change in await Shown(events, typeId, cancel))
            {
                yield return change;
                told = time.GetTimestamp();
            }

            if (events.Count > 0) after = events[^1].Number;
            if (time.GetElapsedTime(told) >= Silence)
            {
                yield return new V1.WatchRecordsResponse { Cursor = $"{after}" };
                told = time.GetTimestamp();
            }

            if (events.Count == 0) await more;
        }
    }

    private async Task<IEnumerable<V1.WatchRecordsResponse>> Shown(IReadOnlyList<NumberedEvent> events, string typeId, CancellationToken cancel)
    {
        var changed = events.Where(e => e.Event.Topic == Topic).Select(e => (e.Number, Event: Topics.Read<V1.RecordChanged>(e.Event))).Where(e => typeId.Length == 0 || e.Event.TypeId == typeId).ToList();
        if (changed.Count == 0) return [];
        // Unlisted records are not there: nobody follows them.
        var current = await collections.Listed.GetMany([.. changed.Select(c => c.Event.RecordId).Distinct()], cancel);
        var agencies = await agencyCopies.Read(cancel);
        return changed.Where(c => current.ContainsKey(c.Event.RecordId)).Select(c => new V1.WatchRecordsResponse
        {
            Cursor = $"{c.Number}", Change = c.Event.Change, OccurredAt = c.Event.OccurredAt, Record = reading.Shown(current[c.Event.RecordId], agencies, whole: false)
        });
    }
}
