using Sunshine.Foundation.Calendar;

namespace Sunshine.Requests;

/// <summary>
/// Until when a case is accepted and decided, by the text of the law in force when it was received (行政复议法 2023 art. 30, 62; 行政诉讼法
/// art. 81, 83). No law sets a time for complaints, and none that is known here one for accepting a suit.
/// </summary>
public static class CaseDeadline
{
    /// <summary>A higher court may approve any time; more than this, in months, is a slip of the pen.</summary>
    private const int LongestOfSuit = 24;

    /// <summary>Null if no text that is known sets a period for what comes next.</summary>
    public static DueDate? Of(Case of, Law law)
    {
        var (key, reason) = (of.Kind, of.AcceptedOn) switch
        {
            (V1.CaseKind.Review, null) => (PeriodKey.ReviewAcceptance, "收到复议申请"),
            (V1.CaseKind.Review, _) => (of.Summary ? PeriodKey.ReviewSummaryDecision : PeriodKey.ReviewDecision, "受理复议申请"),
            (V1.CaseKind.Suit, not null) => (of.Summary ? PeriodKey.SummaryJudgment : PeriodKey.Judgment, "立案"),
            _ => ((PeriodKey?)null, "")
        };
        if (key is null || TextOf(of, law)?.FindPeriod(key.Value) is not { } period) return null;
        var clock = new List<ClockEntry> { new Started(of.AcceptedOn ?? of.ReceivedOn, new Cause(reason)) };
        if (of.ExtendedOn is { } on) clock.Add(new Extended(on, of.ExtendedBy, new Cause("延长期限")));
        return new DueDate(law.WorkingDays, period, clock);
    }

    /// <summary>In the unit of the period.</summary>
    public static int LongestExtension(Case of, Law law) =>
        of.Kind == V1.CaseKind.Suit ? LongestOfSuit : TextOf(of, law)?.FindPeriod(PeriodKey.ReviewDecisionExtension)?.Length ?? 0;

    private static Regulation? TextOf(Case of, Law law) =>
        law.Regulations.Find(of.ReceivedOn, of.Kind == V1.CaseKind.Suit ? Statute.Litigation : Statute.Review);
}
