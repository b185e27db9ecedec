using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sunshine.Catalogue;
using Sunshine.Foundation.Text;

namespace Sunshine.Benchmarks;

/// <summary>The same rows into tables of the same shape, by prepared statements and nothing else: no gRPC, no checks, no events.</summary>
internal static class BareIngest
{
    public static TimeSpan Run(string from, string to, int size, int batch)
    {
        using var source = Open(from);
        using var target = Open(to);
        Execute(target, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-131072; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000");
        foreach (var sql in Schema(source)) Execute(target, sql);

        using var item = Prepare(target, "INSERT INTO items VALUES ($0, $1, $2, $3, $4, $5)", 6);
        var columns = ItemCollection.Declared.Search!.Facets.Count + 2;
        using var facets = Prepare(target, $"INSERT INTO items_facets VALUES ({string.Join(", ", Enumerable.Range(0, columns).Select(i => $"${i}"))})", columns);
        using var text = Prepare(target, "INSERT INTO items_text (rowid, heading, text) VALUES ($0, $1, $2)", 3);
        var spent = TimeSpan.Zero;
        foreach (var rows in Rows(source, size).Chunk(batch))
        {
            var began = Stopwatch.GetTimestamp();
            using var transaction = target.BeginTransaction();
            foreach (var row in rows)
            {
                Insert(item, transaction, row.Item);
                Insert(facets, transaction, row.Facets);
            }

            foreach (var row in rows.OrderBy(r => (long)r.Text[0])) Insert(text, transaction, row.Text);
            transaction.Commit();
            spent += Stopwatch.GetElapsedTime(began);
        }

        return spent;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        return connection;
    }

    private static List<string> Schema(SqliteConnection source)
    {
        using var command = source.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND (tbl_name = 'items' OR name IN ('items_facets', 'items_text')) ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read()) found.Add(reader.GetString(0));
        return found;
    }

    private static IEnumerable<Row> Rows(SqliteConnection source, int size)
    {
        using var command = source.CreateCommand();
        command.CommandText = $"SELECT i.*, f.* FROM items i JOIN items_facets f USING (seq) ORDER BY i.seq LIMIT {size}";
        using var reader = command.ExecuteReader();
        var search = ItemCollection.Declared.Search!;
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            var columns = Enumerable.Range(0, 6).Select(reader.GetName).ToList();
            var body = (byte[])values[columns.IndexOf("body")];
            var document = JsonSerializer.Deserialize(body, ItemCollection.Declared.Json)!;
            yield return new Row(values[..6], values[6..], [values[6], Tokens(search.Heading(document)), Tokens(search.Text(document))]);
        }
    }

    private static string Tokens(IEnumerable<string?> parts)
    {
        var tokens = new StringBuilder();
        foreach (var part in parts) Bigrams.Append(tokens, part);
        return tokens.ToString();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter($"${i}", null));
        command.Prepare();
        return command;
    }

    private static void Insert(SqliteCommand command, SqliteTransaction transaction, object[] values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Row(object[] Item, object[] Facets, object[] Text);
}
