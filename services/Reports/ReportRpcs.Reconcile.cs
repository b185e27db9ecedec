using System.Text;
using Google.Protobuf.Collections;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.ReportForms;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>Holds published reports against themselves and against the ledger.</summary>
public sealed partial class ReportRpcs
{
    private const int LongestJson = 4 * 1024 * 1024;

    [AllowAnonymous]
    public override async Task<ReconcileReportResponse> ReconcileReport(ReconcileReportRequest request, ServerCallContext context)
    {
        var published = Read(request);
        var result = Check(published);
        var form = published[^1].Form is { } named ? Enum.GetValues<V1.Form>().First(f => f.Name() == named.Id) : FormOf(request.Year, V1.Form.Unspecified, request.AgencyId, request.TreeSize);
        var report = await computing.Compute(request.Year, form, request.AgencyId, request.TreeSize, context.CancellationToken);
        var response = new ReconcileReportResponse { DecidedCount = result.Decided, UndecidedCount = result.Undecided, Basis = report.Basis };
        response.Findings.Add(result.Findings.Where(f => f.Year == request.Year).Select(FindingMap.ToProto));
        response.Comparisons.Add(AgainstLedger.Compare(ReadReport.Of(published[^1]), Definitions.Of(form), report));
        return response;
    }

    /// <summary>The report in question last.</summary>
    private static List<PublishedReport> Read(ReconcileReportRequest request)
    {
        var v = new Violations();
        if (request.Year is < 2008 or > 2200) v.Add("year", "OUT_OF_RANGE", "须在 2008 至 2200 之间。", "Must be from 2008 to 2200.");
        if (request.Sample.Length == 0 == (request.Json.Length == 0)) v.Add("json", "ONE_OF", "sample 与 json 须填其一。", "Either sample or json is needed.");
        v.Count("earlier", request.Earlier.Count, 0, 10);
        var reports = new List<PublishedReport>();
        for (var i = 0; i < Math.Min(request.Earlier.Count, 10); i++) Parse($"earlier[{i}]", request.Earlier[i], reports, v);
        if (request.Json.Length > 0) Parse("json", request.Json, reports, v);
        v.ThrowIfAny();
        if (request.Sample.Length > 0) reports.Add(ReportForms.Samples.Find(request.Sample) ?? throw ReportsRefusals.NoSuchSample.Of());
        if (reports[^1].Year != request.Year) v.Add("year", "OTHER_YEAR", $"报告是 {reports[^1].Year} 年的。", $"The report is on {reports[^1].Year}.");
        v.ThrowIfAny();
        return reports;
    }

    private static void Parse(string field, string json, List<PublishedReport> reports, Violations v)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (bytes.Length > LongestJson)
        {
            v.Add(field, "TOO_LONG", "最多 4 MiB。", "At most 4 MiB.");
            return;
        }

        try
        {
            reports.Add(PublishedJson.Read(new MemoryStream(bytes), field));
        }
        catch (UnreadableReportException e)
        {
            foreach (var problem in e.Problems.Take(60)) v.Add($"{field}: {problem.Place}", "UNREADABLE", problem.Chinese, problem.English);
        }
    }

    private static CheckResult Check(IReadOnlyList<PublishedReport> published)
    {
        try
        {
            return ReportCheck.Check(published);
        }
        catch (UnreadableReportException e)
        {
            var v = new Violations();
            foreach (var problem in e.Problems) v.Add(problem.Place, "UNREADABLE", problem.Chinese, problem.English);
            v.ThrowIfAny();
            throw;
        }
    }
}
