using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>What the auditing agency does.</summary>
public sealed partial class AuditRpcs
{
    private static readonly string[] Changeable = ["content"];

    [Allow(Roles.Auditor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.AuditFinding> CreateAuditFinding(CreateAuditFindingRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.Finding ?? new V1.AuditFinding();
        var agencies = await KnownAgencies(given.Content, cancel);
        var (v, inContent) = (new Violations(), new Violations("finding.content."));
        v.RequestId(request.RequestId);
        var report = await FindReport("finding.disclosureId", given.DisclosureId, v, cancel);
        AuditRules.CheckNumber("finding.number", given.Number, v);
        var content = AuditRules.Check(given.Content ?? new V1.AuditFindingContent(), agencies, inContent);
        v.Add(inContent);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, report!.Identity.AgencyId);

        var key = Ids.Of("create-audit-finding", caller.Subject, request.RequestId);
        var step = Step(V1.FindingAct.Recorded, caller, report.Identity.AgencyId, "") with { Number = 1, State = FindingState.Open, Content = content };
        var finding = New(key, report, given.Number, step) with { RequestKey = key };
        var written = (await audits.Findings.Write([Write.Create(key, finding, EventOf(finding, step))], cancel))[0];
        var stored = written.Outcome == WriteOutcome.Done ? new Stored<AuditFinding>(finding, written.Revision) : await audits.Findings.Get(key, cancel);
        return stored is not null ? await Shown(stored, cancel) : throw AuditRefusals.FindingExists.Of(given.Number);
    }

    [Allow(Roles.Auditor, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.AuditFinding> UpdateAuditFinding(UpdateAuditFindingRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.Finding ?? new V1.AuditFinding();
        var found = await OfAuditor(given.Id, "finding.id", caller, cancel);
        var (v, inContent) = (new Violations(), new Violations("finding.content."));
        var expected = Etags.Revision(given.Etag, "finding.etag", v);
        var changed = new V1.AuditFinding { Content = AuditMap.ToProto(found.Value.Content) };
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        var content = AuditRules.Check(changed.Content ?? new V1.AuditFindingContent(), await KnownAgencies(changed.Content, cancel), inContent);
        if (found.Value.RectifiedAmount is { } rectified && !(content.Amount >= rectified)) inContent.Add("amount", "BELOW_RECTIFIED", $"不能小于已报告整改的金额 {Map.Number(rectified)}。", $"Must not be less than what was claimed to be put right, {Map.Number(rectified)}.");
        v.Add(inContent);
        PublicText.Check("reason", request.Reason, AuditRules.LongestReason, v, required: true);
        v.ThrowIfAny();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        if (content == found.Value.Content) return await Shown(found, cancel);
        return await Act(found, Step(V1.FindingAct.Changed, caller, found.Value.AuditingAgencyId, request.Reason) with { Content = content }, cancel);
    }

    [Allow(Roles.Auditor, Roles.Admin)]
    public override async Task<V1.AuditFinding> CloseAuditFinding(CloseAuditFindingRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var found = await OfAuditor(request.Id, "id", caller, cancel);
        var v = new Violations();
        PublicText.Check("verification", request.Verification, AuditRules.LongestText, v, required: true);
        v.Required("etag", request.Etag);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        if (!found.Value.MayClose(caller.Subject)) throw AuditRefusals.OwnClaim.Of();
        if (expected != found.Revision) throw Etags.Stale(found.Revision);
        return await Act(found, Step(V1.FindingAct.Closed, caller, found.Value.AuditingAgencyId, request.Verification), cancel);
    }

    [Allow(Roles.Auditor, Roles.Admin)]
    public override async Task<V1.AuditFinding> ReopenAuditFinding(ReopenAuditFindingRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var found = await OfAuditor(request.Id, "id", caller, cancel);
        var v = new Violations();
        PublicText.Check("reason", request.Reason, AuditRules.LongestReason, v, required: true);
        var by = v.Day("rectifyBy", request.RectifyBy);
        if (by < clock.Today) v.Add("rectifyBy", "IN_PAST", "不能早于今天。", "Must not be before today.");
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        var step = Step(V1.FindingAct.Reopened, caller, found.Value.AuditingAgencyId, request.Reason);
        return await Act(found, by is null ? step : step with { Content = found.Value.Content with { RectifyBy = by } }, cancel);
    }

    [Allow(Roles.Auditor, Roles.Admin)]
    public override async Task<V1.AuditFinding> DismissAuditFinding(DismissAuditFindingRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var found = await OfAuditor(request.Id, "id", caller, cancel);
        var v = new Violations();
        PublicText.Check("reason", request.Reason, AuditRules.LongestReason, v, required: true);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        return await Act(found, Step(V1.FindingAct.Dismissed, caller, found.Value.AuditingAgencyId, request.Reason), cancel);
    }

    /// <summary>Does one step, if the state allows it.</summary>
    private async Task<V1.AuditFinding> Act(Stored<AuditFinding> found, FindingStep step, CancellationToken cancel)
    {
        Rectification.Require(found.Value, step.Act);
        return await Shown(await Save(found, Rectification.Add(found.Value, step, Rectification.After(found.Value, step.Act)), cancel), cancel);
    }

    private static AuditFinding New(string id, Disclosure report, string number, FindingStep step) => new()
    {
        Id = id, DisclosureId = report.Id, FiscalYear = report.Identity.FiscalYear, AuditingAgencyId = report.Identity.AgencyId, Number = number, CreatedAt = step.RecordedAt,
        UpdatedAt = step.RecordedAt, Steps = [step]
    };

    private async Task<Stored<AuditFinding>> OfAuditor(string id, string field, Caller caller, CancellationToken cancel)
    {
        var found = await Find(id, field, cancel);
        (await agencyCopies.Read(cancel)).RequireActingFor(caller, found.Value.AuditingAgencyId);
        return found;
    }

    /// <summary>Null if something is wrong with it.</summary>
    private async Task<Disclosure?> FindReport(string field, string id, Violations v, CancellationToken cancel)
    {
        v.Required(field, id);
        v.Text(field, id, 64);
        var report = id.Length is 0 or > 64 ? null : (await collections.Disclosures.Get(id, cancel))?.Value;
        CheckReport(field, id, report, v);
        return report;
    }

    private static void CheckReport(string field, string id, Disclosure? report, Violations v)
    {
        if (id.Length is 0 or > 64) return;
        if (report is null || report.Withdrawn) v.Add(field, "NO_SUCH_DISCLOSURE", "没有这份审计报告。", "There is no such report.");
        else if (report.Identity.Kind != DisclosureKind.AuditReport) v.Add(field, "NOT_AN_AUDIT_REPORT", "不是审计报告。", "Not an audit report.");
    }

    private async Task<AgencyCopies.Snapshot> KnownAgencies(V1.AuditFindingContent? content, CancellationToken cancel)
    {
        await agencyCopies.ReadWith(content?.AuditedAgencyId ?? "", cancel);
        return await agencyCopies.ReadWith(content?.ResponsibleAgencyId ?? "", cancel);
    }
}
