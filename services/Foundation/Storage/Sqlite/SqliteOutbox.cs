using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// Events stand in a table of the same file: a document and its events are one transaction, which is the same promise as an event inside
/// the document. One writer numbers them as it commits them, so that their numbers are the order in which readers see them; those that
/// were delivered stay, for those who follow the changes.
/// </summary>
internal sealed class SqliteOutbox(SqliteStore store, TimeProvider time) : IOutbox, IChanges, IDisposable
{
    public const string Table =
        """
        CREATE TABLE IF NOT EXISTS sunshine_events (
          seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, topic TEXT NOT NULL, data TEXT NOT NULL,
          attempts INTEGER NOT NULL DEFAULT 0, due INTEGER DEFAULT 0);
        CREATE INDEX IF NOT EXISTS sunshine_events_waiting ON sunshine_events (seq) WHERE due IS NOT NULL
        """;

    private readonly Bell _bell = new(time);
    private readonly Beacon _beacon = new(time);

    public static void Append(Session session, IReadOnlyList<OutgoingEvent> events)
    {
        if (events.Count == 0) return;
        var insert = session.Prepare("INSERT INTO sunshine_events (id, topic, data) VALUES (?1, ?2, ?3)");
        foreach (var e in events) insert.Bind(1, e.Id).Bind(2, e.Topic).Bind(3, e.Data).Run();
    }

    public void Dispose() => _bell.Dispose();

    public void Signal()
    {
        _bell.Ring();
        _beacon.Light();
    }

    Task IOutbox.Wait(CancellationToken cancel) => _bell.Wait(cancel);

    Task IChanges.Wait(CancellationToken cancel) => _beacon.Wait(cancel);

    public async Task<IReadOnlyList<NumberedEvent>> After(long number, int most, CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        var found = new List<NumberedEvent>();
        var read = lease.Session.Prepare("SELECT seq, id, topic, data FROM sunshine_events WHERE seq > ?1 ORDER BY seq LIMIT ?2").Bind(1, number).Bind(2, most);
        while (read.Step()) found.Add(new NumberedEvent(read.Long(0), new OutgoingEvent(read.Text(1), read.Text(2), read.Text(3))));
        return found;
    }

    public async Task<long> Last(CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        return One(lease.Session.Prepare("SELECT coalesce(max(seq), 0) FROM sunshine_events"));
    }

    public async Task<IReadOnlyList<PendingEvent>> Due(int most, CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        var due = new List<PendingEvent>();
        var read = lease.Session.Prepare("SELECT seq, id, topic, data, attempts FROM sunshine_events INDEXED BY sunshine_events_waiting WHERE due IS NOT NULL AND due <= ?1 ORDER BY seq LIMIT ?2");
        read.Bind(1, time.GetUtcNow().ToUnixTimeMilliseconds()).Bind(2, most);
        while (read.Step())
            due.Add(new PendingEvent(new OutgoingEvent(read.Text(1), read.Text(2), read.Text(3)), read.Int(4), read.Long(0)));
        return due;
    }

    public Task Delivered(IReadOnlyCollection<PendingEvent> events, CancellationToken cancel) =>
        events.Count == 0 ? Task.CompletedTask : store.Writer.Run(session =>
        {
            var done = session.Prepare("UPDATE sunshine_events SET due = NULL WHERE seq = ?1");
            foreach (var e in events) done.Bind(1, (long)e.Key).Run();
            return true;
        }).WaitAsync(cancel);

    public Task Postpone(PendingEvent pending, DateTimeOffset until, CancellationToken cancel) =>
        store.Writer.Run(session =>
        {
            session.Prepare("UPDATE sunshine_events SET attempts = attempts + 1, due = ?2 WHERE seq = ?1")
                .Bind(1, (long)pending.Key).Bind(2, until.ToUnixTimeMilliseconds()).Run();
            return true;
        }).WaitAsync(cancel);

    public async Task<long> Count(CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        return One(lease.Session.Prepare("SELECT count(*) FROM sunshine_events WHERE due IS NOT NULL"));
    }

    public async Task<DateTimeOffset?> Oldest(CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        var read = lease.Session.Prepare("SELECT id FROM sunshine_events INDEXED BY sunshine_events_waiting WHERE due IS NOT NULL ORDER BY seq LIMIT 1");
        if (!read.Step()) return null;
        var id = read.Text(0);
        read.Reset();
        return Ids.TimeOf(id);
    }

    private static long One(Statement read)
    {
        read.Step();
        var value = read.Long(0);
        read.Reset();
        return value;
    }
}
