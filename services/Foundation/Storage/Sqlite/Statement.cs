using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// A prepared statement, kept by its session and used again. Steps are raw: a search counts facets over hundreds of thousands of rows,
/// where a data reader costs more than SQLite itself.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 db, string sql)
    {
        _db = db;
        Check(sqlite3_prepare_v3(db, sql, SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public Statement Bind(int index, long value)
    {
        Check(sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> blob)
    {
        Check(sqlite3_bind_blob(_statement, index, blob));
        return this;
    }

    public Statement Bind(int index, string text) => Bind(index, text.AsSpan());

    public Statement Bind(int index, ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var utf8 = most <= 1024 ? stackalloc byte[most] : rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            // SQLite copies the bytes before the call returns.
            Check(sqlite3_bind_text(_statement, index, utf8[..Encoding.UTF8.GetBytes(text, utf8)]));
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <summary>Binds a field's value: text as it is, days as ISO 8601, times as milliseconds, amounts as ten-thousandths.</summary>
    public Statement Bind(int index, object value) => value switch
    {
        string s => Bind(index, s),
        long l => Bind(index, l),
        DateOnly d => Bind(index, d.ToString("O")),
        DateTimeOffset t => Bind(index, t.ToUnixTimeMilliseconds()),
        decimal d => Bind(index, (long)(d * 10_000m)),
        _ => throw new InvalidOperationException($"A value of type {value.GetType()} cannot be bound.")
    };

    /// <summary>Goes to the next row. False at the end, and the statement can be bound anew.</summary>
    public bool Step()
    {
        var result = sqlite3_step(_statement);
        if (result == SQLITE_ROW) return true;
        Reset();
        if (result != SQLITE_DONE) Check(result);
        return false;
    }

    /// <summary>Runs to the end.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    public long Long(int column) => sqlite3_column_int64(_statement, column);

    public int Int(int column) => sqlite3_column_int(_statement, column);

    public double Double(int column) => sqlite3_column_double(_statement, column);

    /// <summary>A field's value, as it was bound.</summary>
    public object Value(int column, Type kind)
    {
        if (kind == typeof(string)) return Text(column);
        if (kind == typeof(DateOnly)) return DateOnly.ParseExact(Text(column), "O");
        if (kind == typeof(DateTimeOffset)) return DateTimeOffset.FromUnixTimeMilliseconds(Long(column));
        if (kind == typeof(decimal)) return Long(column) / 10_000m;
        return Long(column);
    }

    public string Text(int column) => sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => sqlite3_column_blob(_statement, column);

    /// <summary>A run has begun and not ended.</summary>
    public bool IsRunning => sqlite3_stmt_busy(_statement) != 0;

    /// <summary>Ends an unfinished run.</summary>
    public void Reset() => _ = sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _db);
    }
}
