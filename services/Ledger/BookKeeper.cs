using Sunshine.Foundation.Storage;

namespace Sunshine.Ledger;

/// <summary>Keeps the book up with the log, so that whoever asks waits for little and a start finds the segments stored.</summary>
public sealed partial class BookKeeper(Collections collections, ActBook book, [FromKeyedServices(LedgerModule.Name)] IStore store, TimeProvider time, ILogger<BookKeeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Asked for before reading, so that what comes in between wakes it.
                var more = store.Changes.Wait(stoppingToken);
                if (await collections.Latest(stoppingToken) is { } latest) await book.Follow(latest.Size, stoppingToken);
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

    [LoggerMessage(1705, LogLevel.Warning, "The book of acts could not be kept up, which is tried again; reads are exact all the same")]
    private static partial void CannotKeep(ILogger log, Exception e);
}
