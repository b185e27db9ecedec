namespace Sunshine.Catalogue;

/// <summary>Lets followers be told: what is to be sent is found out, and sent, side by side, so that slow receivers keep nobody waiting.</summary>
public sealed partial class FollowingWork(FollowingSweep sweep, DeliveryQueue queue, FollowingUpkeep upkeep, TimeProvider time, ILogger<FollowingWork> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Repeat(async cancel =>
        {
            await sweep.RunOnce(cancel);
            await upkeep.RunOnce(cancel);
        }, stoppingToken),
        Repeat(async cancel =>
        {
            while (await queue.RunOnce(cancel) > 0)
            {
            }
        }, stoppingToken));

    private async Task Repeat(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await work(stop);
                await Task.Delay(Interval, time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(log, e);
                await Task.Delay(TimeSpan.FromSeconds(5), time, stop);
            }
        }
    }

    [LoggerMessage(2010, LogLevel.Error, "Followers could not be told")]
    private static partial void LogFailed(ILogger log, Exception e);
}
