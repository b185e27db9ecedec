using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>Editions: one write of the report makes one public, with its event. Before that write nothing has happened; after it, everything.</summary>
public sealed partial class AnnualReportRpcs
{
    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<AnnualReportEdition> PublishAnnualReport(PublishAnnualReportRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var expected = Etags.Revision(request.Etag, "etag", v);
        var read = await FindMine(request.Id, v, context);
        if (read.Value.State == AnnualReportState.Published) return await editions.Read(read.Value.Editions[^1], context.CancellationToken);
        // One that was published before and changed since is reissued, with a reason.
        if (read.Value.Published) throw ReportsRefusals.WrongState.Of(read.Value.State.Name());
        Require(read.Value, AnnualReportState.Cleared);
        return await Issue(read, ReportAct.Published, "", "", expected, context);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<AnnualReportEdition> ReissueAnnualReport(ReissueAnnualReportRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.RequestId(request.RequestId);
        var expected = Etags.Revision(request.Etag, "etag", v);
        AnnualReportRules.Reason("reason", request.Reason, v);
        var read = await FindMine(request.Id, v, context);
        var key = Ids.Of("reissue", Caller.Of(context).Subject, request.RequestId);
        if (read.Value.Editions.FirstOrDefault(e => e.RequestKey == key) is { } repeated) return await editions.Read(repeated, context.CancellationToken);
        if (!read.Value.Published) throw ReportsRefusals.NotPublished.Of();
        Require(read.Value, AnnualReportState.Published, AnnualReportState.Cleared);
        return await Issue(read, ReportAct.Reissued, request.Reason.Trim(), key, expected, context);
    }

    [AllowAnonymous]
    public override async Task<ListAnnualReportEditionsResponse> ListAnnualReportEditions(ListAnnualReportEditionsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, place) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        var report = (await FindPublished(request.Id, v, context)).Value;
        var from = place is null ? report.Editions.Count : PageTokens.Position(place);
        var response = new ListAnnualReportEditionsResponse { NextPageToken = PageTokens.Of(from > size ? $"{from - size}" : null, request) };
        foreach (var reference in report.Editions.Take(from).Reverse().Take(size))
        {
            var edition = await editions.Read(reference, context.CancellationToken);
            edition.Sections.Clear();
            edition.Report = null;
            edition.Stated.Clear();
            edition.Findings.Clear();
            edition.Waivers.Clear();
            response.Editions.Add(edition);
        }

        return response;
    }

    [AllowAnonymous]
    public override async Task<AnnualReportEdition> GetAnnualReportEdition(GetAnnualReportEditionRequest request, ServerCallContext context)
    {
        var report = (await FindPublished(request.Id, new Violations(), context)).Value;
        return await editions.Read(report.Editions.FirstOrDefault(e => e.Number == request.Number) ?? throw ReportsRefusals.NoSuchEdition.Of(), context.CancellationToken);
    }

    private async Task<AnnualReportEdition> Issue(Stored<AnnualReport> read, ReportAct act, string reason, string requestKey, long? expected, ServerCallContext context)
    {
        var (report, cancel) = (read.Value, context.CancellationToken);
        if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);
        var found = await checking.Check(report, clock.Today, cancel);
        found.RequireNoErrors(report);
        var now = time.GetUtcNow();
        var agencies = await agencyCopies.Read(cancel);
        var (reference, edition) = await editions.Store(report, found, agencies.NameOf(report.AgencyId), reason, requestKey, now, cancel);
        if (act == ReportAct.Reissued && report.State == AnnualReportState.Published && edition.FigureDifferences.Count + edition.SectionDifferences.Count == 0) throw ReportsRefusals.NothingDiffers.Of();
        var step = new Step(act, Caller.Of(context).Subject, now, reason, reference.Number, found.ErrorCount);
        var issued = Found(report, found) with { State = AnnualReportState.Published, Editions = [.. report.Editions, reference], Steps = [.. report.Steps, step] };
        await collections.Reports.Replace(issued.Id, read, issued, expected, null, cancel, Topics.Outgoing(EventOf(edition, now), time));
        return edition;
    }

    private static ReportPublished EventOf(AnnualReportEdition edition, DateTimeOffset now)
    {
        var happened = new ReportPublished
        {
            ReportId = edition.ReportId, Edition = edition.Number, AgencyId = edition.AgencyId, Year = edition.Year, Form = edition.Form, PublishedOn = edition.PublishedOn, DueOn = edition.DueOn,
            Late = edition.Late, Digest = edition.Digest, Basis = edition.Report.Basis, OccurredAt = now.ToTimestamp()
        };
        // A further edition is the same report.
        if (edition.Number > 1) return happened;
        var count = new Foundation.V1.Count { What = "reports.published", Period = edition.PublishedOn[..7], Amount = "1" };
        count.Dimensions.Add([$"agency={edition.AgencyId}", $"form={edition.Form.Name()}", $"late={(edition.Late ? "true" : "false")}"]);
        happened.Counts.Add(count);
        return happened;
    }

    private async Task<Stored<AnnualReport>> FindPublished(string id, Violations v, ServerCallContext context)
    {
        var found = await Find(id, v, context);
        return found.Value.Published ? found : throw ReportsRefusals.NoSuchAnnualReport.Of();
    }
}
