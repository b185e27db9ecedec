using Sunshine.Acts;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Ledger.V1;
using Xunit;

namespace Sunshine.Testing.Hosts;

/// <summary>Everything that a store's changes told the ledger so far, as its feed tells it: the ledger takes each portion, and how they are cut makes no difference to the sums.</summary>
public sealed class ActLog
{
    /// <summary>The ledger adds what is longer than its hash, its time and its place; there must be room left.</summary>
    private const int LongestEntry = 60_000;

    private readonly IReadOnlyList<Count> _sums;

    private ActLog(IReadOnlyList<Act> acts, IReadOnlyList<Count> sums) => (Acts, _sums) = (acts, sums);

    /// <summary>By number.</summary>
    public IReadOnlyList<Act> Acts { get; }

    public static async Task<ActLog> Of(IStore store, string source, ActsOf actsOf, CancellationToken cancel)
    {
        var changes = new List<NumberedEvent>();
        while (await store.Changes.After(changes.Count == 0 ? 0 : changes[^1].Number, 1_000, cancel) is { Count: > 0 } more) changes.AddRange(more);
        Assert.Equal(Enumerable.Range(1, changes.Count).Select(n => (long)n), changes.Select(c => c.Number));
        var acts = Told(source, actsOf, changes, ActRules.MostChanges);
        var sums = Counts.Sum(acts.SelectMany(a => a.Counts));
        foreach (var portion in new[] { 1, 7 }) Assert.Equal(sums, Counts.Sum(Told(source, actsOf, changes, portion).SelectMany(a => a.Counts)));
        return new ActLog(acts, sums);
    }

    /// <summary>What acts add up to.</summary>
    /// <param name="period">A month, or a year with all its months; empty for all time.</param>
    /// <param name="by">Dimensions that are as said; others may be anything.</param>
    public decimal Sum(string what, string period, params string[] by) =>
        _sums.Where(c => c.What == what && c.Period.StartsWith(period, StringComparison.Ordinal) && by.All(c.Dimensions.Contains)).Sum(CountSums.AmountOf);

    /// <summary>The sums of one kind as lines: period, dimensions, amount.</summary>
    public IEnumerable<string> Lines(string what) => _sums.Where(c => c.What == what).Select(c => $"{c.Period} {string.Join(' ', c.Dimensions)} {CountSums.AmountOf(c):0.####}");

    private static List<Act> Told(string source, ActsOf actsOf, IReadOnlyList<NumberedEvent> changes, int portion)
    {
        var acts = new List<Act>();
        foreach (var part in changes.Chunk(portion))
        {
            var told = new ActsDone { Source = source, FirstNumber = part[0].Number, LastNumber = part[^1].Number, Acts = { actsOf(part) } };
            ActRules.Check(told);
            Assert.All(told.Acts, a => Assert.InRange(LengthOf(source, a), 1, LongestEntry));
            acts.AddRange(told.Acts);
        }

        return acts;
    }

    /// <summary>In bytes, as the ledger writes it.</summary>
    public static int LengthOf(string source, Act act) => new ActEntry
    {
        Source = source, First = act.FirstNumber, Last = act.LastNumber, Event = act.EventId, Kind = act.Kind.ToString(), Agency = act.AgencyId, Resource = act.Resource, Revision = act.Revision,
        Digest = act.Digest, Notes = act.Notes, Members = act.Members, Counts = [.. act.Counts.Select(c => new ActCount(c.What, c.Period, c.Dimensions, CountSums.AmountOf(c)))],
        At = act.OccurredAt.ToDateTimeOffset(), Logged = act.OccurredAt.ToDateTimeOffset()
    }.ToBytes().Length;
}
