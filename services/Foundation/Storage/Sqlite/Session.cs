using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class Session : IDisposable
{
    private readonly sqlite3 _db;
    private readonly Dictionary<string, Statement> _statements = [];

    static Session() => Batteries_V2.Init();

    public Session(string path, bool write)
    {
        // Opened by hand for NOMUTEX alone: a session has one thread at a time, and SQLite would lock twice for every row.
        var opened = sqlite3_open_v2(path, out _db, SQLITE_OPEN_NOMUTEX | (write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY), null);
        if (opened != SQLITE_OK)
        {
            _db.Dispose();
            throw new SqliteException($"{path} cannot be opened: {sqlite3_errstr(opened).utf8_to_string()}.", opened);
        }

        _ = sqlite3_extended_result_codes(_db, 1);
        // FULL: an acknowledged write survives loss of power. Temporary results never touch the disk. What is replaced or deleted is written
        // over: people's data has a last day, and free pages have none.
        Execute(write
            ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-131072; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=ON"
            : "PRAGMA busy_timeout=5000; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=4294967296");
    }

    public bool InTransaction => sqlite3_get_autocommit(_db) == 0;

    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements[sql] = statement = new Statement(_db, sql);
        return statement;
    }

    /// <summary>
    /// Ends what an exception left unfinished: a running statement would hold its snapshot, and could not be bound again.
    /// </summary>
    public void EndAll()
    {
        foreach (var statement in _statements.Values)
        {
            if (statement.IsRunning) statement.Reset();
        }
    }

    /// <summary>The rowid of the row inserted last.</summary>
    public long LastInserted => sqlite3_last_insert_rowid(_db);

    /// <summary>Rows changed since the session was opened.</summary>
    public int TotalChanges => sqlite3_total_changes(_db);

    /// <summary>Runs statements that are not worth keeping.</summary>
    public void Execute(string sql)
    {
        var result = sqlite3_exec(_db, sql);
        if (result != SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _db);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _db.Dispose();
    }
}
