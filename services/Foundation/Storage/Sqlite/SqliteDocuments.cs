using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>A collection as a table: the document as JSON, its declared fields as indexed columns.</summary>
internal sealed class SqliteDocuments<T> : IDocuments<T> where T : class
{
    private readonly SqliteStore _store;
    private readonly Collection<T> _collection;
    private readonly SqliteSearch<T>? _search;
    private readonly string _name;
    private readonly string _table;
    private readonly List<(string Name, int At, string Find)> _unique;
    private readonly string _find;
    private readonly string _insert;
    private readonly string _update;

    public SqliteDocuments(SqliteStore store, Collection<T> collection)
    {
        _store = store;
        _collection = collection;
        collection.Validate();
        _name = collection.Name;
        // Quoted: a collection may be called "order" or "index".
        _table = $"\"{_name}\"";
        var columns = collection.Fields.Select(Column).ToList();
        _find = $"SELECT seq, revision, docid FROM {_table} WHERE id = ?1";
        _insert = $"INSERT INTO {_table} (id, revision, docid, body{string.Concat(columns.Select(c => ", " + c))}) VALUES (?1, ?2, ?3, ?4{string.Concat(columns.Select((_, i) => $", ?{i + 5}"))})";
        _update = $"UPDATE {_table} SET id = ?1, revision = ?2, docid = ?3, body = ?4{string.Concat(columns.Select((c, i) => $", {c} = ?{i + 5}"))} WHERE seq = ?{columns.Count + 5}";
        _unique = [.. collection.Fields.Select((f, i) => (f.Name, i, $"SELECT 1 FROM {_table} WHERE {Column(f)} = ?1 AND id <> ?2 LIMIT 1")).Where((_, i) => collection.Fields[i].Unique)];
        _search = collection.Search is null ? null : new SqliteSearch<T>(store, collection);
        store.Writer.Run(session =>
        {
            Prepare(session);
            if (_search is not null) store.Writer.Add(_search);
            return true;
        }).GetAwaiter().GetResult();
    }

    public async Task<Stored<T>?> Get(string id, CancellationToken cancel)
    {
        using var span = StoreSpan.OfSqlite("get", _name, 1);
        using var lease = await _store.Readers.Rent(cancel);
        var found = Get(lease.Session, id);
        span.Found(found is null ? 0 : 1);
        return found;
    }

    public async Task<IReadOnlyDictionary<string, Stored<T>>> GetMany(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, 1000, nameof(ids));
        using var span = StoreSpan.OfSqlite("get", _name, ids.Count);
        using var lease = await _store.Readers.Rent(cancel);
        var found = new Dictionary<string, Stored<T>>(ids.Count);
        foreach (var id in ids)
        {
            if (Get(lease.Session, id) is { } stored) found[id] = stored;
        }

