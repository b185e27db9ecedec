using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>Who below a government owes it a report.</summary>
public sealed partial class AnnualReportRpcs
{
    private const int Portion = 500;

    [Allow(Roles.Editor, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListOutstandingResponse> ListOutstanding(ListOutstandingRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        CheckYear(request.Year, v);
        agencies.RequireActingFor("agencyId", request.AgencyId, Caller.Of(context), v);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();

        // One that was no more at the year's end has a successor that reports.
        var end = new DateOnly(request.Year, 12, 31);
        var owing = agencies.SelfAndBelow(request.AgencyId).Where(a => a != request.AgencyId && !(agencies.Find(a)!.DissolvedOn <= end)).Order(StringComparer.Ordinal).ToList();
        var response = new ListOutstandingResponse { AgencyCount = owing.Count };
        var rows = new List<OutstandingReport>();
        foreach (var part in owing.Chunk(Portion))
        {
            var reports = await collections.Reports.GetMany([.. part.Select(a => AnnualReport.IdOf(a, request.Year))], cancel);
            foreach (var agencyId in part)
            {
                var report = reports.GetValueOrDefault(AnnualReport.IdOf(agencyId, request.Year))?.Value;
                var row = RowOf(agencyId, request.Year, report, agencies);
                Count(response, report, row);
                if (report is not { Published: true } || row.DaysLate > 0) rows.Add(row);
            }
        }

        var page = rows.Where(r => after is null || string.CompareOrdinal(r.AgencyId, after) > 0).Take(size + 1).ToList();
        response.Reports.Add(page.Take(size));
        response.NextPageToken = PageTokens.Of(page.Count > size ? page[size - 1].AgencyId : null, request);
        return response;
    }

    private OutstandingReport RowOf(string agencyId, int year, AnnualReport? report, AgencyCopies.Snapshot agencies)
    {
        // One that was not begun is held against the day that it would have.
        var owed = report ?? new AnnualReport { Id = "", AgencyId = agencyId, Year = year, Publisher = PublisherOf(agencyId, agencies), State = AnnualReportState.Unspecified };
        return new OutstandingReport
        {
            AgencyId = agencyId, AgencyName = agencies.NameOf(agencyId), Publisher = owed.Publisher, ReportId = owed.Id, State = owed.State,
            Reason = owed.State == AnnualReportState.Returned ? owed.Steps.Last(s => s.Act == ReportAct.Returned).Reason : "", DueOn = Days.Format(owed.Due?.On), DaysLate = owed.DaysLate(clock.Today)
        };
    }

    private static void Count(ListOutstandingResponse counts, AnnualReport? report, OutstandingReport row)
    {
        if (row.DaysLate > 0) counts.LateCount++;
        if (report is { Published: true }) counts.PublishedCount++;
        else
        {
            switch (row.State)
            {
                case AnnualReportState.Submitted: counts.SubmittedCount++; break;
                case AnnualReportState.Returned: counts.ReturnedCount++; break;
                case AnnualReportState.Cleared: counts.ClearedCount++; break;
                default: counts.NotHandedInCount++; break;
            }
        }
    }
}
