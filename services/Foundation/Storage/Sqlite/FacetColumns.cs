using System.Collections.Concurrent;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// A collection's facets in memory, one number for each document and facet, so that counting all matches of a search is an array walk.
/// A document's place is its docid: the day in the upper bits, its position within the day in the lower 28; so docids are in the order
/// of results. A number stands for a document's whole list of values.
/// <para>
/// One thread writes; readers never wait. Each place knows the transaction that filled it and the one that emptied it, so that a reader
/// sees exactly the documents of its snapshot; only a document's values may be those of a transaction that is under way.
/// </para>
/// </summary>
internal sealed class FacetColumns(int facets)
{
    private const int SlotBits = 28;
    private const char Separator = '\u001F';

    private readonly Dictionary<string, int>[] _codes = [.. Enumerable.Range(0, facets).Select(_ => new Dictionary<string, int>())];
    private readonly ConcurrentDictionary<string, CodeList>[] _having = [.. Enumerable.Range(0, facets).Select(_ => new ConcurrentDictionary<string, CodeList>(StringComparer.Ordinal))];
    private readonly int[] _defined = [.. Enumerable.Repeat(1, facets)];
    private readonly string[][][] _lists = [.. Enumerable.Range(0, facets).Select(_ => new[] { Array.Empty<string>() })];
    private volatile Days _days = new([], []);

    /// <summary>The smallest docid of a day. Never 0, which stands for no docid.</summary>
    public static long FirstOf(DateOnly day) => (day.DayNumber + 1L) << SlotBits;

    /// <summary>The largest docid of a day.</summary>
    public static long LastOf(DateOnly day) => FirstOf(day) + (1L << SlotBits) - 1;

    public static DateOnly DayOf(long docId) => DateOnly.FromDayNumber((int)(docId >> SlotBits) - 1);

    /// <summary>The lists of values by code; some at the end may not be used yet. Code 0 is not used.</summary>
    public string[][] Lists(int facet) => Volatile.Read(ref _lists[facet]);

    /// <summary>Whether any document, past or present, ever had any of the values.</summary>
    public bool KnowsAny(int facet, IReadOnlyCollection<string> values) => values.Any(_having[facet].ContainsKey);

    /// <summary>The codes of the lists that have any of the values, as a flag for each code. One that is added meanwhile may be missing.</summary>
    public bool[] CodesOf(int facet, IReadOnlyCollection<string> values)
    {
        var codes = new bool[Lists(facet).Length];
        foreach (var value in values)
        {
            if (!_having[facet].TryGetValue(value, out var having)) continue;
            foreach (var code in having.Codes)
            {
                if (code < codes.Length) codes[code] = true;
            }
        }

        return codes;
    }

    /// <summary>Takes the next place of a day.</summary>
    public long Allocate(DateOnly day)
    {
        var first = FirstOf(day);
        var chunk = ChunkFor(first);
        var slot = chunk.Count;
        if (slot >= 1 << SlotBits) throw new InvalidOperationException($"More documents on {day:O} than a search index can hold.");
        chunk.Grow(slot + 1);
        chunk.Count = slot + 1;
        return first + slot;
    }

    /// <summary>The code of a list of values; <paramref name="added"/> if it is a new one, which must then be stored.</summary>
    public int Code(int facet, IReadOnlyList<string> values, out string? added)
    {
        // Nearly all documents have one value or none.
        var key = values switch
        {
            [] => "",
            [var only] => only.Replace(Separator, ' '),
            _ => string.Join(Separator, values.Select(v => v.Replace(Separator, ' ')).Order(StringComparer.Ordinal))
        };
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

        string[] values = key.Length == 0 ? [] : key.Split(Separator);
        Volatile.Write(ref lists[code], values);
        Volatile.Write(ref _lists[facet], lists);
        // Sorted: a value that occurs again stands right behind itself.
        for (var i = 0; i < values.Length; i++)
        {
            if (i == 0 || values[i] != values[i - 1]) _having[facet].GetOrAdd(values[i], _ => new CodeList()).Add(code);
        }
    }

    /// <summary>Forgets a list of values: it was not stored. Its code is not used again.</summary>
    public void Undefine(int facet, string key) => _codes[facet].Remove(key);

    /// <summary>Fills a place, or changes the values of the document that is there.</summary>
    /// <returns>What was there before.</returns>
    public Place Fill(long docId, ReadOnlySpan<int> codes, long commit)
    {
        var slots = SlotsOf(docId, out var slot);
        var before = slots.Read(slot);
        slots.Write(slot, codes, before.IsFilled ? before.Filled : commit, long.MaxValue);
        return before;
    }

    /// <summary>Empties a place.</summary>
    /// <returns>What was there before.</returns>
    public Place Empty(long docId, long commit)
    {
        var slots = SlotsOf(docId, out var slot);
        var before = slots.Read(slot);
        slots.Write(slot, before.Codes, before.Filled, commit);
        return before;
    }

    /// <summary>Makes a place what it was before.</summary>
    public void Restore(long docId, Place before) => SlotsOf(docId, out var slot).Write(slot, before.Codes, before.Filled, before.Emptied);

