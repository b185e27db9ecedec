using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>The rpcs of <c>sunshine.finance.v1.AuditService</c>: reading. What the auditing and the responsible agency do, and the import: other parts.</summary>
public sealed partial class AuditRpcs(
    Collections collections, AuditCollections audits, AuditReading reading, [FromKeyedServices(FinanceModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time)
    : AuditService.AuditServiceBase
{
    [AllowAnonymous]
    public override async Task<V1.AuditFinding> GetAuditFinding(GetAuditFindingRequest request, ServerCallContext context) =>
        await Shown(await Find(request.Id, "id", context.CancellationToken), context.CancellationToken);

    [AllowAnonymous]
    public override async Task<ListAuditFindingsResponse> ListAuditFindings(ListAuditFindingsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await agencyCopies.Read(cancel);
        var v = new Violations();
        v.Text("disclosureId", request.DisclosureId, 64);
        CheckYear(request.Year, v);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.Enum("state", request.State, required: false);
        v.Text("category", request.Category, 64);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var filter = AuditFilter.Of(request.DisclosureId, request.Year, request.AgencyId, agencies) with { State = request.State, Category = request.Category, OverdueOn = request.Overdue ? clock.Today : null };
        var found = await reading.List(filter, after, cancel).Take(size + 1).ToListAsync(cancel);
        var response = new ListAuditFindingsResponse { NextPageToken = PageTokens.Of(found.Count > size ? found[size - 1].Value.Place : null, request) };
        response.Findings.Add(found.Take(size).Select(f => AuditMap.ToProto(f, agencies, clock.Today)));
        return response;
    }

    [AllowAnonymous]
    public override async Task<AuditFigures> GetAuditFigures(GetAuditFiguresRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        v.Text("disclosureId", request.DisclosureId, 64);
        CheckYear(request.Year, v);
        if (request.DisclosureId.Length == 0 && request.Year == 0) v.Add("year", "REQUIRED", "须指定审计报告或年度。", "Give a report or a year.");
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.ThrowIfAny();
        return await reading.Figures(AuditFilter.Of(request.DisclosureId, request.Year, request.AgencyId, agencies), clock.Today, context.CancellationToken);
    }

    [AllowAnonymous]
    public override Task<V1.AuditCategories> GetAuditCategories(GetAuditCategoriesRequest request, ServerCallContext context)
    {
        var categories = new V1.AuditCategories();
        categories.Categories.Add(AuditCategories.All.Select(c => new V1.AuditCategory { Code = c.Code, Name = c.Name, EnglishName = c.EnglishName }));
        return Task.FromResult(categories);
    }

    private static void CheckYear(int year, Violations v)
    {
        if (year != 0) IdentityRules.CheckYear("year", year, v);
    }

    /// <summary>While its report is taken back there is no finding, for readers and writers alike.</summary>
    private async Task<Stored<AuditFinding>> Find(string id, string field, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required(field, id);
        v.Text(field, id, 64);
        v.ThrowIfAny();
        if (await audits.Findings.Get(id, cancel) is not { } found) throw AuditRefusals.NoSuchAuditFinding.Of();
        return await collections.Disclosures.Get(found.Value.DisclosureId, cancel) is { Value.Withdrawn: false } ? found : throw AuditRefusals.NoSuchAuditFinding.Of();
    }

    private async Task<Stored<AuditFinding>> Save(Stored<AuditFinding> read, AuditFinding changed, CancellationToken cancel) =>
        await audits.Findings.Replace(changed.Id, read, changed, null, null, cancel, EventOf(changed, changed.Steps[^1]));

    private async Task<V1.AuditFinding> Shown(Stored<AuditFinding> stored, CancellationToken cancel) => AuditMap.WithSteps(stored, await agencyCopies.Read(cancel), clock.Today);

    private OutgoingEvent EventOf(AuditFinding finding, FindingStep step) => Topics.Outgoing(AuditMap.EventOf(finding, step), time);

    /// <summary>A step that is done now. What it is after is set when it is added.</summary>
    private FindingStep Step(V1.FindingAct act, Caller caller, string agencyId, string text) =>
        new(0, act, default, RoleIn(caller), caller.Subject, agencyId, text, null, null, clock.Today, time.GetUtcNow(), false);

    /// <summary>Of the roles that a caller has, the one that matters most for a finding.</summary>
    private static string RoleIn(Caller caller) => new[] { Roles.Auditor, Roles.Publisher, Roles.Editor, Roles.System, Roles.Admin }.FirstOrDefault(caller.Roles.Contains) ?? "";
}