        span.Found(found.Count);
        return found;
    }

    public async Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<Write<T>> writes, CancellationToken cancel)
    {
        _collection.Validate(writes);
        using var span = StoreSpan.OfSqlite("write", _name, writes.Count);
        // Whatever needs no transaction is done here, on the caller's thread: the writer is one for all.
        var prepared = new Prepared[writes.Count];
        for (var i = 0; i < prepared.Length; i++) prepared[i] = Prepare(writes[i]);
        cancel.ThrowIfCancellationRequested();

        var results = await _store.Writer.Run(session =>
        {
            var done = new WriteResult[prepared.Length];
            for (var i = 0; i < prepared.Length; i++) done[i] = Apply(session, prepared[i]);
            return done;
        });
        if (writes.Any(w => w.Events.Count > 0)) _store.Pending.Signal();
        return results;
    }

    public async Task<Slice<T>> List(ListQuery<T> query, CancellationToken cancel)
    {
        query.Validate(_collection);
        using var span = StoreSpan.OfSqlite("query", _name);
        using var lease = await _store.Readers.Rent(cancel);
        var order = query.OrderBy is null ? "id" : $"{Column(query.OrderBy)}, id";
        var direction = query.Descending ? " DESC" : "";
        var sql = new StringBuilder($"SELECT id, revision, body FROM {_table} WHERE ");
        sql.Append(string.Join(" AND ", query.Where.Select((c, i) => Condition(c, i + 1)).DefaultIfEmpty("TRUE")));
        var at = query.Where.Count + 1;
        var after = query.After is null ? null : Place.Parse(query.After);
        if (after is not null)
        {
            sql.Append(query.OrderBy is null
                ? $" AND id {(query.Descending ? "<" : ">")} ?{at}"
                : $" AND ({Column(query.OrderBy)}, id) {(query.Descending ? "<" : ">")} (?{at + 1}, ?{at})");
        }

        sql.Append($" ORDER BY {order.Replace(",", direction + ",", StringComparison.Ordinal)}{direction} LIMIT ?{at + 2}");
        var read = lease.Session.Prepare(sql.ToString());
        for (var i = 0; i < query.Where.Count; i++) read.Bind(i + 1, query.Where[i].Value);
        if (after is not null)
        {
            read.Bind(at, after.Id);
            if (query.OrderBy is not null) read.Bind(at + 1, query.OrderBy.Parse(after.Value));
        }

        read.Bind(at + 2, query.Size + 1);
        var documents = new List<Stored<T>>();
        var more = false;
        while (read.Step())
        {
            if (documents.Count == query.Size)
            {
                more = true;
                read.Reset();
                break;
            }

            documents.Add(new Stored<T>(SqliteStore.Read(_collection, read.Blob(2)), read.Long(1)));
        }

        span.Found(documents.Count);
        return new Slice<T>(documents, more ? Place.After(_collection, query, documents[^1].Value).ToString() : null);
    }

    public async Task<long> Count(IReadOnlyList<Criterion<T>> where, CancellationToken cancel)
    {
        where.RequireIndex(_collection);
        using var span = StoreSpan.OfSqlite("query", _name);
        using var lease = await _store.Readers.Rent(cancel);
        var read = lease.Session.Prepare(
            $"SELECT count(*) FROM {_table} WHERE {string.Join(" AND ", where.Select((c, i) => Condition(c, i + 1)).DefaultIfEmpty("TRUE"))}");
        for (var i = 0; i < where.Count; i++) read.Bind(i + 1, where[i].Value);
        read.Step();
        var count = read.Long(0);
        read.Reset();
        return count;
    }

    public async Task<IReadOnlyDictionary<string, long>> CountBy(Field<T> field, CancellationToken cancel)
    {
        _collection.RequireField(field);
        using var span = StoreSpan.OfSqlite("query", _name);
        using var lease = await _store.Readers.Rent(cancel);
        var counts = new Dictionary<string, long>();
        var read = lease.Session.Prepare($"SELECT {Column(field)}, count(*) FROM {_table} GROUP BY 1");
        while (read.Step()) counts[Field<T>.Format(read.Value(0, field.Kind))] = read.Long(1);
        return counts;
    }

    public async Task<SearchPage<T>> Search(SearchQuery<T> query, CancellationToken cancel)
    {
        if (_search is null) throw new InvalidOperationException($"Collection {_name} declares no search index.");
        using var span = StoreSpan.OfSqlite("search", _name);
        var page = await _search.Search(query, cancel);
        span.Found(page.Documents.Count);
        return page;
    }

    public async IAsyncEnumerable<Stored<T>> All([EnumeratorCancellation] CancellationToken cancel)
    {
        const int Portion = 200;
        var portion = new List<Stored<T>>(Portion);
        for (long after = -1; ;)
        {
            portion.Clear();
            using (var lease = await _store.Readers.Rent(cancel))
            {
                var read = lease.Session.Prepare($"SELECT seq, revision, body FROM {_table} WHERE seq > ?1 ORDER BY seq LIMIT {Portion}").Bind(1, after);
                while (read.Step())
                {
                    after = read.Long(0);
                    portion.Add(new Stored<T>(SqliteStore.Read(_collection, read.Blob(2)), read.Long(1)));
                }
            }

            foreach (var stored in portion) yield return stored;
            if (portion.Count < Portion) yield break;
        }
    }

    /// <summary>Stores documents that are not there at the revisions that they have.</summary>
    /// <exception cref="InvalidDataException">One is there, or has a value of a unique field that another has.</exception>
    internal Task Put(IReadOnlyList<Stored<T>> documents)
    {
        var prepared = documents.Select(d => (Write: Prepare(Storage.Write.Create(_collection.Id(d.Value), d.Value)), d.Revision)).ToList();
        return _store.Writer.Run(session =>
        {
            foreach (var (write, revision) in prepared) Put(session, write, revision);
            return true;
        });
    }

    private static string Column(Field<T> field) => "f_" + field.Name;

    private static string Condition(Criterion<T> criterion, int at) =>
        $"{Column(criterion.Field)} {criterion.Comparison switch { Comparison.Equal => "=", Comparison.AtLeast => ">=", _ => "<=" }} ?{at}";

    private Stored<T>? Get(Session session, string id)
    {
        var read = session.Prepare($"SELECT revision, body FROM {_table} WHERE id = ?1").Bind(1, id);
        if (!read.Step()) return null;
        var stored = new Stored<T>(SqliteStore.Read(_collection, read.Blob(1)), read.Long(0));
        read.Reset();
        return stored;
    }

    private Prepared Prepare(Write<T> write) => write.Value is null
        ? new Prepared(write.Id, write.Expected, null, [], null, write.Events)
        : new Prepared(
            write.Id, write.Expected, SqliteStore.ToJson(_collection, write.Value),
            [.. _collection.Fields.Select(f => f.Value(write.Value))], _search?.Prepare(write.Value), write.Events);

    private WriteResult Apply(Session session, Prepared write)
    {
        var find = session.Prepare(_find).Bind(1, write.Id);
        long seq = 0, revision = 0, docId = 0;
        if (find.Step())
        {
            (seq, revision, docId) = (find.Long(0), find.Long(1), find.Long(2));
            find.Reset();
        }

        if (write.Expected is { } expected && expected != revision) return new WriteResult(WriteOutcome.Stale, revision);
        if (write.Body is null)
        {
            if (revision == 0) return new WriteResult(WriteOutcome.Stale, 0);
            session.Prepare($"DELETE FROM {_table} WHERE seq = ?1").Bind(1, seq).Run();
            _search?.Remove(session, docId);
        }
        else
        {
            if (TakenField(session, write) is { } taken) return new WriteResult(WriteOutcome.Taken, revision, taken);
            var newDocId = _search?.Place(docId, write.Searched!) ?? 0;
            var save = session.Prepare(revision == 0 ? _insert : _update);
            save.Bind(1, write.Id).Bind(2, revision + 1).Bind(3, newDocId).Bind(4, write.Body.AsSpan());
            for (var i = 0; i < write.Fields.Length; i++) save.Bind(i + 5, write.Fields[i]);
            if (revision != 0) save.Bind(write.Fields.Length + 5, seq);
            save.Run();
            if (revision == 0) seq = session.LastInserted;
            _search?.Save(session, docId, newDocId, seq, write.Searched!);
        }

        SqliteOutbox.Append(session, write.Events);
        return new WriteResult(WriteOutcome.Done, write.Body is null ? 0 : revision + 1);
    }

    /// <summary>The writer is alone, so that what is not taken now will not be taken a moment later; no unique index is needed.</summary>
    private string? TakenField(Session session, Prepared write)
    {
        foreach (var (name, at, sql) in _unique)
        {
            if (write.Fields[at] is "") continue;
            var find = session.Prepare(sql).Bind(1, write.Fields[at]).Bind(2, write.Id);
            if (!find.Step()) continue;
            find.Reset();
            return name;
        }

        return null;
    }

    // ---- the table itself

    /// <summary>Makes the table and its indexes; if the declaration has changed since, builds everything anew from the documents.</summary>
    private void Prepare(Session session)
    {
        var declared = Declaration();
        var stored = session.Prepare("SELECT value FROM sunshine_meta WHERE key = ?1").Bind(1, "collection:" + _name);
        string? existing = null;
        if (stored.Step())
        {
            existing = stored.Text(0);
            stored.Reset();
        }

        if (existing != declared)
        {
            var old = existing is null ? null : _name + "_old";
            if (old is not null) SetAside(session, old);
            Create(session);
            _search?.Create(session);
            if (old is not null) CopyFrom(session, old);
            session.Prepare("INSERT INTO sunshine_meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2")
                .Bind(1, "collection:" + _name).Bind(2, declared).Run();
        }
        else
        {
            _search?.Load(session);
        }
    }

    private string Declaration() => string.Join('\n',
    [
        "1", // the layout of the table itself
        $"{_collection.Version}",
        .. _collection.Fields.Select(f => $"{f.Kind.Name} {f.Name} {f.Unique}"),
        .. _collection.Indexes.Select(i => string.Join(',', i.Select(f => f.Name))),
        _search?.Declaration ?? ""
    ]);

    private void Create(Session session)
    {
        session.Execute($"CREATE TABLE {_table} (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, docid INTEGER NOT NULL, {string.Concat(_collection.Fields.Select(f => $"{Column(f)} NOT NULL, "))}body BLOB NOT NULL)");
        // "by": a field may be called "text" or "facets", as tables of the search index are.
        foreach (var field in _collection.Fields)
            session.Execute($"CREATE INDEX {_name}_by_{field.Name} ON {_table} ({Column(field)}, id)");
        for (var i = 0; i < _collection.Indexes.Count; i++)
            session.Execute($"CREATE INDEX {_name}_by_{i} ON {_table} ({string.Join(", ", _collection.Indexes[i].Select(Column))}, id)");
    }

    private void SetAside(Session session, string old)
    {
        session.Execute($"ALTER TABLE {_table} RENAME TO {old}");
        var drop = new List<string>();
        var indexes = session.Prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL").Bind(1, old);
        while (indexes.Step()) drop.Add(indexes.Text(0));
        foreach (var index in drop) session.Execute($"DROP INDEX {index}");
        SqliteSearch<T>.Drop(session, _name);
    }

    private void CopyFrom(Session session, string old)
    {
        var read = session.Prepare($"SELECT id, revision, body FROM {old} ORDER BY seq");
        while (read.Step())
        {
            Put(session, Prepare(Storage.Write.Create(read.Text(0), SqliteStore.Read(_collection, read.Blob(2)))), read.Long(1));
            _search?.FlushWhileBuilding(session);
        }

        _search?.Flush(session);
        session.Execute($"DROP TABLE {old}");
    }

    private void Put(Session session, Prepared write, long revision)
    {
        var stored = Apply(session, write);
        if (stored.Outcome != WriteOutcome.Done)
        {
            throw new InvalidDataException(stored.Outcome == WriteOutcome.Taken
                ? $"Field {stored.Field} of collection {_name} cannot become unique: {write.Id} has a value that another document has."
                : $"Collection {_name} has a document {write.Id} already.");
        }

        session.Prepare($"UPDATE {_table} SET revision = ?2 WHERE id = ?1").Bind(1, write.Id).Bind(2, revision).Run();
    }

    private sealed record Prepared(
        string Id, long? Expected, byte[]? Body, object[] Fields, SqliteSearch<T>.Entry? Searched, IReadOnlyList<OutgoingEvent> Events);
}
