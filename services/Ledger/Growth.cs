using Sunshine.Acts;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>What comes to a log, worked out before anything is written.</summary>
internal sealed class Growth(Head head, TimeSpan lateAfter, DateTimeOffset now)
{
    private readonly Dictionary<string, SourcePlace> _sources = head.Sources.ToDictionary(s => s.Name);
    private readonly List<byte[]> _entries = [];

    public IReadOnlyList<byte[]> Entries => _entries;

    /// <summary>False if all of it came before.</summary>
    public bool Changed { get; private set; }

    /// <summary>Takes what is new.</summary>
    /// <returns>Acts that are neither new nor known: some of their numbers came before.</returns>
    public IReadOnlyList<V1.Act> Take(V1.ActsDone told)
    {
        var place = _sources.GetValueOrDefault(told.Source) ?? new SourcePlace { Name = told.Source };
        if (place.Of(told.FirstNumber, told.LastNumber) == Coverage.All) return [];
        var odd = new List<V1.Act>();
        var (added, late) = (0, 0);
        foreach (var act in told.Acts)
        {
            var coverage = place.Of(act.FirstNumber, act.LastNumber);
            if (coverage == Coverage.Some) odd.Add(act);
            if (coverage != Coverage.None) continue;
            var entry = ActMap.ToEntry(told.Source, act, now);
            _entries.Add(entry.ToBytes());
            added++;
            if (entry.Logged - entry.At > lateAfter) late++;
        }

        // What is neither logged nor known stays a gap, so that it is asked for, change by change.
        var (come, from) = (place, told.FirstNumber);
        foreach (var act in odd)
        {
            if (act.FirstNumber > from) come = come.With(from, act.FirstNumber - 1, now);
            from = act.LastNumber + 1;
        }

        if (from <= told.LastNumber) come = come.With(from, told.LastNumber, now);
        _sources[told.Source] = come with { ActCount = come.ActCount + added, LateCount = come.LateCount + late, LastLoggedAt = added > 0 ? now : come.LastLoggedAt };
        Changed = true;
        return odd;
    }

    /// <summary>The head with all of it.</summary>
    /// <param name="stagedId">Where the entries will stand.</param>
    public Head Next(string stagedId)
    {
        var range = Ranges.Of(head.Size, head.Range);
        foreach (var entry in _entries) range.Append(Hash.Leaf(entry));
        return head with
        {
            Size = range.Size, Range = Ranges.Kept(range), StagedId = _entries.Count > 0 ? stagedId : head.StagedId, Sources = [.. _sources.Values.OrderBy(s => s.Name, StringComparer.Ordinal)]
        };
    }

    public Staged Staged(string id) => new(id, head.Size, head.Range, _entries.Count, Ledger.Entries.Write(_entries), now);
}
