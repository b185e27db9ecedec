using System.Collections.Concurrent;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>Reading sessions, as many as are in use at once.</summary>
internal sealed class SessionPool(string path) : IDisposable
{
    /// <summary>Readers beyond this wait: more threads than this only take each other's cache.</summary>
    private const int Most = 16;

    private readonly ConcurrentBag<Session> _idle = [];
    private readonly SemaphoreSlim _free = new(Most);

    public async ValueTask<Lease> Rent(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            return new Lease(this, _idle.TryTake(out var session) ? session : new Session(path, write: false));
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var session in _idle) session.Dispose();
        _free.Dispose();
    }

    public readonly struct Lease(SessionPool pool, Session session) : IDisposable
    {
        public Session Session => session;

        public void Dispose()
        {
            pool._idle.Add(session);
            pool._free.Release();
        }
    }
}
