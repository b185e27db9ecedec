using System.Text;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// Full text by FTS5 and facets in memory. The text index is keyed by docid, which is in the order of days, so the newest matches are
/// the last entries of the index and cost nothing to order.
/// </summary>
internal sealed class SqliteSearch<T> : Writer.IBuffer where T : class
{
    /// <summary>Text waiting for the commit is written to the index early beyond this many characters.</summary>
    private const int LargestBuffer = 16 * 1024 * 1024;

    /// <summary>Pages of the index that are merged in one piece of idle work: some milliseconds.</summary>
    private const int PagesMerged = 64;

    /// <summary>A match in the heading weighs this much more than one in the text.</summary>
    private const string Weights = "8.0, 1.0";

    private static readonly Dictionary<string, IReadOnlyList<ValueCount>> NoFacets = [];

    private readonly SqliteStore _store;
    private readonly Collection<T> _collection;
    private readonly SearchIndex<T> _index;
    private readonly string _table;
    private readonly string _documents;
    private readonly List<(long DocId, Entry? Entry)> _waiting = [];
    private readonly HashSet<long> _waitingIds = [];
    private readonly List<Action> _undo = [];
    private readonly string _saveFacets;
    private readonly FacetColumns _columns;
    private int _waitingLength;

    public SqliteSearch(SqliteStore store, Collection<T> collection)
    {
        _store = store;
        _collection = collection;
        _index = collection.Search!;
        _table = collection.Name;
        _columns = new FacetColumns(_index.Facets.Count);
        _documents = $"\"{_table}\"";
        var codes = Enumerable.Range(0, _index.Facets.Count).ToList();
        _saveFacets = $"REPLACE INTO {_table}_facets (docid, seq{string.Concat(codes.Select(c => $", c{c}"))}) VALUES (?1, ?2{string.Concat(codes.Select(c => $", ?{c + 3}"))})";
    }

    public string Declaration => $"text {Bigrams.Version} {string.Join(',', _index.Facets.Select(f => f.Name))}";

    public (int Text, int Facets) Mark => (_waiting.Count, _undo.Count);

    public static void Drop(Session session, string table)
    {
        foreach (var part in new[] { "facets", "values", "text" }) session.Execute($"DROP TABLE IF EXISTS {table}_{part}");
    }

    public void Create(Session session)
    {
        session.Execute($"CREATE TABLE {_table}_facets (docid INTEGER PRIMARY KEY, seq INTEGER NOT NULL{string.Concat(_index.Facets.Select((_, i) => $", c{i} INTEGER NOT NULL"))})");
        session.Execute($"CREATE TABLE {_table}_values (facet INTEGER NOT NULL, code INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (facet, code)) WITHOUT ROWID");
        // The text stands in the document; the index keeps only tokens. Tokens are cut already: ascii splits them at the spaces.
        session.Execute($"CREATE VIRTUAL TABLE {_table}_text USING fts5(heading, text, content='', contentless_delete=1, tokenize='ascii')");
        // While much is written, parts are merged eight at a time, which rewrites each word less often; when nobody writes, any two of
        // about the same size.
        session.Execute($"INSERT INTO {_table}_text ({_table}_text, rank) VALUES ('automerge', 8); INSERT INTO {_table}_text ({_table}_text, rank) VALUES ('usermerge', 2)");
    }

    // ---- writing, on the writer's thread but for Prepare

    public Entry Prepare(T document)
    {
        var heading = new StringBuilder();
        foreach (var part in _index.Heading(document)) AppendPart(heading, part);
        var text = new StringBuilder();
        foreach (var part in _index.Text(document)) AppendPart(text, part);
        var values = new IReadOnlyList<string>[_index.Facets.Count];
        for (var f = 0; f < values.Length; f++) values[f] = _index.Facets[f].Values(document);
        return new Entry(_index.Day(document) ?? DateOnly.MinValue, heading.ToString(), text.ToString(), values);
    }

