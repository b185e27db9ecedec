using Microsoft.Data.Sqlite;

namespace Sunshine.Testing.Sidecar;

/// <summary>
/// Topics that all stand-ins of a test share, in the manner of Redis streams: each app is a group with its own place in the topic, what
/// it took and did not acknowledge comes again after a while.
/// </summary>
internal sealed class Broker
{
    private readonly TimeSpan _claim;
    private readonly string _connection;
    private readonly TimeProvider _time;
    private readonly SqliteConnection _watching;

    public Broker(SidecarSettings settings, TimeProvider time)
    {
        Directory.CreateDirectory(settings.Shared);
        _connection = $"Data Source={Path.Combine(settings.Shared, "broker.db")};Default Timeout=30";
        _time = time;
        _claim = settings.Claim;
        using var db = Open();
        Run(db,
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS entries (n INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, body BLOB NOT NULL);
            CREATE INDEX IF NOT EXISTS entries_of_topic ON entries (topic, n);
            CREATE TABLE IF NOT EXISTS places (topic TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (topic, name));
            CREATE TABLE IF NOT EXISTS taken (topic TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (topic, name, n));
            """);
        _watching = Open();
    }

    /// <summary>Another number whenever somebody has written something. Called by one at a time.</summary>
    public long Version
    {
        get
        {
            using var command = Command(_watching, "PRAGMA data_version");
            return (long)command.ExecuteScalar()!;
        }
    }

    public void Append(string topic, byte[] body)
    {
        using var db = Open();
        Run(db, "INSERT INTO entries (topic, body) VALUES ($topic, $body)", ("$topic", topic), ("$body", body));
    }

    /// <summary>Entries that the group has not acknowledged and nobody works on.</summary>
    public IReadOnlyList<(long Number, byte[] Body)> Take(string topic, string group, int most)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        using var db = Open();
        (string, object)[] parameters = [("$topic", topic), ("$name", group), ("$now", now), ("$due", now + (long)_claim.TotalMilliseconds), ("$most", most)];
        const string Free =
            """
            SELECT n FROM taken WHERE topic = $topic AND name = $name AND due <= $now
            UNION SELECT n FROM entries WHERE topic = $topic AND n > coalesce((SELECT n FROM places WHERE topic = $topic AND name = $name), 0)
            ORDER BY n LIMIT $most
            """;
        // Most looks find nothing; they must not wait for the others' writing.
        if (Numbers(db, Free, parameters).Count == 0) return [];
        using var transaction = db.BeginTransaction();
        var numbers = Numbers(db, Free, parameters);
        var found = new List<(long, byte[])>();
        foreach (var n in numbers)
        {
            Run(db, "INSERT INTO taken VALUES ($topic, $name, $n, $due) ON CONFLICT DO UPDATE SET due = $due", [.. parameters, ("$n", n)]);
            Run(db, "INSERT INTO places VALUES ($topic, $name, $n) ON CONFLICT DO UPDATE SET n = max(n, $n)", [.. parameters, ("$n", n)]);
            using var read = Command(db, "SELECT body FROM entries WHERE n = $n", ("$n", n));
            found.Add((n, (byte[])read.ExecuteScalar()!));
        }

        transaction.Commit();
        return found;
    }

    public void Acknowledge(string topic, string group, long number)
    {
        using var db = Open();
        Run(db, "DELETE FROM taken WHERE topic = $topic AND name = $name AND n = $n", ("$topic", topic), ("$name", group), ("$n", number));
    }

    private static List<long> Numbers(SqliteConnection db, string sql, (string, object)[] parameters)
    {
        using var command = Command(db, sql, parameters);
        using var reader = command.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read()) numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    private SqliteConnection Open()
    {
        var db = new SqliteConnection(_connection);
        db.Open();
        Run(db, "PRAGMA synchronous = OFF");
        return db;
    }

    private static void Run(SqliteConnection db, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(db, sql, parameters);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection db, string sql, params (string Name, object Value)[] parameters)
    {
        var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            if (sql.Contains(name, StringComparison.Ordinal)) command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
