namespace Sunshine.ReadingRooms;

/// <summary>
/// Finds what is nearest exactly: places lie in cells of a twentieth of a degree, and rings of cells are looked at around the asked place until nothing outside can
/// be nearer. Where few of many are wanted, or the places lie far off, all are looked at instead. Immutable.
/// </summary>
public sealed class NearestIndex
{
    /// <summary>In degrees: five kilometres from north to south.</summary>
    private const double Size = 0.05;

    private const int Rows = 3_600;
    private const int Columns = 7_200;

    /// <summary>What the arithmetic may be wrong by, in metres; far more than it is.</summary>
    private const double Slack = 0.01;

    private readonly Dictionary<int, RoomEntry[]> _cells;

    private NearestIndex(Dictionary<int, RoomEntry[]> cells) => _cells = cells;

    public static NearestIndex Of(IEnumerable<RoomEntry> rooms) =>
        new(rooms.Where(r => r.At is not null).GroupBy(r => CellOf(r.At!)).ToDictionary(g => g.Key, g => g.ToArray()));

    /// <summary>With others in the place of some.</summary>
    public NearestIndex With(IReadOnlyCollection<RoomEntry> gone, IReadOnlyCollection<RoomEntry> come)
    {
        var cells = new Dictionary<int, RoomEntry[]>(_cells);
        foreach (var room in gone.Where(r => r.At is not null))
        {
            var cell = CellOf(room.At!);
            cells[cell] = [.. cells[cell].Where(r => r.Id != room.Id)];
        }

        foreach (var room in come.Where(r => r.At is not null)) cells[CellOf(room.At!)] = [.. cells.GetValueOrDefault(CellOf(room.At!)) ?? [], room];
        return new NearestIndex(cells);
    }

    /// <summary>The nearest of those that are wanted, by distance, then by id.</summary>
    public IReadOnlyList<(RoomEntry Room, double Metres)> Find(GeoPoint from, int count, Func<RoomEntry, bool> wanted)
    {
        var best = new Best(from, count, wanted);
        var (row, column) = (RowOf(from), ColumnOf(from));
        var looked = 0;
        for (var ring = 0; ring <= Rows; ring++)
        {
            foreach (var cell in Ring(row, column, ring))
            {
                looked++;
                if (_cells.TryGetValue(cell, out var rooms)) best.Offer(rooms);
            }

            if (best.Farthest < Beyond(from, row, column, ring) - Slack) return best.Found;
            if (looked <= _cells.Count) continue;
            best = new Best(from, count, wanted);
            foreach (var rooms in _cells.Values) best.Offer(rooms);
            return best.Found;
        }

        return best.Found;
    }

    /// <summary>At least so far, in metres, is everything outside a square of cells.</summary>
    private static double Beyond(GeoPoint from, int row, int column, int ring)
    {
        var (south, north) = ((row - ring) * Size - 90, (row + ring + 1) * Size - 90);
        var byLat = Math.Min(south > -90 ? from.Lat - south : double.PositiveInfinity, north < 90 ? north - from.Lat : double.PositiveInfinity);
        var metres = double.DegreesToRadians(byLat) * GeoPoint.Radius;
        if (2 * ring + 1 >= Columns) return metres;
        var byLng = Math.Min(from.Lng - ((column - ring) * Size - 180), (column + ring + 1) * Size - 180 - from.Lng);
        // A meridian is nearest where the way to it meets it at a right angle; beyond a quarter of the globe, at the pole.
        var across = Math.Asin(Math.Cos(double.DegreesToRadians(from.Lat)) * Math.Sin(double.DegreesToRadians(Math.Min(byLng, 90))));
        return Math.Min(metres, across * GeoPoint.Radius);
    }

    private static IEnumerable<int> Ring(int row, int column, int ring)
    {
        // Around the globe the columns meet: none is looked at twice.
        var (west, east) = 2 * ring + 1 >= Columns ? (column - Columns / 2, column - Columns / 2 + Columns - 1) : (column - ring, column + ring);
        for (var r = Math.Max(row - ring, 0); r <= Math.Min(row + ring, Rows - 1); r++)
        {
            var whole = r == row - ring || r == row + ring;
            for (var c = west; c <= east; c += whole || east == west ? 1 : east - west) yield return r * Columns + (c % Columns + Columns) % Columns;
        }
    }

    private static int CellOf(GeoPoint at) => RowOf(at) * Columns + ColumnOf(at) % Columns;

    private static int RowOf(GeoPoint at) => Math.Min((int)((at.Lat + 90) / Size), Rows - 1);

    /// <summary>One too many for 180 degrees east, which is 180 degrees west.</summary>
    private static int ColumnOf(GeoPoint at) => (int)((at.Lng + 180) / Size);

    private sealed class Best(GeoPoint from, int count, Func<RoomEntry, bool> wanted)
    {
        private readonly List<(RoomEntry Room, double Metres)> _found = new(count + 1);

        public IReadOnlyList<(RoomEntry Room, double Metres)> Found => _found;

        /// <summary>How far the last of enough is; infinite while there are not enough.</summary>
        public double Farthest => _found.Count < count ? double.PositiveInfinity : _found[^1].Metres;

        public void Offer(RoomEntry[] rooms)
        {
            foreach (var room in rooms)
            {
                var metres = from.MetresTo(room.At!);
                if (metres > Farthest || !wanted(room)) continue;
                var place = _found.FindIndex(f => metres < f.Metres || (metres == f.Metres && string.CompareOrdinal(room.Id, f.Room.Id) < 0));
                _found.Insert(place < 0 ? _found.Count : place, (room, metres));
                if (_found.Count > count) _found.RemoveAt(count);
            }
        }
    }
}
