using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>
/// How a finding goes from being open to being closed (整改). Who is responsible reports measures and claims; who audits verifies and closes, opens
/// again, or decides that nothing need be done.
/// </summary>
public static class Rectification
{
    private static readonly V1.FindingState[] Open = [V1.FindingState.Open, V1.FindingState.Rectifying, V1.FindingState.Reopened];

    private static readonly Dictionary<V1.FindingAct, (V1.FindingState[] From, V1.FindingState To)> Acts = new()
    {
        [V1.FindingAct.MeasuresReported] = (Open, V1.FindingState.Rectifying),
        [V1.FindingAct.RectificationClaimed] = (Open, V1.FindingState.Rectified),
        [V1.FindingAct.Closed] = ([V1.FindingState.Rectified], V1.FindingState.Closed),
        [V1.FindingAct.Reopened] = ([V1.FindingState.Rectified, V1.FindingState.Closed, V1.FindingState.NotRequired], V1.FindingState.Reopened),
        [V1.FindingAct.Dismissed] = (Open, V1.FindingState.NotRequired)
    };

    /// <summary>The act that leads to a state; unspecified to OPEN, which is where a finding begins.</summary>
    public static V1.FindingAct ActTo(V1.FindingState state) => Acts.FirstOrDefault(a => a.Value.To == state).Key;

    /// <summary>Whether the responsible agency does it; else the auditing one.</summary>
    public static bool IsOfResponsible(V1.FindingAct act) => act is V1.FindingAct.MeasuresReported or V1.FindingAct.RectificationClaimed;

    /// <exception cref="RefusedException">The state does not allow it.</exception>
    public static void Require(AuditFinding finding, V1.FindingAct act)
    {
        // What is closed or dismissed stands as it was decided on; it must be opened again first.
        var allowed = act == V1.FindingAct.Changed ? finding.State is not (V1.FindingState.Closed or V1.FindingState.NotRequired) : Acts[act].From.Contains(finding.State);
        if (!allowed) throw AuditRefusals.WrongState.Of(finding.State.Name());
        if (finding.Steps.Count >= AuditFinding.MostSteps) throw AuditRefusals.TooManySteps.Of();
    }

    /// <summary>The state after an act; a change of what is said leaves it.</summary>
    public static V1.FindingState After(AuditFinding finding, V1.FindingAct act) => act == V1.FindingAct.Changed ? finding.State : Acts[act].To;

    /// <summary>Adds a step; its number and the state after it are set here.</summary>
    public static AuditFinding Add(AuditFinding finding, FindingStep step, V1.FindingState state) => finding with
    {
        UpdatedAt = step.RecordedAt, Steps = [.. finding.Steps, step with { Number = finding.Steps.Count + 1, State = state }]
    };
}
