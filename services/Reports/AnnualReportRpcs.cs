using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>The rpcs of <c>sunshine.reports.v1.AnnualReportService</c>: writing and reading reports. Steps, editions and what is outstanding: the other parts.</summary>
public sealed partial class AnnualReportRpcs(
    Collections collections, Checking checking, Editions editions, [FromKeyedServices(ReportsModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time)
    : AnnualReportService.AnnualReportServiceBase
{
    private static readonly string[] Changeable = ["sections", "stated", "waivers"];

    [Allow(Roles.Editor, Roles.Admin)]
    public override async Task<V1.AnnualReport> CreateAnnualReport(CreateAnnualReportRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.AnnualReport ?? new V1.AnnualReport();
        var agencies = await agencyCopies.ReadWith(given.AgencyId, cancel);
        var v = new Violations();
        v.RequestId(request.RequestId);
        var inner = new Violations("annualReport.");
        agencies.RequireKnown("agencyId", given.AgencyId, inner);
        if (given.Year < 2008 || given.Year > clock.Today.Year) inner.Add("year", "OUT_OF_RANGE", $"须在 2008 至 {clock.Today.Year} 之间。", $"Must be from 2008 to {clock.Today.Year}.");
        inner.Enum("form", given.Form, required: false);
        inner.Enum("publisher", given.Publisher, required: false);
        v.AddUnder(inner);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);
        var form = given.Form != Form.Unspecified ? given.Form : Definitions.FormOf(given.Year) ?? throw ReportsRefusals.NoForm.Of($"{given.Year}");
        var (sections, stated) = (AnnualReportRules.Sections(given.Year, given.Sections, inner), AnnualReportRules.Stated(form, given.Stated, inner));
        AnnualReportRules.Waivers(given.Waivers, inner);
        v.AddUnder(inner);
        v.ThrowIfAny();

        var (now, key) = (time.GetUtcNow(), Ids.Of("annual-report", caller.Subject, request.RequestId));
        var begun = new AnnualReport
        {
            Id = AnnualReport.IdOf(given.AgencyId, given.Year), AgencyId = given.AgencyId, Year = given.Year, Form = form, RequestKey = key, Sections = sections, Stated = stated,
            Publisher = given.Publisher != ReportPublisher.Unspecified ? given.Publisher : PublisherOf(given.AgencyId, agencies), Steps = [new Step(ReportAct.Created, caller.Subject, now)], CreatedAt = now
        };
        if (await collections.Reports.Get(begun.Id, cancel) is { } there) return Shown(Mine(there, key), agencies);
        var found = await checking.Check(begun, clock.Today, cancel);
        return Shown(Mine(await collections.Reports.CreateOnce(begun.Id, Found(Settle(begun, given.Waivers, found, caller), found), null, cancel), key), agencies);
    }

    [AllowAnonymous]
    public override async Task<V1.AnnualReport> GetAnnualReport(GetAnnualReportRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var found = await Find(request.Id, new Violations(), context);
        if (agencies.MayActFor(Caller.Of(context), found.Value.AgencyId)) return Shown(found, agencies);
        return found.Value.Published ? AnnualReportMap.ToPublic(found.Value, agencies, clock.Today) : throw ReportsRefusals.NoSuchAnnualReport.Of();
    }

    [AllowAnonymous]
    public override async Task<ListAnnualReportsResponse> ListAnnualReports(ListAnnualReportsRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        if (request.Year != 0) CheckYear(request.Year, v);
        v.Enum("state", request.State, required: false);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();

        var inside = request.AgencyId.Length > 0 ? agencies.MayActFor(caller, request.AgencyId) : caller.IsUnbounded;
        var response = new ListAnnualReportsResponse();
        if (!inside && request.State is not (AnnualReportState.Unspecified or AnnualReportState.Published)) return response;
        var filters = new List<FacetFilter<AnnualReport>>();
        if (!inside) filters.Add(AnnualReportCollection.Shown.In(AnnualReportCollection.Public));
        else if (request.State != AnnualReportState.Unspecified) filters.Add(AnnualReportCollection.State.In(request.State.Name()));
        if (request.AgencyId.Length > 0) filters.Add(AnnualReportCollection.Agency.In(agencies.SelfAndBelow(request.AgencyId)));
        if (request.Year != 0) filters.Add(AnnualReportCollection.Year.In(request.Year.ToString(CultureInfo.InvariantCulture)));
        var page = await collections.Reports.Search(new SearchQuery<AnnualReport> { Filters = filters, Size = size, After = after }, cancel);
        response.NextPageToken = PageTokens.Of(page.Next, request);
        response.AnnualReports.Add(page.Documents.Select(d => inside ? AnnualReportMap.ToListed(d, agencies, clock.Today) : AnnualReportMap.ToPublic(d.Value, agencies, clock.Today)));
        return response;
    }

    [Allow(Roles.Editor, Roles.Admin)]
    public override async Task<V1.AnnualReport> UpdateAnnualReport(UpdateAnnualReportRequest request, ServerCallContext context)
    {
        var (caller, cancel) = (Caller.Of(context), context.CancellationToken);
        var given = request.AnnualReport ?? new V1.AnnualReport();
        var v = new Violations();
        var inner = new Violations("annualReport.");
        var expected = Etags.Revision(given.Etag, "etag", inner);
        v.AddUnder(inner);
        var read = await FindMine(given.Id, v, context, "annualReport.id");
        var report = read.Value;
        var changed = new V1.AnnualReport();
        changed.Sections.Add(AnnualReportMap.ToProto(report.Year, report.Sections));
        changed.Stated.Add(report.Stated.Select(AnnualReportMap.ToProto));
        changed.Waivers.Add(report.Waivers.Select(AnnualReportMap.ToProto));
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        inner = new Violations("annualReport.");
        var (sections, stated) = (AnnualReportRules.Sections(report.Year, changed.Sections, inner), AnnualReportRules.Stated(report.Form, changed.Stated, inner));
        AnnualReportRules.Waivers(changed.Waivers, inner);
        v.AddUnder(inner);
        v.ThrowIfAny();
        Require(report, AnnualReportState.Draft, AnnualReportState.Returned, AnnualReportState.Published);
        if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);

        var next = report with { Sections = sections, Stated = stated };
        if (report.State == AnnualReportState.Published) next = next with { State = AnnualReportState.Draft, Steps = [.. report.Steps, new Step(ReportAct.Reopened, caller.Subject, time.GetUtcNow())] };
        var found = await checking.Check(next, clock.Today, cancel);
        next = Found(Settle(next, changed.Waivers, found, caller), found);
        return Shown(await collections.Reports.Replace(next.Id, read, next, expected, null, cancel), await agencyCopies.Read(cancel));
    }

    /// <summary>One that was made by this call before, or by another one.</summary>
    private static Stored<AnnualReport> Mine(Stored<AnnualReport> there, string key) => there.Value.RequestKey == key ? there : throw ReportsRefusals.ReportExists.Of(there.Value.Id);

    /// <summary>
    /// With its waivers: of one that is there already who made it and when stays; a new one must be of a finding that there is. Refuses what the agency states and the ledger tells as well.
    /// </summary>
    private AnnualReport Settle(AnnualReport report, IReadOnlyList<FindingWaiver> given, CheckedReport found, Caller caller)
    {
        var v = new Violations("annualReport.");
        AnnualReportRules.Untold(report.Stated, found.Computed, v);
        var waivers = new List<Waiver>();
        for (var i = 0; i < given.Count; i++)
        {
            var (waiver, reason) = (given[i], given[i].Reason.Trim());
            if (report.Waivers.FirstOrDefault(w => (w.Rule, w.Place, w.Reason) == (waiver.Rule, waiver.Place, reason)) is { } known)
            {
                waivers.Add(known);
                continue;
            }

            if (!found.Findings.Any(f => (f.Rule, f.Place) == (waiver.Rule, waiver.Place))) v.Add($"waivers[{i}]", "NO_SUCH_FINDING", "报告没有这个问题，无须说明。", "The report has no such finding.");
            waivers.Add(new Waiver(waiver.Rule, waiver.Place, reason, caller.Subject, time.GetUtcNow()));
        }

        v.ThrowIfAny();
        return report with { Waivers = waivers };
    }

    /// <summary>With what was found, now.</summary>
    private AnnualReport Found(AnnualReport report, CheckedReport found)
    {
        var basis = found.Computed.Basis;
        return report with { Findings = found.Findings, Basis = new LogBasis(basis.Origin, basis.TreeSize, basis.RootHash), UpdatedAt = time.GetUtcNow() };
    }

    private static ReportPublisher PublisherOf(string agencyId, AgencyCopies.Snapshot agencies) =>
        agencies.Find(agencyId)?.ParentId.Length == 0 || agencies.SelfAndBelow(agencyId).Count > 1 ? ReportPublisher.Government : ReportPublisher.Department;

    private static void CheckYear(int year, Violations v)
    {
        if (year is < 2008 or > 2200) v.Add("year", "OUT_OF_RANGE", "须在 2008 至 2200 之间。", "Must be from 2008 to 2200.");
    }

    private static void Require(AnnualReport report, params ReadOnlySpan<AnnualReportState> states)
    {
        if (!states.Contains(report.State)) throw ReportsRefusals.WrongState.Of(report.State.Name());
    }

    /// <summary>Whoever's it is. Refuses with all that is wrong, the id too.</summary>
    private async Task<Stored<AnnualReport>> Find(string id, Violations v, ServerCallContext context, string field = "id")
    {
        v.Required(field, id);
        v.Text(field, id, 64);
        v.ThrowIfAny();
        return await collections.Reports.Get(id, context.CancellationToken) ?? throw ReportsRefusals.NoSuchAnnualReport.Of();
    }

    /// <summary>One of an agency that the caller may act for.</summary>
    private async Task<Stored<AnnualReport>> FindMine(string id, Violations v, ServerCallContext context, string field = "id")
    {
        var found = await Find(id, v, context, field);
        if ((await agencyCopies.Read(context.CancellationToken)).MayActFor(Caller.Of(context), found.Value.AgencyId)) return found;
        throw found.Value.Published ? Refusals.OtherAgency.Of(found.Value.AgencyId) : ReportsRefusals.NoSuchAnnualReport.Of();
    }

    private V1.AnnualReport Shown(Stored<AnnualReport> stored, AgencyCopies.Snapshot agencies) => AnnualReportMap.ToProto(stored, agencies, clock.Today);
}
