using System.Runtime.CompilerServices;
using Sunshine.Foundation.Storage.Transfer;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>All that is in a SQLite file and in the folder of its files.</summary>
public sealed class SqliteContents(SqliteStore store) : IStoreContents
{
    private const int Portion = 500;

    public IStore Store => store;

    public async Task<IReadOnlyList<string>> Collections(CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        var names = new List<string>();
        var read = lease.Session.Prepare("SELECT substr(key, 12) FROM sunshine_meta WHERE key LIKE 'collection:%'");
        while (read.Step()) names.Add(read.Text(0));
        return names;
    }

    public async Task<IReadOnlyDictionary<string, long>> Counters(CancellationToken cancel)
    {
        using var lease = await store.Readers.Rent(cancel);
        var counters = new Dictionary<string, long>();
        var read = lease.Session.Prepare("SELECT name, last FROM sunshine_counters");
        while (read.Step()) counters[read.Text(0)] = read.Long(1);
        return counters;
    }

    public async IAsyncEnumerable<KeptEvent> Events([EnumeratorCancellation] CancellationToken cancel)
    {
        var portion = new List<KeptEvent>(Portion);
        for (long after = 0; ;)
        {
            portion.Clear();
            using (var lease = await store.Readers.Rent(cancel))
            {
                var read = lease.Session.Prepare("SELECT seq, id, topic, data, attempts, coalesce(due, 0), due IS NULL FROM sunshine_events WHERE seq > ?1 ORDER BY seq LIMIT ?2").Bind(1, after).Bind(2, Portion);
                while (read.Step())
                {
                    after = read.Long(0);
                    var waiting = read.Long(6) != 0 ? null : new WaitingEvent(read.Int(4), DateTimeOffset.FromUnixTimeMilliseconds(read.Long(5)));
                    portion.Add(new KeptEvent(after, new OutgoingEvent(read.Text(1), read.Text(2), read.Text(3)), waiting));
                }
            }

            foreach (var kept in portion) yield return kept;
            if (portion.Count < Portion) yield break;
        }
    }

    public async IAsyncEnumerable<string> Files([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var hash in ((FolderFiles)store.Files).Hashes())
        {
            cancel.ThrowIfCancellationRequested();
            yield return hash;
        }

        await Task.CompletedTask;
    }

    public Task Put<T>(Collection<T> collection, IReadOnlyList<Stored<T>> documents, CancellationToken cancel) where T : class =>
        ((SqliteDocuments<T>)store.Open(collection)).Put(documents).WaitAsync(cancel);

    public Task Put(IReadOnlyList<KeptEvent> events, CancellationToken cancel) => store.Writer.Run(session =>
    {
        // -1: it is delivered.
        var insert = session.Prepare("INSERT INTO sunshine_events (seq, id, topic, data, attempts, due) VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, -1))");
        foreach (var kept in events)
        {
            insert.Bind(1, kept.Number).Bind(2, kept.Event.Id).Bind(3, kept.Event.Topic).Bind(4, kept.Event.Data)
                .Bind(5, kept.Waiting?.Attempts ?? 0).Bind(6, kept.Waiting?.Due.ToUnixTimeMilliseconds() ?? -1L).Run();
        }

        return true;
    }).WaitAsync(cancel);

    public Task Put(IReadOnlyDictionary<string, long> counters, CancellationToken cancel) => store.Writer.Run(session =>
    {
        var put = session.Prepare("INSERT INTO sunshine_counters (name, last) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET last = ?2");
        foreach (var (name, last) in counters) put.Bind(1, name).Bind(2, last).Run();
        return true;
    }).WaitAsync(cancel);
}
