using Microsoft.Extensions.Options;
using System.Threading.Channels;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Ledger;

/// <summary>
/// Appends. What comes is put together and made part of the log by one write of the head, which refuses whoever read an older one: any number of replicas may append. An act is
/// acknowledged when it is served; one whose numbers came before is acknowledged and not written again.
/// </summary>
public sealed partial class Sequencer(Collections collections, Settling settling, IOptions<LedgerOptions> options, TimeProvider time, ILogger<Sequencer> log) : BackgroundService
{
    /// <summary>In one commit; a staged document has to stay well below the 16 MiB that MongoDB takes.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    private const int MostWaiting = 256;

    /// <summary>In bytes: what is smaller is no longer than an entry may be in any form.</summary>
    private const int Large = 16 * 1024;

    /// <summary>A head that others keep changing is tried this often.</summary>
    private const int Attempts = 100;

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(MostWaiting);

    private sealed record Waiting(V1.ActsDone Told, TaskCompletionSource Done);

    /// <summary>Ends when all of it is in the log that is served.</summary>
    /// <exception cref="InvalidDataException">It is not what a source may tell.</exception>
    public async Task Append(V1.ActsDone told, CancellationToken cancel)
    {
        ActRules.Check(told);
        // Alone, so that it holds up nobody else's.
        foreach (var act in told.Acts.Where(a => a.CalculateSize() > Large)) ActMap.ToEntry(told.Source, act, time.GetUtcNow()).ToBytes();
        var waiting = new Waiting(told, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(waiting, cancel);
        await waiting.Done.Task.WaitAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await settling.Finish(stoppingToken);
        }
        catch (Exception e) when (e is not InvalidDataException && !stoppingToken.IsCancellationRequested)
        {
            // The next commit tries again.
            CannotSettle(log, e);
        }

        var batch = new List<Waiting>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                batch.Clear();
                for (var size = 0; size < MostBytes && _queue.Reader.TryRead(out var waiting); size += waiting.Told.CalculateSize()) batch.Add(waiting);
                try
                {
                    await Commit([.. batch.Select(b => b.Told)], stoppingToken);
                    batch.ForEach(b => b.Done.TrySetResult());
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // Whoever told it tells it again: it may be in the log already, which its numbers show.
                    batch.ForEach(b => b.Done.TrySetException(e));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nothing that was not acknowledged is lost with those who told it.
        }

        foreach (var waiting in batch) waiting.Done.TrySetCanceled(CancellationToken.None);
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var left)) left.Done.TrySetCanceled(CancellationToken.None);
    }

    /// <summary>Makes it part of the log, and serves it.</summary>
    private async Task Commit(IReadOnlyList<V1.ActsDone> batch, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var stored = await collections.Heads.Get(Head.Only, cancel);
            var head = stored?.Value ?? new Head();
            await settling.Settle(head, cancel);
            var growth = new Growth(head, options.Value.LateAfter, time.GetUtcNow());
            foreach (var told in batch)
            {
                foreach (var act in growth.Take(told)) NotWhole(log, told.Source, act.FirstNumber, act.LastNumber);
            }

            var next = growth.Next(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
            if (!growth.Changed) return;
            if (growth.Entries.Count > 0)
            {
                await collections.Staged.Write([Write.Create(next.StagedId, growth.Staged(next.StagedId))], cancel);
            }

            var written = (await collections.Heads.Write([new Write<Head>(Head.Only, next, stored?.Revision ?? 0, [])], cancel))[0];
            if (written.Outcome == WriteOutcome.Done)
            {
                await settling.Settle(next, cancel);
                return;
            }

            // Another replica was quicker; what was staged is nothing.
            if (growth.Entries.Count > 0) await collections.Staged.Write([new Write<Staged>(next.StagedId, null, null, [])], cancel);
        }

        throw new IOException("The head of the log was changed by others at every attempt.");
    }

    [LoggerMessage(1701, LogLevel.Error, "{Source} tells changes {First} to {Last} as one act, of which some came before as another: they are not logged again, and the rest is missing")]
    private static partial void NotWhole(ILogger log, string source, long first, long last);

    [LoggerMessage(1702, LogLevel.Warning, "What was appended before the last stop could not be brought into place; the next append tries again")]
    private static partial void CannotSettle(ILogger log, Exception e);
}
