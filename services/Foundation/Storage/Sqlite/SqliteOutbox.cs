namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// Events wait in a table of the same file: a document and its events are one transaction, which is the same promise as an event inside
/// the document and cheaper to clear.
/// </summary>
internal sealed class SqliteOutbox(SqliteStore store, TimeProvider time) : IOutbox, IDisposable
{
    public const string Table =
        """
        CREATE TABLE IF NOT EXISTS sunshine_outbox (
          seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, topic TEXT NOT NULL, data TEXT NOT NULL,
          attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0)
        """;

    private readonly Bell _bell = new(time);

    public static void Append(Session session, IReadOnlyList<OutgoingEvent> events)
    {
        if (events.Count == 0) return;
        var insert = session.Prepare("INSERT INTO sunshine_outbox (id, topic, data) VALUES (?1, ?2, ?3)");
        foreach (var e in events) insert.Bind(1, e.Id).Bind(2, e.Topic).Bind(3, e.Data).Run();
    }

    public void Dispose() => _bell.Dispose();

    public void Signal() => _bell.Ring();

    public Task Wait(CancellationToken cancel) => _bell.Wait(cancel);

    public async Task<IReadOnlyList<PendingEvent>> Due(int most, CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        var due = new List<PendingEvent>();
        var read = lease.Session.Prepare("SELECT seq, id, topic, data, attempts FROM sunshine_outbox WHERE due <= ?1 ORDER BY seq LIMIT ?2");
        read.Bind(1, time.GetUtcNow().ToUnixTimeMilliseconds()).Bind(2, most);
        while (read.Step())
            due.Add(new PendingEvent(new OutgoingEvent(read.Text(1), read.Text(2), read.Text(3)), read.Int(4), read.Long(0)));
        return due;
    }

    public Task Delivered(IReadOnlyCollection<PendingEvent> events, CancellationToken cancel) =>
        events.Count == 0 ? Task.CompletedTask : store.Writer.Run(session =>
        {
            var delete = session.Prepare("DELETE FROM sunshine_outbox WHERE seq = ?1");
            foreach (var e in events) delete.Bind(1, (long)e.Key).Run();
            return true;
        }).WaitAsync(cancel);

    public Task Postpone(PendingEvent pending, DateTimeOffset until, CancellationToken cancel) =>
        store.Writer.Run(session =>
        {
            session.Prepare("UPDATE sunshine_outbox SET attempts = attempts + 1, due = ?2 WHERE seq = ?1")
                .Bind(1, (long)pending.Key).Bind(2, until.ToUnixTimeMilliseconds()).Run();
            return true;
        }).WaitAsync(cancel);

    public async Task<long> Count(CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        var count = lease.Session.Prepare("SELECT count(*) FROM sunshine_outbox");
        count.Step();
        var waiting = count.Long(0);
        count.Reset();
        return waiting;
    }
}
