using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>From the agency to the one above it, and back.</summary>
public sealed partial class AnnualReportRpcs
{
    [Allow(Roles.Editor, Roles.Admin)]
    public override async Task<V1.AnnualReport> SubmitAnnualReport(SubmitAnnualReportRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var read = await FindMine(request.Id, v, context);
        Require(read.Value, AnnualReportState.Draft, AnnualReportState.Returned);
        if (clock.Today.Year <= read.Value.Year) throw ReportsRefusals.YearNotOver.Of($"{read.Value.Year}");
        return await Go(read, AnnualReportState.Submitted, ReportAct.Submitted, expected, context);
    }

    [Allow(Roles.Supervisor, Roles.Admin)]
    public override async Task<V1.AnnualReport> ReturnAnnualReport(ReturnAnnualReportRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        AnnualReportRules.Reason("reason", request.Reason, v);
        var read = await FindDecidable(request.Id, v, context);
        Require(read.Value, AnnualReportState.Submitted, AnnualReportState.Cleared);
        RequireOther(read.Value, context);
        // Whatever is found in it, it can go back.
        var now = time.GetUtcNow();
        var returned = read.Value with
        {
            State = AnnualReportState.Returned, UpdatedAt = now, Steps = [.. read.Value.Steps, new Step(ReportAct.Returned, Caller.Of(context).Subject, now, request.Reason.Trim())]
        };
        return Shown(await collections.Reports.Replace(returned.Id, read, returned, expected, null, context.CancellationToken), await agencyCopies.Read(context.CancellationToken));
    }

    [Allow(Roles.Supervisor, Roles.Admin)]
    public override async Task<V1.AnnualReport> ClearAnnualReport(ClearAnnualReportRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var read = await FindDecidable(request.Id, v, context);
        Require(read.Value, AnnualReportState.Submitted);
        RequireOther(read.Value, context);
        return await Go(read, AnnualReportState.Cleared, ReportAct.Cleared, expected, context);
    }

    /// <summary>A step that no error may stand in the way of.</summary>
    private async Task<V1.AnnualReport> Go(Stored<AnnualReport> read, AnnualReportState state, ReportAct act, long? expected, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);
        var found = await checking.Check(read.Value, clock.Today, cancel);
        found.RequireNoErrors(read.Value);
        var step = new Step(act, Caller.Of(context).Subject, time.GetUtcNow(), Errors: found.ErrorCount);
        var gone = Found(read.Value, found) with { State = state, Steps = [.. read.Value.Steps, step] };
        return Shown(await collections.Reports.Replace(gone.Id, read, gone, expected, null, cancel), await agencyCopies.Read(cancel));
    }

    /// <summary>One of an agency below the caller's.</summary>
    private async Task<Stored<AnnualReport>> FindDecidable(string id, Violations v, ServerCallContext context)
    {
        var found = await FindMine(id, v, context);
        var (caller, agencyId) = (Caller.Of(context), found.Value.AgencyId);
        // The successor of one that is no more may act for it, but is not above it.
        var above = caller.IsUnbounded || (caller.Agency != agencyId && (await agencyCopies.Read(context.CancellationToken)).IsWithin(agencyId, caller.Agency!));
        return above ? found : throw ReportsRefusals.NotAbove.Of();
    }

    private static void RequireOther(AnnualReport report, ServerCallContext context)
    {
        if (report.SubmittedBy == Caller.Of(context).Subject) throw ReportsRefusals.OwnSubmission.Of();
    }
}
