using Microsoft.Data.Sqlite;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class Session : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];

    public Session(string path, bool write)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = write ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly,
            Pooling = false
        }.ToString());
        _connection.Open();
        // FULL: an acknowledged write survives loss of power. Temporary results never touch the disk.
        Execute(write
            ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-131072; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000"
            : "PRAGMA busy_timeout=5000; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=4294967296");
    }

    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0;

    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements[sql] = statement = new Statement(_connection.Handle!, sql);
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
    public long LastInserted => SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle!);

    /// <summary>Runs statements that are not worth keeping.</summary>
    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only constant text and declared names come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }
}
