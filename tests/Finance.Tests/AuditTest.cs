using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Finance.Tests;

/// <summary>The city's audit office has disclosed a report on the budget of 2016; the office of d01 must put things right.</summary>
public abstract class AuditTest : CoverageTest
{
    /// <summary>The audit office of the city.</summary>
    protected const string AuditOffice = "d86";

    protected string Report { get; private set; } = "";

    protected AuditService.AuditServiceClient Audits => new(Host.Invoker());

    protected AuditService.AuditServiceClient Auditor => new(As("auditor", Roles.Auditor, AuditOffice));

    protected AuditService.AuditServiceClient Responsible => new(As("editor", Roles.Editor, "d01"));

    protected AuditService.AuditServiceClient AuditMachine => new(As("audit-machine", Roles.System, AuditOffice));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Report = (await Import(AuditReport("2016年度市本级预算执行审计"))).Id;
    }

    protected static DisclosureRecord AuditReport(string subject, int year = 2016) => Made(AuditOffice, DisclosureKind.AuditReport, Phase.Executed, null, "2017-07-01", year, subject);

    protected static V1.AuditFindingContent Finding(string amount = "1000.50", string rectifyBy = "2026-03-31") => new()
    {
        Title = "专项资金闲置", Text = "2016 年度专项资金未按期拨付。", Category = "idle-funds", Amount = amount, AuditedAgencyId = "d01", RectifyBy = rectifyBy, Recommendation = "限期拨付"
    };

    protected async Task<V1.AuditFinding> Create(string number = "1", V1.AuditFindingContent? content = null, string report = "") => await Auditor.CreateAuditFindingAsync(new()
    {
        RequestId = $"{report}{number}", Finding = new V1.AuditFinding { DisclosureId = report.Length == 0 ? Report : report, Number = number, Content = content ?? Finding() }
    }, cancellationToken: Cancel);

    protected async Task<V1.AuditFinding> Claim(V1.AuditFinding finding, string amount = "1000.50") =>
        await Responsible.ClaimRectifiedAsync(new() { Id = finding.Id, Evidence = "已拨付，见凭证", RectifiedAmount = amount }, cancellationToken: Cancel);

    protected async Task<V1.AuditFinding> Close(V1.AuditFinding finding) =>
        await Auditor.CloseAuditFindingAsync(new() { Id = finding.Id, Verification = "已核对凭证", Etag = finding.Etag }, cancellationToken: Cancel);
}