    /// <summary>Where a document goes: its old place if its day is the same, else a new one.</summary>
    public long Place(long oldDocId, Entry entry) =>
        oldDocId != 0 && FacetColumns.DayOf(oldDocId) == entry.Day ? oldDocId : _columns.Allocate(entry.Day);

    public void Save(Session session, long oldDocId, long docId, long seq, Entry entry)
    {
        if (oldDocId != 0) RemoveText(session, oldDocId, gone: oldDocId != docId);
        Span<int> codes = stackalloc int[_index.Facets.Count];
        for (var f = 0; f < codes.Length; f++)
        {
            codes[f] = _columns.Code(f, entry.Values[f], out var added);
            if (added is null) continue;
            var facet = f;
            _undo.Add(() => _columns.Undefine(facet, added));
            session.Prepare($"INSERT INTO {_table}_values (facet, code, value) VALUES (?1, ?2, ?3)").Bind(1, f).Bind(2, codes[f]).Bind(3, added).Run();
        }

        var save = session.Prepare(_saveFacets).Bind(1, docId).Bind(2, seq);
        for (var f = 0; f < codes.Length; f++) save.Bind(f + 3, codes[f]);
        save.Run();
        Wait(docId, entry);
        var before = _columns.Fill(docId, codes, _store.Writer.Current);
        _undo.Add(() => _columns.Restore(docId, before));
    }

    public void Remove(Session session, long docId)
    {
        if (docId != 0) RemoveText(session, docId, gone: true);
    }

    public void Flush(Session session)
    {
        if (_waiting.Count == 0) return;
        // FTS5 writes out what it holds whenever a key is smaller than the one before. Of a document written twice the last entry counts.
        var insert = session.Prepare($"INSERT INTO {_table}_text (rowid, heading, text) VALUES (?1, ?2, ?3)");
        foreach (var (docId, entry) in _waiting.Select((w, i) => (w, i)).GroupBy(w => w.w.DocId).OrderBy(g => g.Key).Select(g => g.Last().w))
        {
            if (entry is not null) insert.Bind(1, docId).Bind(2, entry.Heading).Bind(3, entry.Text).Run();
        }

        _waiting.Clear();
        _waitingIds.Clear();
        _waitingLength = 0;
    }

    /// <summary>While the index is built anew: keeps memory small. There is no going back then, but for throwing the index away.</summary>
    public void FlushWhileBuilding(Session session)
    {
        _undo.Clear();
        if (_waitingLength > LargestBuffer) Flush(session);
    }

    public void Forget((int Text, int Facets) mark)
    {
        _waiting.RemoveRange(mark.Text, _waiting.Count - mark.Text);
        _waitingIds.Clear();
        _waitingLength = 0;
        foreach (var (docId, entry) in _waiting)
        {
            _waitingIds.Add(docId);
            _waitingLength += entry?.Length ?? 0;
        }

        for (var i = _undo.Count - 1; i >= mark.Facets; i--) _undo[i]();
        _undo.RemoveRange(mark.Facets, _undo.Count - mark.Facets);
    }

    public void Committed() => _undo.Clear();

    /// <summary>Every transaction leaves a part of the index behind, and a search looks into each.</summary>
    public bool Tidy(Session session)
    {
        var before = session.TotalChanges;
        session.Prepare($"INSERT INTO {_table}_text ({_table}_text, rank) VALUES ('merge', {PagesMerged})").Run();
        // So FTS5 says that it found something to merge.
        return session.TotalChanges - before >= 2;
    }

    /// <summary>Reads the facets from the tables, once, before anybody searches.</summary>
    public void Load(Session session)
    {
        var lists = session.Prepare($"SELECT facet, code, value FROM {_table}_values ORDER BY facet, code");
        while (lists.Step()) _columns.Define(lists.Int(0), lists.Int(1), lists.Text(2));
        Span<int> codes = stackalloc int[_index.Facets.Count];
        var rows = session.Prepare($"SELECT * FROM {_table}_facets ORDER BY docid");
        while (rows.Step())
        {
            for (var f = 0; f < codes.Length; f++) codes[f] = rows.Int(f + 2);
            _columns.Fill(rows.Long(0), codes, commit: 0);
        }
    }

