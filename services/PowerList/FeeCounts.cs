using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.Powers;

/// <summary>What an item of the fee catalogue counts for: one more from the first day on which it may be charged, one less from the day after the last. Those in force at a month's end are the sum of all months until then.</summary>
public static class FeeCounts
{
    public static IEnumerable<Count> Of(FeeItem? item)
    {
        if (item?.Live().Content is not { } content) yield break;
        yield return Moved(1, content.ValidFrom);
        if (content.ValidUntil is { } last && last < DateOnly.MaxValue) yield return Moved(-1, last.AddDays(1));

        Count Moved(int amount, DateOnly on) =>
            Counts.Of(amount, "powers.fees-items", Counts.Month(on), ("agency", item.AgencyId), ("kind", content.Kind.ShortName()), ("non-tax-kind", content.NonTaxKind.ShortName()));
    }
}
