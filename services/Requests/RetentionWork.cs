namespace Sunshine.Requests;

/// <summary>Lets <see cref="Retention"/> do what is due, at the start and then every hour.</summary>
public sealed partial class RetentionWork(Retention retention, TimeProvider time, ILogger<RetentionWork> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await retention.RunOnce(stoppingToken) is > 0 and var done) LogDone(log, done);
                await Task.Delay(Interval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(log, e);
                await Task.Delay(BeforeRetry, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(3002, LogLevel.Information, "{Count} applications became anonymous")]
    private static partial void LogDone(ILogger log, int count);

    [LoggerMessage(3003, LogLevel.Error, "Applications whose time is over could not be found")]
    private static partial void LogFailed(ILogger log, Exception e);
}
