using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

public sealed partial class CoverageRpcs
{
    [AllowAnonymous]
    public override async Task<FinanceStatistics> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        IdentityRules.CheckYear("year", request.Year, v);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.ThrowIfAny();
        var within = request.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(request.AgencyId).ToHashSet();
        var (first, last) = (new DateOnly(request.Year, 1, 1), new DateOnly(request.Year, 12, 31));

        var ofFiscalYear = new DisclosureTally();
        await foreach (var disclosure in reading.OfFiscalYear(request.Year, cancel))
        {
            if (within?.Contains(disclosure.Identity.AgencyId) != false) ofFiscalYear.Add(disclosure, counted: true, disclosure.Releases);
        }

        var inCalendarYear = new DisclosureTally();
        await foreach (var disclosure in reading.PublishedUntil(last, cancel))
        {
            if (within?.Contains(disclosure.Identity.AgencyId) != false)
                inCalendarYear.Add(disclosure, disclosure.FirstPublishedOn >= first, disclosure.Releases.Where(r => first <= r.PublishedOn && r.PublishedOn <= last));
        }

        return new FinanceStatistics
        {
            Year = request.Year, AgencyId = request.AgencyId, OfFiscalYear = ofFiscalYear.ToProto(), InCalendarYear = inCalendarYear.ToProto(),
            Audit = await audits.Figures(AuditFilter.Of("", request.Year, request.AgencyId, agencies), clock.Today, cancel)
        };
    }
}