    /// <summary>Goes through the places between two docids, inclusive, latest day first.</summary>
    public IEnumerable<(long First, Slots Slots, int From, int To)> Descending(long low, long high)
    {
        var days = _days;
        for (var i = days.Numbers.Length - 1; i >= 0; i--)
        {
            var first = (long)days.Numbers[i] << SlotBits;
            var chunk = days.Chunks[i];
            var count = chunk.Count;
            if (count == 0 || first > high) continue;
            if (first + count - 1 < low) yield break;
            yield return (first, chunk.Slots, (int)Math.Max(0, low - first), (int)Math.Min(count - 1, high - first));
        }
    }

    public Cursor Walk() => new(_days);

    private static int Slot(long docId) => (int)(docId & ((1 << SlotBits) - 1));

    private Slots SlotsOf(long docId, out int slot)
    {
        var chunk = ChunkFor(docId);
        slot = Slot(docId);
        chunk.Grow(slot + 1);
        if (chunk.Count <= slot) chunk.Count = slot + 1;
        return chunk.Slots;
    }

    private Chunk ChunkFor(long docId)
    {
        var day = (int)(docId >> SlotBits);
        var days = _days;
        var at = Array.BinarySearch(days.Numbers, day);
        if (at >= 0) return days.Chunks[at];
        var chunk = new Chunk(new Slots(facets, 4));
        at = ~at;
        _days = new Days([.. days.Numbers[..at], day, .. days.Numbers[at..]], [.. days.Chunks[..at], chunk, .. days.Chunks[at..]]);
        return chunk;
    }

    /// <summary>Finds places by docid; quick when asked in order.</summary>
    public struct Cursor
    {
        private readonly Days _days;
        private int _day;
        private Slots? _slots;

        internal Cursor(Days days)
        {
            _days = days;
            _day = -1;
        }

        /// <summary>The places of a document's day and its position there; null if there is none.</summary>
        public Slots? Find(long docId, out int slot)
        {
            slot = Slot(docId);
            var day = (int)(docId >> SlotBits);
            if (day != _day)
            {
                _day = day;
                var at = Array.BinarySearch(_days.Numbers, day);
                _slots = at < 0 ? null : _days.Chunks[at].Slots;
            }

            return _slots is not null && slot < _slots.Size ? _slots : null;
        }
    }

    /// <summary>What a place holds.</summary>
    /// <param name="Filled">The transaction that filled it.</param>
    /// <param name="Emptied">The transaction that emptied it; the largest number if none has.</param>
    public readonly record struct Place(int[] Codes, long Filled, long Emptied)
    {
        public bool IsFilled => Emptied == long.MaxValue;
    }

    /// <summary>The places of one day.</summary>
    public sealed class Slots
    {
        private readonly int[][] _codes;
        private readonly long[] _filled;
        private readonly long[] _emptied;

        public Slots(int facets, int size)
        {
            _codes = [.. Enumerable.Range(0, facets).Select(_ => new int[size])];
            _filled = new long[size];
            _emptied = new long[size];
        }

        public int Size => _filled.Length;

        public int Code(int facet, int slot) => _codes[facet][slot];

        /// <summary>Whether a snapshot that ends with a transaction includes the document at a place.</summary>
        public bool IsSeen(int slot, long commit) => commit < _emptied[slot] && commit >= _filled[slot];

        internal Place Read(int slot) => new(Array.ConvertAll(_codes, c => c[slot]), _filled[slot], _emptied[slot]);

        internal void Write(int slot, ReadOnlySpan<int> codes, long filled, long emptied)
        {
            for (var f = 0; f < codes.Length; f++) _codes[f][slot] = codes[f];
            _filled[slot] = filled;
            // Last: before it a new place is seen by nobody.
            Volatile.Write(ref _emptied[slot], emptied);
        }

        internal Slots Larger(int size)
        {
            var larger = new Slots(_codes.Length, size);
            for (var f = 0; f < _codes.Length; f++) _codes[f].CopyTo(larger._codes[f], 0);
            _filled.CopyTo(larger._filled, 0);
            _emptied.CopyTo(larger._emptied, 0);
            return larger;
        }
    }

    internal sealed record Days(int[] Numbers, Chunk[] Chunks);

    /// <summary>Codes that one thread adds to while others read.</summary>
    private sealed class CodeList
    {
        private int[] _codes = new int[2];
        private int _count;

        public ReadOnlySpan<int> Codes
        {
            get
            {
                var count = Volatile.Read(ref _count);
                return Volatile.Read(ref _codes).AsSpan(0, count);
            }
        }

        public void Add(int code)
        {
            if (_count == _codes.Length)
            {
                var larger = new int[_count * 2];
                _codes.CopyTo(larger, 0);
                Volatile.Write(ref _codes, larger);
            }

            _codes[_count] = code;
            Volatile.Write(ref _count, _count + 1);
        }
    }

    internal sealed class Chunk(Slots slots)
    {
        private volatile int _count;
        private volatile Slots _slots = slots;

        public int Count { get => _count; set => _count = value; }

        public Slots Slots => _slots;

        public void Grow(int size)
        {
            if (_slots.Size < size) _slots = _slots.Larger(Math.Max(size, _slots.Size * 2));
        }
    }
}
