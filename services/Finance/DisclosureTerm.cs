using Sunshine.Foundation.Calendar;

namespace Sunshine.Finance;

/// <summary>
/// The time for disclosing what was approved: the finance department 20 days from approval (批准), a department 20 days from the handing down of its own
/// (批复), all days counted (预算法, art. 14). The numbers are in the calendar file.
/// </summary>
public sealed class DisclosureTerm(LegalCalendar calendar)
{
    private static readonly Cause Approved = new("批准、批复");

    /// <param name="On">The last day in time.</param>
    /// <param name="Basis">The law with its article.</param>
    public sealed record Term(DateOnly On, string Basis);

    /// <summary>Null where the law sets no time: of what is only proposed, of procurement, special funds and audit reports, and before the law was so.</summary>
    public Term? Of(V1.DisclosureKind kind, V1.FinanceLevel level, V1.Phase phase, DateOnly? approvedOn)
    {
        if (approvedOn is not { } day || phase == V1.Phase.Proposed || !HasTerm(kind)) return null;
        var key = level == V1.FinanceLevel.Government ? PeriodKey.FinanceDisclosure : PeriodKey.DepartmentFinanceDisclosure;
        if (calendar.Regulations.Find(day, Statute.Budget)?.FindPeriod(key) is not { } period) return null;
        return new DueDate(calendar.WorkingDays, period, new Started(day, Approved)).Day is { } due ? new Term(due, period.Citation) : null;
    }

    private static bool HasTerm(V1.DisclosureKind kind) =>
        kind is V1.DisclosureKind.Budget or V1.DisclosureKind.AdjustedBudget or V1.DisclosureKind.FinalAccounts or V1.DisclosureKind.ThreePublic or V1.DisclosureKind.Debt;
}
