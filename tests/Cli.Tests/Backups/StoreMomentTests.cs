using Microsoft.Data.Sqlite;
using Sunshine.Cli.Backups;
using Sunshine.Testing.Hosts;

namespace Sunshine.Cli.Tests.Backups;

public sealed class StoreMomentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>A number is written to the first store, then to the second, without a pause, with the waits of the platform's own writers.</summary>
    [Fact]
    public async Task All_stores_are_seen_at_the_same_moment_of_busy_writing()
    {
        string[] paths = [Store("a"), Store("b"), Store("c")];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writing = Task.Run(() => Write(paths, end.Token), Cancel);
        var seen = new List<long>();
        for (var i = 0; i < 20; i++)
        {
            using var moment = await StoreMoment.Take(paths, TimeProvider.System, Cancel);
            // Time goes by before the last one is copied, and it is written to.
            var before = Current(paths[0]);
            while (Current(paths[0]) < before + 20) await Task.Yield();
            var numbers = paths.Select(p => Number(moment.Copy(p, _folder.Path))).ToList();
            Assert.Contains((numbers[0] - numbers[1], numbers[1] - numbers[2]), new (long, long)[] { (0, 0), (1, 0), (0, 1) });
            seen.Add(numbers[0]);
        }

        await end.CancelAsync();
        await writing;
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(Directory.GetFiles(_folder.Path, ".*"));
    }

    [Fact]
    public async Task Waiting_for_a_store_that_is_never_let_go_can_be_ended()
    {
        var path = Store("a");
        using var other = Open(path);
        Run(other, "BEGIN IMMEDIATE");
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StoreMoment.Take([path], TimeProvider.System, soon.Token));
    }

    private static void Write(string[] paths, CancellationToken end)
    {
        var connections = paths.Select(Open).ToList();
        for (var n = 1L; !end.IsCancellationRequested; n++)
        {
            foreach (var connection in connections) Run(connection, $"BEGIN IMMEDIATE; UPDATE t SET n = {n}; COMMIT");
        }

        connections.ForEach(c => c.Dispose());
    }

    private string Store(string name)
    {
        var path = Path.Combine(_folder.Path, name + ".db");
        using var connection = Open(path);
        Run(connection, "PRAGMA journal_mode=WAL; CREATE TABLE t (n INTEGER NOT NULL); INSERT INTO t VALUES (0)");
        return path;
    }

    private long Number(StoreCopy copy)
    {
        var path = Path.Combine(_folder.Path, "copy.db");
        using (copy.Content)
        using (var file = File.Create(path)) copy.Content.CopyTo(file);
        try
        {
            return Current(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static long Current(string path)
    {
        using var connection = Open(path);
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT n FROM t";
        return (long)read.ExecuteScalar()!;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
