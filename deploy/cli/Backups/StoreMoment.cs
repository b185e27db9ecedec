using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sunshine.Cli.Backups;

/// <summary>
/// Several SQLite files as they are at one moment, while a process goes on writing them: as if it had been killed at that moment, which a platform survives by design. Until it is
/// disposed of, their write-ahead logs grow.
/// </summary>
internal sealed class StoreMoment : IDisposable
{
    /// <summary>Writers wait no longer for us. They themselves wait for five seconds.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    /// <summary>For one file, while the others are not held yet.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const int Attempts = 10;

    private readonly Dictionary<string, SqliteConnection> _readers = [];

    private StoreMoment()
    {
    }

    /// <param name="paths">Of the files.</param>
    /// <exception cref="CommandFailedException">They are written without a pause, or are no databases.</exception>
    public static async Task<StoreMoment> Take(IReadOnlyList<string> paths, TimeProvider time, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var moment = new StoreMoment();
            try
            {
                if (moment.TryTake(paths, cancel)) return moment;
            }
            catch (SqliteException e)
            {
                moment.Dispose();
                throw new CommandFailedException($"The databases cannot be read: {e.Message}", e);
            }
            catch
            {
                moment.Dispose();
                throw;
            }

            moment.Dispose();
            await Task.Delay(Pause, time, cancel);
        }

        throw new CommandFailedException("The databases are being written without a pause: no moment was found that they have in common. Try again.");
    }

    /// <summary>Copies one of them as it was, to its end, and lets it go.</summary>
    /// <param name="scratch">The folder where there is room for the copy. Nothing of it stays there, even if this process is killed.</param>
    public StoreCopy Copy(string path, string scratch)
    {
        var reader = _readers[path];
        try
        {
            var counts = StoreCounts.Of(Path.GetFileName(path), reader);
            var checkpoint = counts.Checkpoint(reader);
            var content = Copy(reader, scratch);
            _readers.Remove(path);
            reader.Dispose();
            return new StoreCopy(content, counts, checkpoint);
        }
        catch (SqliteException e)
        {
            throw new CommandFailedException($"{path} cannot be copied: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        foreach (var reader in _readers.Values) reader.Dispose();
    }

    private static FileStream Copy(SqliteConnection reader, string scratch)
    {
        var copy = new ScratchFile(scratch);
        try
        {
            // Without journal and without waiting for the disk: a copy that is not complete is thrown away.
            using var target = Open(copy.Path, SqliteOpenMode.ReadWrite);
            Run(target, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE");
            copy.Unlink();
            reader.BackupDatabase(target);
            return copy.Content;
        }
        catch
        {
            copy.Unlink();
            copy.Content.Dispose();
            throw;
        }
    }

    private bool TryTake(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var writers = new List<SqliteConnection>();
        try
        {
            var held = 0L;
            foreach (var path in paths)
            {
                var writer = Open(path, SqliteOpenMode.ReadWrite);
                writers.Add(writer);
                // While nobody can write to any of them they do not change.
                if (!Begin(writer, held == 0 ? LongestWait : LongestHold - Stopwatch.GetElapsedTime(held), cancel)) return false;
                if (held == 0) held = Stopwatch.GetTimestamp();
            }

            foreach (var path in paths)
            {
                var reader = Open(path, SqliteOpenMode.ReadOnly);
                _readers[path] = reader;
                Run(reader, "BEGIN; SELECT count(*) FROM sqlite_schema");
            }

            return true;
        }
        finally
        {
            foreach (var writer in writers) writer.Dispose();
        }
    }

    /// <summary>Takes the one right to write. Asked for again at once: between two transactions of a busy writer there are microseconds.</summary>
    private static bool Begin(SqliteConnection writer, TimeSpan wait, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        for (; ; )
        {
            var result = raw.sqlite3_exec(writer.Handle!, "BEGIN IMMEDIATE");
            if (result == raw.SQLITE_OK) return true;
            if ((result & 0xFF) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED)) SqliteException.ThrowExceptionForRC(result, writer.Handle);
            cancel.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(began) > wait) return false;
            Thread.Yield();
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        var result = raw.sqlite3_exec(connection.Handle!, sql);
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }
}
