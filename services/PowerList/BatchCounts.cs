using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.Powers;

/// <summary>
/// What a batch counts for on the day it takes effect: itself, what it did to powers, and by how much the powers that are held become more or fewer, by kind. The powers held are the sum of
/// all months until then. Not by whose they are: the first batch of a city would count for more than an entry of the log holds.
/// </summary>
public static class BatchCounts
{
    /// <param name="rows">Of the batch's balance.</param>
    public static IReadOnlyList<Count> Of(PowerList list, DateOnly effectiveOn, Tally total, IReadOnlyList<BalanceSheet.Row> rows)
    {
        var (month, agency, level) = (Counts.Month(effectiveOn), ("agency", list.Id), ("level", list.Level.ShortName()));
        var done = new[]
        {
            ("batches", 1), ("added", total.Added), ("taken-over", total.TakenOver), ("cancelled", total.Cancelled), ("delegated", total.Delegated), ("merged-away", total.MergedAway),
            ("merged-into", total.MergedInto), ("split-away", total.SplitAway), ("split-into", total.SplitInto), ("renamed", total.Renamed), ("changed", total.Changed)
        };
        var held = rows.GroupBy(r => r.Kind).Select(k => Counts.Of(k.Sum(r => r.Tally.Closing - r.Tally.Opening), "powers.held", month, agency, level, ("kind", k.Key.ShortName())));
        return Counts.Sum(done.Select(d => Counts.Of(d.Item2, "powers." + d.Item1, month, agency, level)).Concat(held));
    }
}
