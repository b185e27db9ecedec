using Microsoft.Extensions.Options;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Ledger;

/// <summary>Asks sources for what is missing, again and again until it comes.</summary>
public sealed partial class GapWork(Collections collections, IEventBus bus, IOptions<LedgerOptions> options, TimeProvider time, ILogger<GapWork> log) : BackgroundService
{
    /// <summary>As many changes as are asked for at once.</summary>
    private const int Portion = 10_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.AskAfter / 2, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Ask(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                CannotAsk(log, e);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
    }

    /// <summary>Asks for the gaps whose time has come.</summary>
    public async Task Ask(CancellationToken cancel)
    {
        if (await collections.Heads.Get(Head.Only, cancel) is not { } stored) return;
        var now = time.GetUtcNow();
        var due = stored.Value.Sources.SelectMany(s => s.Gaps.Select(g => (s.Name, Gap: g))).Where(g => now - (g.Gap.AskedAt ?? g.Gap.NoticedAt) >= options.Value.AskAfter).ToList();
        if (due.Count == 0) return;
        // Noted first: who could not note it leaves it to the replica that did.
        var noted = stored.Value with
        {
            Sources = [.. stored.Value.Sources.Select(s => s with { Gaps = [.. s.Gaps.Select(g => due.Any(d => d.Name == s.Name && d.Gap == g) ? g with { AskedAt = now } : g)] })]
        };
        if ((await collections.Heads.Write([Write.Replace(Head.Only, noted, stored.Revision)], cancel))[0].Outcome != WriteOutcome.Done) return;
        foreach (var (source, gap) in due)
        {
            Missing(log, source, gap.First, gap.Last, gap.NoticedAt);
            var missing = new V1.ActsMissing { Source = source, FirstNumber = gap.First, LastNumber = Math.Min(gap.Last, gap.First + Portion - 1) };
            await bus.Publish(Topics.Outgoing(missing, time), cancel);
        }
    }

    [LoggerMessage(1703, LogLevel.Warning, "Changes {First} to {Last} of {Source} have not come since {NoticedAt}; the source is asked for them")]
    private static partial void Missing(ILogger log, string source, long first, long last, DateTimeOffset noticedAt);

    [LoggerMessage(1704, LogLevel.Warning, "Missing changes could not be asked for; tried again")]
    private static partial void CannotAsk(ILogger log, Exception e);
}
