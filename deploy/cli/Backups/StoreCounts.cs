using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Sunshine.Cli.Backups;

/// <summary>What is in one of the platform's SQLite files.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Documents">How many, by collection.</param>
/// <param name="LastEvent">Number of the last event; 0 for none.</param>
internal sealed record StoreCounts(string Name, IReadOnlyDictionary<string, long> Documents, long LastEvent)
{
    /// <exception cref="SqliteException">It is no database.</exception>
    public static StoreCounts Of(string name, SqliteConnection connection)
    {
        var tables = Texts(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'").ToHashSet(StringComparer.Ordinal);
        var collections = tables.Contains("sunshine_meta") ? Texts(connection, "SELECT substr(key, 12) FROM sunshine_meta WHERE key LIKE 'collection:%' ORDER BY 1") : [];
        return new StoreCounts(
            name, new SortedDictionary<string, long>(collections.ToDictionary(c => c, c => Number(connection, $"SELECT count(*) FROM \"{c}\"")), StringComparer.Ordinal),
            tables.Contains("sunshine_events") ? Number(connection, "SELECT coalesce(max(seq), 0) FROM sunshine_events") : 0);
    }

    /// <summary>The note of the largest checkpoint in the ledger's store; null if it has none.</summary>
    public string? Checkpoint(SqliteConnection connection)
    {
        if (!Documents.ContainsKey("checkpoints")) return null;
        if (Texts(connection, "SELECT CAST(body AS TEXT) FROM checkpoints ORDER BY id DESC LIMIT 1") is not [var body]) return null;
        using var checkpoint = JsonDocument.Parse(body);
        return checkpoint.RootElement.GetProperty("note").GetString();
    }

    public bool Equals(StoreCounts? other) =>
        other is not null && Name == other.Name && LastEvent == other.LastEvent && Documents.Count == other.Documents.Count && Documents.All(d => other.Documents.TryGetValue(d.Key, out var n) && n == d.Value);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

/// <summary>A SQLite file as it was at a moment.</summary>
/// <param name="Content">At its beginning. To be disposed of; then it is gone.</param>
/// <param name="Checkpoint">The ledger's; null if it is another store or an empty log.</param>
internal sealed record StoreCopy(FileStream Content, StoreCounts Counts, string? Checkpoint);
