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

    /// <summary>A match in the heading weighs this much more than one in the text.</summary>
    private const string Weights = "8.0, 1.0";

    private readonly SqliteStore _store;
    private readonly Collection<T> _collection;
    private readonly SearchIndex<T> _index;
    private readonly FacetColumns _columns;
    private readonly string _table;
    private readonly List<(long DocId, Entry? Entry)> _waiting = [];
    private readonly HashSet<long> _waitingIds = [];
    private readonly string _saveFacets;
    private int _waitingLength;

    public SqliteSearch(SqliteStore store, Collection<T> collection)
    {
        _store = store;
        _collection = collection;
        _index = collection.Search!;
        _table = collection.Name;
        _columns = new FacetColumns(_index.Facets.Count);
        var codes = Enumerable.Range(0, _index.Facets.Count).ToList();
        _saveFacets = $"REPLACE INTO {_table}_facets (docid, seq{string.Concat(codes.Select(c => $", c{c}"))}) VALUES (?1, ?2{string.Concat(codes.Select(c => $", ?{c + 3}"))})";
    }

    public string Declaration => $"text {Bigrams.Version} {string.Join(',', _index.Facets.Select(f => f.Name))}";

    public int Mark => _waiting.Count;

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
        Reload(session);
    }

    // ---- writing, on the writer's thread but for Prepare

    public Entry Prepare(T document)
    {
        var heading = new StringBuilder();
        foreach (var part in _index.Heading(document)) AppendPart(heading, part);
        var text = new StringBuilder();
        foreach (var part in _index.Text(document)) AppendPart(text, part);
        var values = new List<string>[_index.Facets.Count];
        for (var f = 0; f < values.Length; f++) values[f] = [.. _index.Facets[f].Values(document)];
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
            if (added is not null)
                session.Prepare($"INSERT INTO {_table}_values (facet, code, value) VALUES (?1, ?2, ?3)").Bind(1, f).Bind(2, codes[f]).Bind(3, added).Run();
        }

        var save = session.Prepare(_saveFacets).Bind(1, docId).Bind(2, seq);
        for (var f = 0; f < codes.Length; f++) save.Bind(f + 3, codes[f]);
        save.Run();
        Wait(docId, entry);
        _columns.Set(docId, codes);
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

    public void FlushIfLarge(Session session)
    {
        if (_waitingLength > LargestBuffer) Flush(session);
    }

    public void Forget(int mark)
    {
        _waiting.RemoveRange(mark, _waiting.Count - mark);
        _waitingIds.Clear();
        foreach (var (docId, _) in _waiting) _waitingIds.Add(docId);
    }

    public void Reload(Session session)
    {
        var lists = new List<(int, int, string)>();
        var read = session.Prepare($"SELECT facet, code, value FROM {_table}_values ORDER BY facet, code");
        while (read.Step()) lists.Add((read.Int(0), read.Int(1), read.Text(2)));
        _columns.Load(lists, columns =>
        {
            Span<int> codes = stackalloc int[_index.Facets.Count];
            var rows = session.Prepare($"SELECT * FROM {_table}_facets ORDER BY docid");
            while (rows.Step())
            {
                for (var f = 0; f < codes.Length; f++) codes[f] = rows.Int(f + 2);
                columns.Set(rows.Long(0), codes);
            }
        });
    }

    private void RemoveText(Session session, long docId, bool gone)
    {
        // What was written in this same transaction waits still and is not yet in the index.
        if (_waitingIds.Contains(docId)) Wait(docId, null);
        else session.Prepare($"DELETE FROM {_table}_text WHERE rowid = ?1").Bind(1, docId).Run();
        if (!gone) return;
        session.Prepare($"DELETE FROM {_table}_facets WHERE docid = ?1").Bind(1, docId).Run();
        _columns.Set(docId, stackalloc int[_index.Facets.Count]);
    }

    private void Wait(long docId, Entry? entry)
    {
        _waiting.Add((docId, entry));
        _waitingIds.Add(docId);
        _waitingLength += entry is null ? 0 : entry.Heading.Length + entry.Text.Length;
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
        using var lease = await _store.Readers.Rent(cancel);
        var session = lease.Session;
        session.Prepare("BEGIN").Run();
        try
        {
            var match = query.Text is null ? null : Match(query.Text);
            var place = query.After is null ? null : SearchPlace.Parse(query.After);
            var range = new DocIds(query);
            if (match?.Length == 0 || range.IsEmpty) return new SearchPage<T>([], 0, Empty(query.Count), null);
            // The columns are read after the transaction has begun: they know at least what it sees.
            session.Prepare($"SELECT 1 FROM {_table} LIMIT 1").Run();
            var filter = new Filter(this, query.Filters);

            var tally = place is null ? Count(session, match, range, filter, query.Count, cancel) : null;
            var total = tally?.Total ?? place!.Total;
            var best = place?.Best;
            if (place is null && match is not null && query.Order == SearchOrder.Relevance && query.Size > 0)
                best = Best(session, match, range, filter);

            var page = Page(session, match, range, filter, best ?? [], place, query.Size, out var next);
            var documents = new List<Stored<T>>(page.Count);
            var read = session.Prepare($"SELECT revision, body FROM {_table}_facets JOIN {_table} USING (seq) WHERE {_table}_facets.docid = ?1");
            foreach (var docId in page)
            {
                if (!read.Bind(1, docId).Step()) continue;
                documents.Add(new Stored<T>(SqliteStore.Read(_collection, read.Blob(1)), read.Long(0)));
                read.Reset();
            }

            return new SearchPage<T>(documents, total, tally?.Facets ?? Empty([]), next is null ? null : (next with { Total = total }).ToString());
        }
        finally
        {
            session.Prepare("ROLLBACK").Run();
        }
    }

    private static Dictionary<string, IReadOnlyList<ValueCount>> Empty(IReadOnlyList<Facet<T>> facets) =>
        facets.ToDictionary(f => f.Name, IReadOnlyList<ValueCount> (_) => []);

    /// <summary>An FTS5 expression; empty if the query has nothing to find.</summary>
    private static string Match(TextQuery query) =>
        string.Join(" AND ", query.Terms.Select(t => t.IsPrefix ? $"\"{t.Tokens}\"*" : $"\"{t.Tokens}\""));

    private Statement Matches(Session session, string select, string match, DocIds range, string order) =>
        session.Prepare($"SELECT {select} FROM {_table}_text WHERE {_table}_text MATCH ?1 AND rowid BETWEEN ?2 AND ?3 {order}")
            .Bind(1, match).Bind(2, range.Low).Bind(3, range.High);

    private Tally Count(Session session, string? match, DocIds range, Filter filter, IReadOnlyList<Facet<T>> facets, CancellationToken cancel)
    {
        var tally = new Tally(this, facets);
        if (match is null)
        {
            foreach (var (_, codes, from, to) in _columns.Descending(range.Low, range.High))
            {
                for (var slot = from; slot <= to; slot++)
                {
                    if (filter.Passes(codes, slot)) tally.Add(codes, slot);
                }
            }
        }
        else
        {
            var walk = _columns.Walk();
            var read = Matches(session, "rowid", match, range, "");
            while (read.Step())
            {
                if (walk.Find(read.Long(0), out var slot) is { } codes && filter.Passes(codes, slot)) tally.Add(codes, slot);
            }
        }

        cancel.ThrowIfCancellationRequested();
        return tally;
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
                if (walk.Find(docId, out var slot) is { } codes && filter.Passes(codes, slot)) scores[docId] = read.Double(1);
            }
        }

        return [.. scores.OrderBy(s => s.Value).ThenByDescending(s => s.Key).Take(SearchQuery<T>.Best).Select(s => s.Key)];
    }

    /// <summary>The docids of a page: first what is left of the best, then the others, newest first.</summary>
    private List<long> Page(Session session, string? match, DocIds range, Filter filter, long[] best, SearchPlace? place, int size, out SearchPlace? next)
    {
        next = null;
        var page = new List<long>(Math.Min(size, 200));
        if (size == 0) return page;
        var shown = place?.Shown ?? 0;
        while (shown < best.Length && page.Count < size) page.Add(best[shown++]);
        var last = place?.Last ?? long.MaxValue;

        var skip = best.ToHashSet();
        foreach (var docId in Newest(session, match, range with { High = Math.Min(range.High, last - 1) }, filter))
        {
            if (skip.Contains(docId)) continue;
            if (page.Count == size)
            {
                next = new SearchPlace(0, best, shown, last);
                return page;
            }

            page.Add(docId);
            last = docId;
        }

        if (shown < best.Length) next = new SearchPlace(0, best, shown, last);
        return page;
    }

    private IEnumerable<long> Newest(Session session, string? match, DocIds range, Filter filter)
    {
        if (match is null)
        {
            foreach (var (first, codes, from, to) in _columns.Descending(range.Low, range.High))
            {
                for (var slot = to; slot >= from; slot--)
                {
                    if (filter.Passes(codes, slot)) yield return first + slot;
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
                if (walk.Find(docId, out var slot) is { } codes && filter.Passes(codes, slot)) yield return docId;
            }
        }
        finally
        {
            read.Reset();
        }
    }

    /// <summary>What the index needs of a document.</summary>
    internal sealed record Entry(DateOnly Day, string Heading, string Text, List<string>[] Values);

    private readonly record struct DocIds(long Low, long High)
    {
        public DocIds(SearchQuery<T> query)
            : this(FacetColumns.FirstOf(query.From ?? DateOnly.MinValue), FacetColumns.LastOf(query.To ?? DateOnly.MaxValue))
        {
        }

        public bool IsEmpty => Low > High;
    }

    /// <summary>The filters as one flag for each code.</summary>
    private readonly struct Filter
    {
        private readonly (int Facet, bool[] Allowed)[] _parts;

        public Filter(SqliteSearch<T> search, IReadOnlyList<FacetFilter<T>> filters)
        {
            _parts = new (int, bool[])[filters.Count];
            for (var i = 0; i < _parts.Length; i++)
            {
                var facet = search.IndexOf(filters[i].Facet);
                var values = filters[i].Values.ToHashSet(StringComparer.Ordinal);
                _parts[i] = (facet, Array.ConvertAll(search._columns.Lists[facet], list => Array.Exists(list, values.Contains)));
            }
        }

        public bool Passes(int[][] codes, int slot)
        {
            if (codes[0][slot] == 0) return false;
            foreach (var (facet, allowed) in _parts)
            {
                var code = codes[facet][slot];
                if (code >= allowed.Length || !allowed[code]) return false;
            }

            return true;
        }
    }

    private int IndexOf(Facet<T> facet)
    {
        for (var i = 0; i < _index.Facets.Count; i++)
        {
            if (_index.Facets[i] == facet) return i;
        }

        throw new InvalidOperationException($"Collection {_table} declares no facet {facet.Name}.");
    }

    private sealed class Tally
    {
        private readonly SqliteSearch<T> _search;
        private readonly IReadOnlyList<Facet<T>> _facets;
        private readonly int[] _columns;
        private readonly int[][] _counts;

        public Tally(SqliteSearch<T> search, IReadOnlyList<Facet<T>> facets)
        {
            _search = search;
            _facets = facets;
            _columns = [.. facets.Select(search.IndexOf)];
            _counts = [.. _columns.Select(c => new int[search._columns.Lists[c].Length])];
        }

        public long Total { get; private set; }

        public IReadOnlyDictionary<string, IReadOnlyList<ValueCount>> Facets =>
            _facets.Select((facet, i) => (facet.Name, Values(i))).ToDictionary(p => p.Name, p => p.Item2);

        public void Add(int[][] codes, int slot)
        {
            Total++;
            for (var i = 0; i < _columns.Length; i++)
            {
                var code = codes[_columns[i]][slot];
                if (code < _counts[i].Length) _counts[i][code]++;
            }
        }

        private IReadOnlyList<ValueCount> Values(int at)
        {
            var lists = _search._columns.Lists[_columns[at]];
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
