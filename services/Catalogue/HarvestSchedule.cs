using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>
/// Carries out harvest jobs as they come, by schedule and by request, two at once in each process. Any number of replicas may do it: each
/// job has one lease.
/// </summary>
public sealed partial class HarvestSchedule(HarvestRunner runner, TimeProvider time, ILogger<HarvestSchedule> log) : BackgroundService
{
    private const int AtOnce = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wanted = new(0, AtOnce);

    /// <summary>A job was begun here: it need not wait for the next round.</summary>
    public void Wake()
    {
        try
        {
            _wanted.Release();
        }
        catch (SemaphoreFullException)
        {
            // Everybody is called already.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Loop(stoppingToken)));

    private async Task Loop(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (!await runner.RunOnce(cancel)) await Called(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(log, e);
                await Called(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Called(CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (delay, call) = (Task.Delay(Interval, time, either.Token), _wanted.WaitAsync(either.Token));
        await Task.WhenAny(delay, call);
        await either.CancelAsync();
        await Task.WhenAll(delay, call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(2015, LogLevel.Error, "Harvests could not be carried out")]
    private static partial void LogFailed(ILogger log, Exception e);
}
