using System.Globalization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance;

/// <summary>
/// What a disclosure counts for, as <see cref="DisclosureTally"/> counts it in a calendar year: once, on the day of its first release, and late if the first release that is more than a
/// proposal was. What is taken back counts nowhere.
/// </summary>
public static class DisclosureCounts
{
    public static IEnumerable<Count> Of(Disclosure? disclosure)
    {
        if (disclosure is null or { Withdrawn: true }) yield break;
        var (identity, month) = (disclosure.Identity, Counts.Month(disclosure.FirstPublishedOn));
        yield return Counts.Of("finance.disclosures", month, ("agency", identity.AgencyId), ("fiscal-year", identity.FiscalYear.ToString(CultureInfo.InvariantCulture)),
            ("kind", identity.Kind.ShortName()), ("level", identity.Level.ShortName()));
        if (disclosure.Releases.FirstOrDefault(Fulfilment.Fulfils)?.Timeliness == V1.Timeliness.Late)
            yield return Counts.Of("finance.late", month, ("agency", identity.AgencyId), ("kind", identity.Kind.ShortName()));
    }
}
