using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>
/// Has the newest checkpoint cosigned by the witnesses, each on its own; none of them holds up anything. Of several replicas the one asks that notes it first, and two that ask at once do no harm:
/// a witness signs the same again. What a kill loses is asked for again.
/// </summary>
public sealed partial class WitnessWork(Collections collections, WitnessCall call, IOptions<LedgerOptions> options, IMeterFactory meters, TimeProvider time, ILogger<WitnessWork> log) : BackgroundService
{
    private readonly IReadOnlyList<(string Url, VerifierKey Key)> _witnesses = [.. options.Value.Witnesses.Select(w => (w.Url, VerifierKey.Parse(w.Key)))];

    private readonly Counter<long> _answers = meters.Create(Telemetry.Name).CreateCounter<long>("sunshine.ledger.witness.answers", "{answer}", "Answers of witnesses that were asked to cosign a checkpoint, by outcome.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_witnesses.Count == 0) return;
        using var timer = new PeriodicTimer(options.Value.WitnessEvery / 2, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Ask(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                CannotAsk(log, e);
            }

            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Asks those whose time has come for the newest checkpoint.</summary>
    public Task Ask(CancellationToken cancel) => Task.WhenAll(_witnesses.Select(w => Ask(w.Url, w.Key, cancel)));

    private async Task Ask(string url, VerifierKey key, CancellationToken cancel)
    {
        if (await collections.Latest(cancel) is not { } latest) return;
        var (id, now) = (WitnessState.IdOf(key), time.GetUtcNow());
        var stored = await collections.Witnesses.Get(id, cancel);
        var state = stored?.Value ?? new WitnessState { Id = id };
        if (state.Size == latest.Size || now - state.AskedAt < options.Value.WitnessEvery) return;
        // Noted first: who could not note it leaves it to the replica that did.
        state = state with { AskedAt = now };
        var noted = (await collections.Witnesses.Write([new Write<WitnessState>(id, state, stored?.Revision ?? 0, [])], cancel))[0];
        if (noted.Outcome != WriteOutcome.Done) return;

        var answer = await call.Ask(url, key, state.Size, latest, cancel);
        // Ahead of what we had read, and not of the log: another checkpoint has come since, and another replica has asked.
        if (answer.Outcome == WitnessOutcome.Ahead && (await collections.Latest(cancel))?.Size >= answer.Size) return;
        _answers.Add(1, new("witness", key.Name), new("outcome", answer.Outcome.ToString()));
        if (answer.Outcome == WitnessOutcome.Ahead) IsAhead(log, key.Name, answer.Size, latest.Size);
        else if (answer.Outcome != WitnessOutcome.Cosigned) NotCosigned(log, key.Name, latest.Size, answer.Outcome, answer.Said);
        var next = state with { Outcome = answer.Outcome };
        if (answer.Line is { } line)
        {
            await Keep(latest.Size, line, cancel);
            next = next with { Size = latest.Size, CosignedAt = answer.At };
        }

        // Stale: another replica has asked since, and knows better.
        await collections.Witnesses.Write([Write.Replace(id, next, noted.Revision)], cancel);
    }

    /// <summary>Puts it under the checkpoint, in place of an earlier one by the same key.</summary>
    private async Task Keep(long size, NoteSignature line, CancellationToken cancel)
    {
        var id = SignedCheckpoint.IdOf(size);
        while (await collections.Checkpoints.Get(id, cancel) is { } stored)
        {
            var others = (stored.Value.Cosignatures ?? []).Where(text => NoteSignature.Parse(text) is var other && (other.Name, other.KeyId) != (line.Name, line.KeyId));
            var cosigned = stored.Value with { Cosignatures = [.. others.Append(line.ToString()).Order(StringComparer.Ordinal)] };
            if ((await collections.Checkpoints.Write([Write.Replace(id, cosigned, stored.Revision)], cancel))[0].Outcome == WriteOutcome.Done) return;
        }
    }

    [LoggerMessage(1706, LogLevel.Warning, "The witness {Witness} has not cosigned the checkpoint of {Size} entries ({Outcome}), and is asked again: {Said}")]
    private static partial void NotCosigned(ILogger log, string witness, long size, WitnessOutcome outcome, string said);

    [LoggerMessage(1707, LogLevel.Error, "The witness {Witness} has cosigned a log of {Seen} entries, and this one has {Size}: it goes on from an old state, or another goes on under its name and key")]
    private static partial void IsAhead(ILogger log, string witness, long seen, long size);

    [LoggerMessage(1708, LogLevel.Warning, "Witnesses could not be asked, which is tried again")]
    private static partial void CannotAsk(ILogger log, Exception e);
}
