using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// A service's documents in one SQLite file, and its files in a folder beside it. One process has it open; a second is refused, because facets and counters are kept in
/// memory.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly ConcurrentDictionary<string, object> _open = new();
    private readonly FileStream _lock;
    private readonly SqliteOutbox _outbox;

    /// <summary>In this folder lie the stores of a migration that has not ended: beside it none is opened.</summary>
    public const string MigrationFolder = ".sunshine-migrating";

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="IOException">Another process has it open, or a migration into its folder has not ended.</exception>
    /// <param name="meters">Where the writer measures; null for nowhere.</param>
    public SqliteStore(string path, TimeProvider time, IMeterFactory? meters = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(Path.Combine(folder, MigrationFolder)))
            throw new IOException($"The migration into {folder} has not ended. Run it again, or remove {MigrationFolder} from it.");
        Directory.CreateDirectory(folder);
        try
        {
            _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"{path} is in use by another process. A SQLite file belongs to one process; use Storage:Kind=Mongo for replicas.", e);
        }

        try
        {
            Writer = new Writer(path, meters);
            Writer.Run(session =>
            {
                session.Execute("CREATE TABLE IF NOT EXISTS sunshine_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
                session.Execute("CREATE TABLE IF NOT EXISTS sunshine_counters (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID");
                session.Execute(SqliteOutbox.Table);
                return true;
            }).GetAwaiter().GetResult();
            Files = new FolderFiles(path + ".files");
        }
        catch
        {
            _lock.Dispose();
            throw;
        }

        Readers = new SessionPool(path);
        _outbox = new SqliteOutbox(this, time);
    }

    public IOutbox Outbox => _outbox;

    public IChanges Changes => _outbox;

    public IFiles Files { get; }

    internal Writer Writer { get; }

    internal SessionPool Readers { get; }

    internal SqliteOutbox Pending => _outbox;

    /// <summary>There is one queue of writes.</summary>
    public bool InOrder => true;

    public IDocuments<T> Open<T>(Collection<T> collection) where T : class
    {
        if (_open.TryGetValue(collection.Name, out var open)) return (IDocuments<T>)open;
        lock (_lock) return (IDocuments<T>)_open.GetOrAdd(collection.Name, _ => new SqliteDocuments<T>(this, collection));
    }

    public Task<IReadOnlyDictionary<string, long>> Reserve(IReadOnlyDictionary<string, int> counts, CancellationToken cancel) =>
        Writer.Run<IReadOnlyDictionary<string, long>>(session =>
        {
            foreach (var count in counts.Values) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(counts));
            var first = new Dictionary<string, long>(counts.Count);
            var take = session.Prepare(
                "INSERT INTO sunshine_counters (name, last) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET last = last + ?2 RETURNING last");
            foreach (var (name, count) in counts)
            {
                take.Bind(1, name).Bind(2, count).Step();
                first[name] = take.Long(0) - count + 1;
                take.Reset();
            }

            return first;
        }).WaitAsync(cancel);

    public async Task Ping(CancellationToken cancel)
    {
        using var lease = await Readers.Rent(cancel);
        lease.Session.Prepare("SELECT 1 FROM sunshine_meta LIMIT 1").Run();
    }

    /// <summary>Ends when the text indexes are merged, which otherwise happens by itself whenever nobody writes.</summary>
    public async Task Settle(CancellationToken cancel)
    {
        while (await Writer.Run(Writer.Tidy).WaitAsync(cancel))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The writer's session is the last to close, so that it can empty the write-ahead log into the file.
        Readers.Dispose();
        await Writer.DisposeAsync();
        _outbox.Dispose();
        await _lock.DisposeAsync();
    }

    /// <summary>A document as UTF-8 JSON, Chinese as it is: escaped, it would be twice as long and slower to read.</summary>
    internal static byte[] ToJson<T>(Collection<T> collection, T value) where T : class
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        JsonSerializer.Serialize(writer, value, collection.Json);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    internal static T Read<T>(Collection<T> collection, ReadOnlySpan<byte> json) where T : class =>
        collection.Upgraded(JsonSerializer.Deserialize(json, collection.Json) ?? throw new InvalidDataException($"A document of collection {collection.Name} is empty."));
}
