namespace Sunshine.Foundation.Storage;

/// <summary>Wakes the one who waits for events when one is stored in this process.</summary>
internal sealed class Bell(TimeProvider time) : IDisposable
{
    /// <summary>Looks again after this long even if nobody rang: a postponed event may have become due, or another process stored one.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Dispose() => _rung.Dispose();

    public void Ring()
    {
        try
        {
            if (_rung.CurrentCount == 0) _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else rang at the same moment.
        }
    }

    /// <summary>Ends when it rings, or after a while.</summary>
    public async Task Wait(CancellationToken cancel)
    {
        using var idle = new CancellationTokenSource(Idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancel);
        try
        {
            await _rung.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }
    }
}
