using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>The rpcs of <c>sunshine.finance.v1.CoverageService</c>. The list of funded units and the figures of a year: other parts.</summary>
public sealed partial class CoverageRpcs(
    CoverageCollections collections, CoverageReading reading, AuditReading audits, FundedUnitRules rules, [FromKeyedServices(FinanceModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time)
    : CoverageService.CoverageServiceBase
{
    [AllowAnonymous]
    public override async Task<Coverage> GetCoverage(GetCoverageRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        var question = Question(request.Year, request.Level, request.AgencyId, request.Kind, request.AsOf, agencies, v);
        v.ThrowIfAny();
        var matrix = await reading.Matrix(question, agencies, context.CancellationToken);
        var coverage = CoverageCount.Of(matrix, c => Shown(c, agencies));
        coverage.Scope = CoverageScopes.Of(matrix, agencies);
        return coverage;
    }

    [AllowAnonymous]
    public override async Task<ListCoverageCellsResponse> ListCoverageCells(ListCoverageCellsRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        var question = Question(request.Year, request.Level, request.AgencyId, request.Kind, request.AsOf, agencies, v);
        v.Enum("state", request.State, required: false);
        v.Text("layout", request.Layout, 64);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var matrix = await reading.Matrix(question, agencies, context.CancellationToken);
        var matching = matrix.Units.SelectMany(u => request.ByTable || request.Layout.Length > 0 ? u.Tables : u.Kinds)
            .Where(c => (request.State == 0 || c.State == request.State) && (request.Layout.Length == 0 || c.Layout == request.Layout)).OrderBy(Key, StringComparer.Ordinal).ToList();
        var (page, next) = OrderedPage.Of(matching, Key, after, size, request);
        var response = new ListCoverageCellsResponse { NextPageToken = next, TotalSize = matching.Count };
        response.Cells.Add(page.Select(c => Shown(c, agencies)));
        return response;

        static string Key(Cell cell) => $"{cell.AgencyId}\0{(int)cell.Kind:00}\0{cell.Layout}";
    }

    private CoverageQuestion Question(int year, FinanceLevel level, string agencyId, DisclosureKind kind, string asOf, AgencyCopies.Snapshot agencies, Violations v)
    {
        IdentityRules.CheckYear("year", year, v);
        v.Enum("level", level, required: false);
        v.Enum("kind", kind, required: false);
        if (agencyId.Length > 0) agencies.RequireKnown("agencyId", agencyId, v);
        return new CoverageQuestion(year, level == 0 ? FinanceLevel.Department : level, agencyId, kind, AsOf(asOf, v));
    }

    private DateOnly AsOf(string asOf, Violations v)
    {
        var day = v.Day("asOf", asOf) ?? clock.Today;
        if (day > clock.Today) v.Add("asOf", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        return day;
    }

    private static CoverageCell Shown(Cell cell, AgencyCopies.Snapshot agencies) => new()
    {
        AgencyId = cell.AgencyId, AgencyName = agencies.NameOf(cell.AgencyId), Kind = cell.Kind, FiscalYear = cell.FiscalYear, Layout = cell.Layout, State = cell.State, DisclosureId = cell.DisclosureId,
        PublishedOn = Days.Format(cell.PublishedOn), DueOn = Days.Format(cell.DueOn), DueState = cell.DueState, DaysLate = cell.DaysLate, Empty = cell.Empty, Reason = cell.Reason,
        LegalBasis = cell.LegalBasis
    };
}
