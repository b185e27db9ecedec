using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>
/// Which release may follow which. Phases go on and never back; the first release of each is FIRST, and the same phase is stated again only as an
/// amendment or a correction.
/// </summary>
public static class ReleaseOrder
{
    /// <param name="latest">Null if there is none yet.</param>
    /// <returns>Null if it may follow.</returns>
    public static Refusal? Find(Release? latest, V1.Phase phase, V1.ReleaseChange change)
    {
        var changes = change is V1.ReleaseChange.Amendment or V1.ReleaseChange.Correction;
        if (latest is null || phase > latest.Content.Phase) return changes ? FinanceRefusals.NothingToChange : null;
        if (phase < latest.Content.Phase) return FinanceRefusals.OutOfPhase;
        return changes ? null : FinanceRefusals.AlreadyDisclosed;
    }

    /// <summary>
    /// An amendment has a time of its own, from its own approval. With that of the release before, it would count as late though it may not be.
    /// </summary>
    public static bool IsApprovedAnew(Release? latest, Content content, V1.ReleaseChange change) =>
        change != V1.ReleaseChange.Amendment || latest is null || content.Approval is null || content.Approval.On != latest.Content.Approval?.On;

    public static void AddNotApprovedAnew(string field, Violations v) =>
        v.Add(field, "NOT_APPROVED_ANEW", "依法调整须填写本次调整的批准（批复）日期，不能沿用上一版的。", "An amendment has the day of its own approval, not that of the release before.");
}
