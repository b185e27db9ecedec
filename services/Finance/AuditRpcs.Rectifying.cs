using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>What the responsible agency does.</summary>
public sealed partial class AuditRpcs
{
    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.AuditFinding> ReportMeasures(ReportMeasuresRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var found = await OfResponsible(request.Id, caller, cancel);
        var v = new Violations();
        PublicText.Check("measures", request.Measures, AuditRules.LongestText, v, required: true);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        return await Act(found, Step(FindingAct.MeasuresReported, caller, found.Value.Content.ResponsibleAgencyId, request.Measures), cancel);
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.AuditFinding> ClaimRectified(ClaimRectifiedRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var found = await OfResponsible(request.Id, caller, cancel);
        var v = new Violations();
        PublicText.Check("evidence", request.Evidence, AuditRules.LongestText, v, required: true);
        var rectified = AuditRules.CheckRectified("rectifiedAmount", request.RectifiedAmount, found.Value.Content.Amount, required: true, v);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        return await Act(found, Step(FindingAct.RectificationClaimed, caller, found.Value.Content.ResponsibleAgencyId, request.Evidence) with { RectifiedAmount = rectified }, cancel);
    }

    private async Task<Stored<AuditFinding>> OfResponsible(string id, Caller caller, CancellationToken cancel)
    {
        var found = await Find(id, "id", cancel);
        (await agencyCopies.Read(cancel)).RequireActingFor(caller, found.Value.Content.ResponsibleAgencyId);
        return found;
    }
}
