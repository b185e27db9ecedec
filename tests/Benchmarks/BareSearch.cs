using Microsoft.Data.Sqlite;
using Sunshine.Foundation.Text;

namespace Sunshine.Benchmarks;

/// <summary>What SQLite alone needs for the same answer: the newest page with its documents, the count, and seven facets by GROUP BY.</summary>
internal sealed class BareSearch : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _page;
    private readonly SqliteCommand _counts;

    public BareSearch(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=false");
        _connection.Open();
        _page = Prepare("SELECT items.revision, items.body FROM items_text JOIN items_facets ON items_facets.docid = items_text.rowid JOIN items USING (seq) WHERE items_text MATCH $match ORDER BY items_text.rowid DESC LIMIT 20");
        _counts = Prepare("WITH hits AS MATERIALIZED (SELECT f.* FROM items_text JOIN items_facets f ON f.docid = items_text.rowid WHERE items_text MATCH $match) SELECT -1, 0, count(*) FROM hits"
            + string.Concat(Enumerable.Range(0, 7).Select(i => $" UNION ALL SELECT {i}, c{i}, count(*) FROM hits GROUP BY c{i}")));
    }

    public long Answer(string words)
    {
        var match = "\"" + TextQuery.Parse(words).Terms[0].Tokens + "\"";
        return Read(_page, match) + Read(_counts, match);
    }

    public void Dispose()
    {
        _page.Dispose();
        _counts.Dispose();
        _connection.Dispose();
    }

    private static long Read(SqliteCommand command, string match)
    {
        command.Parameters[0].Value = match;
        long sum = 0;
        using var reader = command.ExecuteReader();
        while (reader.Read()) sum += reader.GetInt64(0) + (reader.FieldCount == 2 ? reader.GetFieldValue<byte[]>(1).Length : reader.GetInt64(2));
        return sum;
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$match", SqliteType.Text);
        return command;
    }
}
