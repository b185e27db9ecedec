using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>Keeps the rollups up with the store, so that whoever reads them waits for little, and stores them now and then.</summary>
public sealed partial class RollupKeeper(RollupBook rollups, [FromKeyedServices(KeyAreasModule.Name)] IStore store, TimeProvider time, ILogger<RollupKeeper> log) : BackgroundService
{
    /// <summary>After a start, so many changes at most are gone through again: about a second.</summary>
    private const int MostUnsaved = 50_000;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await rollups.Save(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CannotKeep(log, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Asked for before reading, so that what comes in between wakes it.
                var more = store.Changes.Wait(stoppingToken);
                await rollups.Follow(stoppingToken);
                if (rollups.Unsaved >= MostUnsaved) await rollups.Save(stoppingToken);
                await more;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                CannotKeep(log, e);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    [LoggerMessage(1501, LogLevel.Warning, "Rollups could not be kept up, which is tried again; reads are exact all the same")]
    private static partial void CannotKeep(ILogger log, Exception e);
}
