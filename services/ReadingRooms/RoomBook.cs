using System.Collections.Concurrent;
using Google.Protobuf;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>
/// All rooms, in memory. Every read first asks the store for its last change, so that what any process has written is seen. Rooms are never deleted.
/// </summary>
public sealed class RoomBook(Collections collections, [FromKeyedServices(ReadingRoomsModule.Name)] IStore store) : IDisposable
{
    /// <summary>How many events, and rooms, are read at a time.</summary>
    private const int Portion = 500;

    private static readonly string Topic = Topics.Of<V1.RoomChanged>();

    // Thousands of rooms of a city have the same few hours, spells and codes.
    private readonly ConcurrentDictionary<ByteString, OpeningHours> _hours = new();
    private readonly ConcurrentDictionary<string, string> _texts = new();
    private readonly SemaphoreSlim _reading = new(1);
    private volatile RoomSnapshot? _current;

    public void Dispose() => _reading.Dispose();

    public async ValueTask<RoomSnapshot> Read(CancellationToken cancel)
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

    private async Task<RoomSnapshot> Begin(long change, CancellationToken cancel)
    {
        var rooms = new Dictionary<string, RoomEntry>();
        await foreach (var stored in collections.Rooms.All(cancel)) rooms[stored.Value.Id] = EntryOf(stored.Value);
        return RoomSnapshot.Of(change, rooms);
    }

    private async Task<RoomSnapshot> Continue(RoomSnapshot known, CancellationToken cancel)
    {
        var (change, changed) = (known.Change, new HashSet<string>());
        while (await store.Changes.After(change, Portion, cancel) is { Count: > 0 } events)
        {
            change = events[^1].Number;
            changed.UnionWith(events.Where(e => e.Event.Topic == Topic).Select(e => Topics.Read<V1.RoomChanged>(e.Event).RoomId));
        }

        var entries = new List<RoomEntry>();
        foreach (var part in changed.Chunk(Portion)) entries.AddRange((await collections.Rooms.GetMany(part, cancel)).Values.Select(r => EntryOf(r.Value)));
        return known.With(change, entries);
    }

    private RoomEntry EntryOf(Room room)
    {
        var content = room.Content;
        var hours = content.Hours is { } own ? _hours.GetOrAdd(RoomMap.ToProto(own).ToByteString(), own) : null;
        return new RoomEntry(
            room.Id, Shared(room.AgencyId), content.Name, content.Kind, content.Level, Shared(content.DivisionCode), content.At, hours, content.Equipment, room.Spells, room.CreatedAt);
    }

    private string Shared(string text) => _texts.GetOrAdd(text, text);
}
