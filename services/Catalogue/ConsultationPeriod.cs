using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>
/// How long the public has for its opinions: so many days, and fewer only for a stated reason and never fewer than a second number
/// (重大行政决策程序暂行条例 art. 15). Both numbers are in the calendar file, marked as from memory.
/// </summary>
public static class ConsultationPeriod
{
    /// <param name="law">The text in force on the day it is opened; null if there is none yet, and then no limit.</param>
    public static void Check(DateOnly opensOn, DateOnly closesOn, string shorteningReason, Regulation? law, DateOnly today, Violations v)
    {
        if (opensOn < today) v.Add("opensOn", "IN_THE_PAST", "起始日不能早于公布之日。", "Must not be before the day of publication.");
        if (closesOn < opensOn)
        {
            v.Add("closesOn", "BEFORE_START", "截止日不能早于起始日。", "Must not be before the first day.");
            return;
        }

        var days = closesOn.DayNumber - opensOn.DayNumber + 1;
        if (law?.FindPeriod(PeriodKey.DecisionConsultation) is not { } normal || days >= normal.Length) return;
        if (shorteningReason.Trim().Length == 0)
        {
            v.Add("shorteningReason", "REQUIRED", $"征求意见仅 {days} 日，少于 {normal.Length} 日，须说明理由（{normal.Citation}）。",
                $"The period has {days} days; fewer than {normal.Length} need a reason ({normal.Citation}).");
        }

        if (law.FindPeriod(PeriodKey.DecisionConsultationShortened) is { } least && days < least.Length)
        {
            v.Add("closesOn", "TOO_SHORT", $"征求意见仅 {days} 日，不得少于 {least.Length} 日（{least.Citation}）。",
                $"The period has {days} days; it must have at least {least.Length} ({least.Citation}).");
        }
    }
}
