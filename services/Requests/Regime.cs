using Sunshine.Foundation.Calendar;

namespace Sunshine.Requests;

/// <summary>Which rules besides periods go with a text of the regulation.</summary>
public static class Regime
{
    /// <summary>
    /// Whether it is the text of 2019 or a later one: with proof of identity, receipt by channel, and a rule on too many applications. It is
    /// known by a period that the text of 2008 did not have, so that a correction of the days in force does not part the two.
    /// </summary>
    public static bool IsSince2019(this Regulation text) => text.FindPeriod(PeriodKey.CorrectionNotice) is not null;
}
