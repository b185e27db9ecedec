using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The rpcs of <c>sunshine.requests.v1.StatisticsService</c>.</summary>
public sealed class StatisticsRpcs(YearFigures figures, [FromKeyedServices(RequestsModule.Name)] AgencyCopies agencyCopies) : StatisticsService.StatisticsServiceBase
{
    [AllowAnonymous]
    public override async Task<Statistics> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        // The regulation came into force in the course of 2008, so that 2009 is the first year with one before it; lists know years to 2100.
        if (request.Year is < 2009 or > 2099) v.Add("year", "OUT_OF_RANGE", "应在 2009 至 2099 之间。", "Must be from 2009 to 2099.");
        v.Enum("form", request.Form, required: true);
        var agencies = await agencyCopies.Read(context.CancellationToken);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.ThrowIfAny();
        return await figures.Compute(
            request.Form, request.Year, request.AgencyId, request.AgencyId.Length == 0 ? agencies.Ids : agencies.SelfAndBelow(request.AgencyId), context.CancellationToken);
    }
}
