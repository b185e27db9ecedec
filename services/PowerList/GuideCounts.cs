using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.Powers;

/// <summary>What a guide counts for while it is not taken back: once, on the day of its first edition.</summary>
public static class GuideCounts
{
    public static IEnumerable<Count> Of(Guide? guide) =>
        guide is null || guide.WithdrawalNow() is not null ? [] : [Counts.Of("powers.guides", Counts.Month(guide.Acts[0].On), ("agency", guide.AgencyId))];
}
