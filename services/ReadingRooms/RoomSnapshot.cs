namespace Sunshine.ReadingRooms;

/// <summary>All rooms as of one change of the store. Immutable.</summary>
public sealed class RoomSnapshot
{
    private readonly Lazy<IReadOnlyList<RoomEntry>> _sorted;

    private RoomSnapshot(long change, Dictionary<string, RoomEntry> rooms, NearestIndex index)
    {
        (Change, Rooms, Index) = (change, rooms, index);
        _sorted = new(() => [.. rooms.Values.OrderBy(r => r.Id, StringComparer.Ordinal)]);
    }

    public long Change { get; }

    public IReadOnlyDictionary<string, RoomEntry> Rooms { get; }

    public NearestIndex Index { get; }

    /// <summary>By id.</summary>
    public IReadOnlyList<RoomEntry> Sorted => _sorted.Value;

    public static RoomSnapshot Of(long change, Dictionary<string, RoomEntry> rooms) => new(change, rooms, NearestIndex.Of(rooms.Values));

    public RoomSnapshot With(long change, IReadOnlyCollection<RoomEntry> changed)
    {
        if (changed.Count == 0) return new RoomSnapshot(change, (Dictionary<string, RoomEntry>)Rooms, Index);
        var rooms = new Dictionary<string, RoomEntry>((Dictionary<string, RoomEntry>)Rooms);
        var gone = changed.Select(r => rooms.GetValueOrDefault(r.Id)).OfType<RoomEntry>().ToList();
        foreach (var room in changed) rooms[room.Id] = room;
        return new RoomSnapshot(change, rooms, Index.With(gone, changed));
    }

    public RoomEntry? Find(string id) => Rooms.GetValueOrDefault(id);

    public string NameOf(string id) => Find(id)?.Name ?? "";
}
