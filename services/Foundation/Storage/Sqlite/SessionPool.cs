using System.Collections.Concurrent;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>Reading sessions, as many as are in use at once.</summary>
internal sealed class SessionPool(string path) : IDisposable
{
    /// <summary>Readers beyond this wait: more threads than this only take each other's cache.</summary>
    private const int Most = 16;

    private readonly ConcurrentBag<Session> _idle = [];
    // Its wait handle is never asked for, so there is nothing to dispose.
    private readonly SemaphoreSlim _free = new(Most);
    private volatile bool _closed;

    public async ValueTask<Lease> Rent(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closed, this);
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

    /// <summary>Closes idle sessions; those in use are closed when they come back.</summary>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private void Return(Session session)
    {
        session.EndAll();
        _idle.Add(session);
        _free.Release();
        if (_closed) Dispose();
    }

    public readonly struct Lease(SessionPool pool, Session session) : IDisposable
    {
        public Session Session => session;

        public void Dispose() => pool.Return(session);
    }
}
