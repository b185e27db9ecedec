namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// A collection's facets in memory, one number for each document and facet, so that counting all matches of a search is an array walk.
/// A document's place is its docid: the day in the upper bits, its position within the day in the lower 28; so docids are in the order
/// of results. A number stands for a document's whole list of values. One thread writes; readers never wait, and see a document that is
/// being written either as it was or as it will be.
/// </summary>
internal sealed class FacetColumns(int facets)
{
    private const int SlotBits = 28;
    private const char Separator = '\u001F';

    private readonly Dictionary<string, int>[] _codes = [.. Enumerable.Range(0, facets).Select(_ => new Dictionary<string, int>())];
    private readonly int[] _defined = [.. Enumerable.Repeat(1, facets)];
    private readonly string[][][] _lists = [.. Enumerable.Range(0, facets).Select(_ => new[] { Array.Empty<string>() })];
    private volatile Days _days = new([], []);

    /// <summary>The smallest docid of a day. Never 0, which stands for no docid.</summary>
    public static long FirstOf(DateOnly day) => (day.DayNumber + 1L) << SlotBits;

    /// <summary>The largest docid of a day.</summary>
    public static long LastOf(DateOnly day) => FirstOf(day) + (1L << SlotBits) - 1;

    public static DateOnly DayOf(long docId) => DateOnly.FromDayNumber((int)(docId >> SlotBits) - 1);

    /// <summary>The lists of values by code; some at the end may not be used yet. Code 0 means no document.</summary>
    public string[][] Lists(int facet) => Volatile.Read(ref _lists[facet]);

    /// <summary>Takes the next place of a day.</summary>
    public long Allocate(DateOnly day)
    {
        var first = FirstOf(day);
        var chunk = ChunkFor(first);
        var slot = chunk.Count;
        if (slot >= 1 << SlotBits) throw new InvalidOperationException($"More documents on {day:O} than a search index can hold.");
        chunk.Grow(slot + 1, facets);
        chunk.Count = slot + 1;
        return first + slot;
    }

    /// <summary>The code of a list of values; <paramref name="added"/> if it is a new one, which must then be stored.</summary>
    public int Code(int facet, IEnumerable<string> values, out string? added)
    {
        var key = string.Join(Separator, values.Select(v => v.Replace(Separator, ' ')).Order(StringComparer.Ordinal));
        added = null;
        if (_codes[facet].TryGetValue(key, out var code)) return code;
        added = key;
        code = _defined[facet];
        Define(facet, code, key);
        return code;
    }

    /// <summary>A stored list of values.</summary>
    public void Define(int facet, int code, string key)
    {
        _codes[facet][key] = code;
        _defined[facet] = Math.Max(_defined[facet], code + 1);
        var lists = _lists[facet];
        if (lists.Length <= code)
        {
            var larger = new string[Math.Max(code + 1, lists.Length * 2)][];
            lists.CopyTo(larger, 0);
            Array.Fill(larger, [], lists.Length, larger.Length - lists.Length);
            lists = larger;
        }

        Volatile.Write(ref lists[code], key.Length == 0 ? [] : key.Split(Separator));
        Volatile.Write(ref _lists[facet], lists);
    }

    /// <summary>Sets a document's codes; all 0 removes it.</summary>
    public void Set(long docId, ReadOnlySpan<int> codes)
    {
        var chunk = ChunkFor(docId);
        var slot = Slot(docId);
        chunk.Grow(slot + 1, facets);
        for (var f = 0; f < facets; f++) chunk.Codes[f][slot] = codes[f];
        if (chunk.Count <= slot) chunk.Count = slot + 1;
    }

    /// <summary>Goes through the places between two docids, inclusive, latest day first.</summary>
    public IEnumerable<(long First, int[][] Codes, int From, int To)> Descending(long low, long high)
    {
        var days = _days;
        for (var i = days.Numbers.Length - 1; i >= 0; i--)
        {
            var first = (long)days.Numbers[i] << SlotBits;
            var chunk = days.Chunks[i];
            var count = chunk.Count;
            if (count == 0 || first > high) continue;
            if (first + count - 1 < low) yield break;
            yield return (first, chunk.Codes, (int)Math.Max(0, low - first), (int)Math.Min(count - 1, high - first));
        }
    }

    public Cursor Walk() => new(_days);

    private static int Slot(long docId) => (int)(docId & ((1 << SlotBits) - 1));

    private Chunk ChunkFor(long docId)
    {
        var day = (int)(docId >> SlotBits);
        var days = _days;
        var at = Array.BinarySearch(days.Numbers, day);
        if (at >= 0) return days.Chunks[at];
        var chunk = new Chunk { Codes = [.. Enumerable.Range(0, facets).Select(_ => new int[4])] };
        at = ~at;
        _days = new Days([.. days.Numbers[..at], day, .. days.Numbers[at..]], [.. days.Chunks[..at], chunk, .. days.Chunks[at..]]);
        return chunk;
    }

    /// <summary>Finds codes by docid; quick when asked in order.</summary>
    public struct Cursor
    {
        private readonly Days _days;
        private int _day;
        private int[][]? _codes;

        internal Cursor(Days days)
        {
            _days = days;
            _day = -1;
        }

        /// <summary>The codes of a document's day and its position there; null if there is none.</summary>
        public int[][]? Find(long docId, out int slot)
        {
            slot = Slot(docId);
            var day = (int)(docId >> SlotBits);
            if (day != _day)
            {
                _day = day;
                var at = Array.BinarySearch(_days.Numbers, day);
                _codes = at < 0 ? null : _days.Chunks[at].Codes;
            }

            return _codes is not null && slot < _codes[0].Length ? _codes : null;
        }
    }

    internal sealed record Days(int[] Numbers, Chunk[] Chunks);

    internal sealed class Chunk
    {
        private volatile int _count;
        private volatile int[][] _codes = [];

        public int Count { get => _count; set => _count = value; }

        public int[][] Codes { get => _codes; set => _codes = value; }

        public void Grow(int size, int facets)
        {
            if (_codes[0].Length >= size) return;
            var larger = new int[facets][];
            for (var f = 0; f < facets; f++)
            {
                larger[f] = new int[Math.Max(size, _codes[f].Length * 2)];
                _codes[f].CopyTo(larger[f], 0);
            }

            _codes = larger;
        }
    }
}
