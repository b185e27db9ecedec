using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Ledger.V1;
using Sunshine.Reports.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Reports.Tests;

/// <summary>A city with two offices below it, a county beside it, and a ledger of the test's own.</summary>
public abstract class ReportsTest() : ServiceTest(ReportsModule.Name)
{
    protected const string Staff = "resources.staff";
    protected const string FullTime = "resources.staff.full-time";
    protected const string PartTime = "resources.staff.part-time";

    private protected FakeLedger Ledger { get; } = new();

    protected override IReadOnlyList<(string Id, string ParentId, string CatalogueCode)> Agencies => [("city", "", ""), ("office", "city", ""), ("bureau", "city", ""), ("county", "", "")];

    protected AnnualReportService.AnnualReportServiceClient Anybody => new(Host.Invoker());

    /// <summary>Of the office, as all but the supervisor.</summary>
    protected AnnualReportService.AnnualReportServiceClient Editor => By("editor", Roles.Editor);

    protected AnnualReportService.AnnualReportServiceClient Supervisor => By("supervisor", Roles.Supervisor, "city");

    protected AnnualReportService.AnnualReportServiceClient Publisher => By("publisher", Roles.Publisher);

    protected ReportService.ReportServiceClient Reports => new(Host.Invoker());

    public override async ValueTask InitializeAsync()
    {
        foreach (var (id, parent, _) in Agencies) Ledger.Agency(id, parent);
        await base.InitializeAsync();
    }

    protected override void Add(IServiceCollection services)
    {
        services.AddReports();
        services.AddSingleton(new LedgerService.LedgerServiceClient(Ledger));
    }

    protected override void Map(WebApplication app) => app.MapReports();

    protected AnnualReportService.AnnualReportServiceClient By(string subject, string role, string agency = "office") => new(As(subject, role, agency));

    protected static IEnumerable<ReportSection> Sections(int year, string text = "情况如下。") =>
        (year >= 2019 ? new[] { "proactive", "requests", "remedies", "problems" } : ["proactive", "requests", "fees", "remedies", "problems"]).Select(p => new ReportSection { PartId = p, Text = text });

    protected static StatedFigure Stated(string id, string value) => new() { FigureId = id, Value = value, Source = "单位人事统计" };

    protected Task<V1.AnnualReport> Create(int year = 2025, string agency = "office", IEnumerable<ReportSection>? sections = null, params IEnumerable<StatedFigure> stated) =>
        Editor.CreateAnnualReportAsync(new() { RequestId = $"{agency}-{year}", AnnualReport = new() { AgencyId = agency, Year = year, Sections = { sections ?? Sections(year) }, Stated = { stated } } }, cancellationToken: Cancel).ResponseAsync;

    /// <summary>As far as a publisher needs it.</summary>
    protected async Task<V1.AnnualReport> Cleared(int year = 2025, params IEnumerable<StatedFigure> stated)
    {
        var report = await Create(year, stated: stated);
        await Editor.SubmitAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        return await Supervisor.ClearAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
    }

    protected async Task<AnnualReportEdition> Published(int year = 2025, params IEnumerable<StatedFigure> stated) =>
        await Publisher.PublishAnnualReportAsync(new() { Id = (await Cleared(year, stated)).Id }, cancellationToken: Cancel);

    protected async Task<V1.AnnualReport> Get(string id) => await Editor.GetAnnualReportAsync(new() { Id = id }, cancellationToken: Cancel);

    protected Task<V1.AnnualReport> Update(V1.AnnualReport report, params IEnumerable<string> fields)
    {
        var request = new UpdateAnnualReportRequest { AnnualReport = report, UpdateMask = new() };
        request.UpdateMask.Paths.Add(fields);
        return Editor.UpdateAnnualReportAsync(request, cancellationToken: Cancel).ResponseAsync;
    }
}
