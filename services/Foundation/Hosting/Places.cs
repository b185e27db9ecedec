using System.Threading.RateLimiting;

namespace Sunshine.Foundation.Hosting;

/// <summary>Places for calls, whose number can change while calls are in them: who leaves one that is no longer to be there takes it with him.</summary>
public sealed class Places : IDisposable
{
    private readonly int _most;
    private readonly ConcurrencyLimiter _all;
    private readonly Stack<RateLimitLease> _closed = [];
    private readonly Lock _lock = new();
    private int _toClose;

    /// <param name="most">What <see cref="Count"/> begins with and never exceeds.</param>
    /// <param name="waiting">Calls that may wait for a place, the newest of which gets it.</param>
    public Places(int most, int waiting)
    {
        _most = most;
        _all = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.NewestFirst });
    }

    /// <summary>How many there are: at least 1. Fewer than calls are in them for as long as those take.</summary>
    public int Count
    {
        get => _most - Volatile.Read(ref _toClose);
        set
        {
            List<RateLimitLease> opened = [];
            lock (_lock)
            {
                _toClose = _most - Math.Clamp(value, 1, _most);
                while (_closed.Count > _toClose) opened.Add(_closed.Pop());
                while (_closed.Count < _toClose && _all.AttemptAcquire() is { IsAcquired: true } free) _closed.Push(free);
            }

            // Calls that have waited go on from here.
            foreach (var place in opened) place.Dispose();
        }
    }

    /// <summary>Calls that have one.</summary>
    public int Taken
    {
        get
        {
            lock (_lock) return (int)(_most - _all.GetStatistics()!.CurrentAvailablePermits) - _closed.Count;
        }
    }

    /// <summary>Takes one if there is one.</summary>
    public RateLimitLease AttemptAcquire() => _all.AttemptAcquire();

    /// <summary>Waits for one; without if newer calls fill all room to wait.</summary>
    /// <exception cref="OperationCanceledException">It has waited long enough.</exception>
    public ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancel) => _all.AcquireAsync(1, cancel);

    /// <summary>Gives one back, once.</summary>
    public void Leave(RateLimitLease place)
    {
        lock (_lock)
        {
            if (_closed.Count < _toClose)
            {
                _closed.Push(place);
                return;
            }
        }

        place.Dispose();
    }

    public void Dispose() => _all.Dispose();
}
