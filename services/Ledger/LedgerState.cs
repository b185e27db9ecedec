using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>How large the log is, what of it is not signed, what is missing from it, and how far its witnesses are.</summary>
internal sealed class LedgerState(Collections collections, IOptions<LedgerOptions> options, StateGauges gauges, TimeProvider time) : IStateReading
{
    private readonly IReadOnlyList<VerifierKey> _witnesses = [.. options.Value.Witnesses.Select(w => VerifierKey.Parse(w.Key))];
    private readonly StateGauge _entries = gauges.Of("sunshine.ledger.entries", "{entry}", "Entries of the log. It only grows.");
    private readonly StateGauge _unsigned = gauges.Of("sunshine.ledger.unsigned", "{entry}", "Entries that no signed checkpoint covers, so that nobody can read them yet.");
    private readonly StateGauge _checkpointAge = gauges.Of("sunshine.ledger.checkpoint.age", "s", "Age of the last signed checkpoint.");
    private readonly StateGauge _gaps = gauges.Of("sunshine.ledger.gaps", "{gap}", "Gaps in the numbers of a source's changes.");
    private readonly StateGauge _gapAge = gauges.Of("sunshine.ledger.gap.age", "s", "Time since the oldest gap in a source's changes was noticed; 0 without one.");
    private readonly StateGauge _witnessBehind = gauges.Of("sunshine.ledger.witness.behind", "{entry}", "Entries of the newest checkpoint beyond the last one that a witness has cosigned.");

    public async Task Read(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        // In this order what comes in between makes it less, never more.
        var head = (await collections.Heads.Get(Head.Only, cancel))?.Value ?? new Head();
        var latest = await collections.Latest(cancel);
        var size = latest?.Size ?? 0;
        _entries.Show(this, head.Size);
        _unsigned.Show(this, Math.Max(0, head.Size - size));
        if (latest is not null) _checkpointAge.Show(this, Math.Max(0, (now - latest.CreatedAt).TotalSeconds));
        _gaps.Show(this, [.. head.Sources.Select(s => Of(s, s.Gaps.Count))]);
        _gapAge.Show(this, [.. head.Sources.Select(s => Of(s, s.Gaps.Count == 0 ? 0 : (now - s.Gaps.Min(g => g.NoticedAt)).TotalSeconds))]);
        if (_witnesses.Count == 0) return;
        var states = await collections.Witnesses.GetMany([.. _witnesses.Select(WitnessState.IdOf)], cancel);
        _witnessBehind.Show(this, [.. _witnesses.Select(w => new Measurement<double>(
            Math.Max(0, size - (states.GetValueOrDefault(WitnessState.IdOf(w))?.Value.Size ?? 0)), new KeyValuePair<string, object?>("witness", w.Name)))]);
    }

    private static Measurement<double> Of(SourcePlace source, double value) => new(value, new KeyValuePair<string, object?>("source", source.Name));
}