    private void RemoveText(Session session, long docId, bool gone)
    {
        // What was written in this same transaction waits still and is not yet in the index.
        if (_waitingIds.Contains(docId)) Wait(docId, null);
        else session.Prepare($"DELETE FROM {_table}_text WHERE rowid = ?1").Bind(1, docId).Run();
        if (!gone) return;
        session.Prepare($"DELETE FROM {_table}_facets WHERE docid = ?1").Bind(1, docId).Run();
        var before = _columns.Empty(docId, _store.Writer.Current);
        _undo.Add(() => _columns.Restore(docId, before));
    }

    private void Wait(long docId, Entry? entry)
    {
        _waiting.Add((docId, entry));
        _waitingIds.Add(docId);
        _waitingLength += entry?.Length ?? 0;
    }

    private static void AppendPart(StringBuilder tokens, string? part)
    {
        if (string.IsNullOrEmpty(part)) return;
        if (tokens.Length > 0) tokens.Append(Bigrams.Gap).Append(' ');
        Bigrams.Append(tokens, part);
    }

    // ---- reading

    public async Task<SearchPage<T>> Search(SearchQuery<T> query, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.Size);
        var place = query.After is null ? null : SearchPlace.Parse(query.After);
        // What nobody ever had needs no look into the file: an item is asked for what refers to it each time it is read, and mostly nothing does.
        if (query.Filters.Any(f => !_columns.KnowsAny(_index.IndexOf(f.Facet), f.Values)))
            return new SearchPage<T>([], 0, new Tally(_index, _columns, place is null ? query.Count : []).Facets, null);
        using var lease = await _store.Readers.Rent(cancel);
        if (place is null && query is { Text: { IsEmpty: false } text, Filters.Count: 0, Count.Count: 0, Size: 0 })
            return new SearchPage<T>([], CountOnly(lease.Session, Match(text), new DocIds(query)), NoFacets, null);
        lease.Session.Prepare("BEGIN").Run();
        try
        {
            return Search(lease.Session, query, place, cancel);
        }
        finally
        {
            lease.Session.EndAll();
            lease.Session.Prepare("ROLLBACK").Run();
        }
    }

    private SearchPage<T> Search(Session session, SearchQuery<T> query, SearchPlace? place, CancellationToken cancel)
    {
        var match = query.Text is null ? null : Match(query.Text);
        var range = new DocIds(query);
        // The snapshot begins with the first read, which says what it includes.
        var filter = new Filter(_index, _columns, query.Filters, Writer.LastCommit(session));
        var tally = new Tally(_index, _columns, place is null ? query.Count : []);
        if (match?.Length == 0 || range.IsEmpty) return new SearchPage<T>([], 0, tally.Facets, null);

        if (place is null && match is not null && query.Filters.Count == 0 && query.Count.Count == 0) tally.Total = CountOnly(session, match, range);
        else if (place is null) Count(session, match, range, filter, tally, cancel);
        var best = place?.Best ?? [];
        if (place is null && match is not null && query.Order == SearchOrder.Relevance && query.Size > 0)
            best = Best(session, match, range, filter);

        var total = place?.Total ?? tally.Total;
        place ??= new SearchPlace(total, best, 0, long.MaxValue);
        var documents = new List<Stored<T>>(Math.Min(query.Size, 200));
        var next = Page(session, match, range, filter, place, query.Size, documents);
        return new SearchPage<T>(documents, total, tally.Facets, next?.ToString());
    }

    /// <summary>An FTS5 expression; empty if the query has nothing to find.</summary>
    private static string Match(TextQuery query) =>
        string.Join(" AND ", query.Terms.Select(t => t.IsPrefix ? $"\"{t.Tokens}\"*" : $"\"{t.Tokens}\""));

    private Statement Matches(Session session, string select, string match, DocIds range, string order)
    {
        var matches = $"SELECT {select} FROM {_table}_text WHERE {_table}_text MATCH ?1";
        // SQLite compares the limits at every row, which is a third of what counting costs; where all days are asked for it need not.
        return range.IsAll
            ? session.Prepare($"{matches} {order}").Bind(1, match)
            : session.Prepare($"{matches} AND rowid BETWEEN ?2 AND ?3 {order}").Bind(1, match).Bind(2, range.Low).Bind(3, range.High);
    }

    /// <summary>Where nothing but the number is wanted, SQLite counts without handing out the rows. One statement is its own snapshot.</summary>
    private long CountOnly(Session session, string match, DocIds range)
    {
        var read = Matches(session, "count(*)", match, range, "");
        read.Step();
        var count = read.Long(0);
        read.Reset();
        return count;
    }

    private void Count(Session session, string? match, DocIds range, Filter filter, Tally tally, CancellationToken cancel)
    {
        if (match is null)
        {
            foreach (var (_, slots, from, to) in _columns.Descending(range.Low, range.High))
            {
                for (var slot = from; slot <= to; slot++)
                {
                    if (filter.Passes(slots, slot)) tally.Add(slots, slot);
                }
            }

            return;
        }

        var walk = _columns.Walk();
        var read = Matches(session, "rowid", match, range, "");
        for (var seen = 1; read.Step(); seen++)
        {
            if (walk.Find(read.Long(0), out var slot) is { } slots && filter.Passes(slots, slot)) tally.Add(slots, slot);
            if (seen % 65_536 == 0) cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The best matches by BM25 among the candidates, best first.</summary>
    private long[] Best(Session session, string match, DocIds range, Filter filter)
    {
        var scores = new Dictionary<long, double>();
        foreach (var expression in new[] { $"{{heading}} : ({match})", match })
        {
            var walk = _columns.Walk();
            var read = Matches(session, $"rowid, bm25({_table}_text, {Weights})", expression, range, $"ORDER BY rowid DESC LIMIT {SearchQuery<T>.Candidates}");
            while (read.Step())
            {
                var docId = read.Long(0);
                // What the heading's own search has scored is scored again by the whole expression, if it is among the newest.
                if (walk.Find(docId, out var slot) is { } slots && filter.Passes(slots, slot)) scores[docId] = read.Double(1);
            }
        }

        return [.. scores.OrderBy(s => s.Value).ThenByDescending(s => s.Key).Take(SearchQuery<T>.Best).Select(s => s.Key)];
    }

    /// <summary>Adds the documents of a page: first what is left of the best, then the others, newest first.</summary>
    /// <returns>Where the next page begins; null if this is the last.</returns>
    private SearchPlace? Page(
        Session session, string? match, DocIds range, Filter filter, SearchPlace place, int size, List<Stored<T>> documents)
    {
        if (size == 0) return null;
        var (_, best, shown, last) = place;
        while (shown < best.Length && documents.Count < size)
        {
            if (Read(session, best[shown++]) is { } stored) documents.Add(stored);
        }

        var skip = best.ToHashSet();
        foreach (var docId in Newest(session, match, range with { High = Math.Min(range.High, last - 1) }, filter))
        {
            if (skip.Contains(docId)) continue;
            if (documents.Count == size) return place with { Shown = shown, Last = last };
            if (Read(session, docId) is { } stored) documents.Add(stored);
            last = docId;
        }

        return shown < best.Length ? place with { Shown = shown, Last = last } : null;
    }

    private Stored<T>? Read(Session session, long docId)
    {
        var read = session.Prepare($"SELECT revision, body FROM {_table}_facets JOIN {_documents} USING (seq) WHERE {_table}_facets.docid = ?1");
        if (!read.Bind(1, docId).Step()) return null;
        var stored = new Stored<T>(SqliteStore.Read(_collection, read.Blob(1)), read.Long(0));
        read.Reset();
        return stored;
    }

    private IEnumerable<long> Newest(Session session, string? match, DocIds range, Filter filter)
    {
        if (match is null)
        {
            foreach (var (first, slots, from, to) in _columns.Descending(range.Low, range.High))
            {
                for (var slot = to; slot >= from; slot--)
                {
                    if (filter.Passes(slots, slot)) yield return first + slot;
                }
            }

            yield break;
        }

        var walk = _columns.Walk();
        var read = Matches(session, "rowid", match, range, "ORDER BY rowid DESC");
        try
        {
            while (read.Step())
            {
                var docId = read.Long(0);
                if (walk.Find(docId, out var slot) is { } slots && filter.Passes(slots, slot)) yield return docId;
            }
        }
        finally
        {
            read.Reset();
        }
    }

    /// <summary>What the index needs of a document.</summary>
    internal sealed record Entry(DateOnly Day, string Heading, string Text, IReadOnlyList<string>[] Values)
    {
        public int Length => Heading.Length + Text.Length;
    }

    private readonly record struct DocIds(long Low, long High)
    {
        private static readonly DocIds All = new(FacetColumns.FirstOf(DateOnly.MinValue), FacetColumns.LastOf(DateOnly.MaxValue));

        public DocIds(SearchQuery<T> query)
            : this(FacetColumns.FirstOf(query.From ?? DateOnly.MinValue), FacetColumns.LastOf(query.To ?? DateOnly.MaxValue))
        {
        }

        public bool IsEmpty => Low > High;

        public bool IsAll => this == All;
    }

    /// <summary>The filters as one flag for each code, and the snapshot.</summary>
    private readonly struct Filter
    {
        private readonly (int Facet, bool[] Allowed)[] _parts;
        private readonly long _commit;

        public Filter(SearchIndex<T> index, FacetColumns columns, IReadOnlyList<FacetFilter<T>> filters, long commit)
        {
            _commit = commit;
            _parts = new (int, bool[])[filters.Count];
            for (var i = 0; i < _parts.Length; i++)
            {
                var facet = index.IndexOf(filters[i].Facet);
                _parts[i] = (facet, columns.CodesOf(facet, filters[i].Values));
            }
        }

        public bool Passes(FacetColumns.Slots slots, int slot)
        {
            if (!slots.IsSeen(slot, _commit)) return false;
            foreach (var (facet, allowed) in _parts)
            {
                var code = slots.Code(facet, slot);
                if (code >= allowed.Length || !allowed[code]) return false;
            }

            return true;
        }
    }

    private sealed class Tally
    {
        private readonly IReadOnlyList<Facet<T>> _facets;
        private readonly int[] _columns;
        private readonly string[][][] _lists;
        private readonly int[][] _counts;

        public Tally(SearchIndex<T> index, FacetColumns columns, IReadOnlyList<Facet<T>> facets)
        {
            _facets = facets;
            _columns = [.. facets.Select(index.IndexOf)];
            _lists = [.. _columns.Select(columns.Lists)];
            _counts = [.. _lists.Select(l => new int[l.Length])];
        }

        public long Total { get; set; }

        public IReadOnlyDictionary<string, IReadOnlyList<ValueCount>> Facets =>
            _facets.Select((facet, i) => (facet.Name, Values(i))).ToDictionary(p => p.Name, p => p.Item2);

        public void Add(FacetColumns.Slots slots, int slot)
        {
            Total++;
            for (var i = 0; i < _columns.Length; i++)
            {
                var code = slots.Code(_columns[i], slot);
                if (code < _counts[i].Length) _counts[i][code]++;
            }
        }

        private IReadOnlyList<ValueCount> Values(int at)
        {
            var lists = _lists[at];
            var counts = new Dictionary<string, (long Documents, long Occurrences)>();
            for (var code = 1; code < _counts[at].Length; code++)
            {
                var count = _counts[at][code];
                if (count == 0) continue;
                // Lists are sorted: a value that occurs again stands right behind itself.
                string? previous = null;
                foreach (var value in lists[code])
                {
                    var (documents, occurrences) = counts.GetValueOrDefault(value);
                    counts[value] = (value == previous ? documents : documents + count, occurrences + count);
                    previous = value;
                }
            }

            return [.. counts.Select(c => new ValueCount(c.Key, c.Value.Documents, c.Value.Occurrences))
                .OrderByDescending(v => v.Documents).ThenBy(v => v.Value, StringComparer.Ordinal)];
        }
    }
}
