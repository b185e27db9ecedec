namespace Sunshine.Foundation.Storage;

/// <summary>Wakes all who wait for changes when one is stored in this process.</summary>
internal sealed class Beacon(TimeProvider time)
{
    /// <summary>Looks again after this long even if nobody lit it: another process may have stored something.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250);

    private TaskCompletionSource _next = New();

    public void Light() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    public async Task Wait(CancellationToken cancel)
    {
        try
        {
            await _next.Task.WaitAsync(Idle, time, cancel);
        }
        catch (TimeoutException)
        {
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
