using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>A finding as another system has it, checked.</summary>
/// <param name="Prefix">Of the record, for what is found wrong later.</param>
/// <param name="State">Unspecified if the record tells nothing of it.</param>
internal sealed record AuditFindingImport(
    string Prefix, string Id, string SourceId, string Number, AuditFindingContent Content, V1.FindingState State, DateOnly? StateOn, string StateText, decimal? RectifiedAmount)
{
    public static AuditFindingImport Check(V1.AuditFindingRecord record, string prefix, AgencyCopies.Snapshot agencies, DateOnly today, Violations v)
    {
        var inContent = new Violations($"{prefix}content.");
        var content = AuditRules.Check(record.Content ?? new V1.AuditFindingContent(), agencies, inContent);
        v.Add(inContent);
        v.Enum("state", record.State, required: false);
        var further = record.State is not (V1.FindingState.Unspecified or V1.FindingState.Open);
        if (further) v.Required("stateOn", record.StateOn);
        var on = v.Day("stateOn", record.StateOn);
        if (on > today) v.Add("stateOn", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        PublicText.Check("stateText", record.StateText, AuditRules.LongestText, v, required: further);
        var claims = record.State is V1.FindingState.Rectified or V1.FindingState.Closed;
        if (!claims && record.RectifiedAmount.Length > 0) v.Add("rectifiedAmount", "NOT_RECTIFIED", "只有已整改的问题才有整改金额。", "Only what is put right has one.");
        var rectified = claims ? AuditRules.CheckRectified("rectifiedAmount", record.RectifiedAmount, content.Amount, required: false, v) : null;
        return new AuditFindingImport(prefix, Ids.Of("audit-finding", record.DisclosureId, record.SourceId), record.SourceId, record.Number, content, record.State, on, record.StateText, rectified);
    }

    /// <summary>
    /// What the record adds to a finding. It is held against what came by imports before, not against what is so now: the same record again takes nothing
    /// back that was done here meanwhile.
    /// </summary>
    /// <param name="step">A step of an act, for now.</param>
    /// <returns>The finding itself if that is nothing.</returns>
    public AuditFinding Apply(AuditFinding finding, Func<V1.FindingAct, FindingStep> step, Violations v)
    {
        if (finding.Number != Number) v.Add("number", "IMMUTABLE", $"该问题的编号是 {finding.Number}，不能更改。", $"The finding's number is {finding.Number}, which never changes.");
        if (finding.Steps.Count + 2 > AuditFinding.MostSteps) v.Add("sourceId", "TOO_MANY_STEPS", "该问题的记录次数已达上限。", "The finding has too many steps.");
        var further = State != V1.FindingState.Unspecified && !IsKnown(finding);
        var changed = finding;
        if (finding.Steps.LastOrDefault(s => s is { Imported: true, Content: not null })?.Content != Content)
        {
            if (finding.RectifiedAmount is { } before && !(Content.Amount >= before)) v.Add("content.amount", "BELOW_RECTIFIED", $"不能小于已报告整改的金额 {Map.Number(before)}。", $"Must not be less than what was claimed to be put right, {Map.Number(before)}.");
            var change = step(V1.FindingAct.Changed) with { Content = Content };
            changed = Rectification.Add(finding, further && StateOn is { } day ? change with { On = day } : change, finding.State);
        }

        if (!further) return changed;
        CheckWay(finding, v);
        return v.Any || State == V1.FindingState.Open ? changed : Rectification.Add(changed, step(Rectification.ActTo(State)) with { On = StateOn!.Value, Text = StateText, RectifiedAmount = RectifiedAmount }, State);
    }

    /// <summary>Whether the record's state may follow: in any order but that what was closed must be opened again, and not before the last act.</summary>
    private void CheckWay(AuditFinding finding, Violations v)
    {
        if (State == V1.FindingState.Open) v.Add("state", "NOT_OPEN_ANY_MORE", "已有整改记录，只能重新打开（REOPENED）。", "It is not OPEN any more; it can only be REOPENED.");
        else if (State != V1.FindingState.Reopened && finding.State is (V1.FindingState.Closed or V1.FindingState.NotRequired)) v.Add("state", "CLOSED", "该问题已了结，须先重新打开（REOPENED）。", "It is closed and must be REOPENED first.");
        var last = finding.Steps.LastOrDefault(s => s.Act is not (V1.FindingAct.Recorded or V1.FindingAct.Changed));
        if (last is not null && StateOn < last.On) v.Add("stateOn", "BEFORE_LAST_STEP", $"不能早于上一次记录（{Days.Format(last.On)}）。", $"Must not be before the last step, on {Days.Format(last.On)}.");
    }

    /// <summary>Whether the last state that came by an import is this one.</summary>
    private bool IsKnown(AuditFinding finding)
    {
        var known = finding.Steps.Last(s => s.Imported && s.Act != V1.FindingAct.Changed);
        return known.State == State && (State == V1.FindingState.Open || (known.On, known.Text, known.RectifiedAmount) == (StateOn, StateText, RectifiedAmount));
    }
}
