using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>A list as it was just after one of its batches.</summary>
/// <param name="Batch">The batch's number; 0: before the first one.</param>
/// <param name="Day">The day that was asked for; of a batch, the one on which it took effect or today, whichever is later.</param>
public readonly record struct Moment(ListSnapshot List, int Batch, DateOnly Day)
{
    /// <summary>A list at the beginning of a day, or just after a batch; today without either.</summary>
    /// <param name="day">ISO 8601; empty for none.</param>
    /// <param name="batchId">Empty for none.</param>
    /// <param name="fields">The names that day and batch have in the request.</param>
    public static Moment Of(ListSnapshot list, string day, string batchId, DateOnly today, (string Day, string Batch) fields)
    {
        var v = new Violations();
        var on = v.Day(fields.Day, day);
        if (day.Length > 0 && batchId.Length > 0) v.Add(fields.Batch, "DAY_GIVEN", "日期与批次只能指定其一。", "Give either a day or a batch.");
        var number = batchId.Length == 0 ? 0 : list.List.NumberOf(batchId);
        if (batchId.Length > 0 && number == 0) v.Add(fields.Batch, "NO_SUCH_BATCH", "清单没有这个批次。", "The list has no such batch.");
        v.ThrowIfAny();
        if (number > 0) return new Moment(list, number, list.List.Batches[number - 1].EffectiveOn is var effective && effective > today ? effective : today);
        return new Moment(list, list.List.BatchOn(on ?? today), on ?? today);
    }

    /// <summary>The same list at a batch that a page token names.</summary>
    /// <exception cref="BadPlaceException">It has no such batch.</exception>
    public Moment At(int batch) => batch <= List.List.Batches.Count ? this with { Batch = batch } : throw new BadPlaceException($"There is no batch {batch}.");

    public IEnumerable<Line> Powers => List.HeldAt(Batch);
}
