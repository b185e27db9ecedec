using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>Contract ↔ domain, of audit findings.</summary>
internal static class AuditMap
{
    public static V1.AuditFinding ToProto(Stored<AuditFinding> stored, AgencyCopies.Snapshot agencies, DateOnly today)
    {
        var finding = stored.Value;
        return new V1.AuditFinding
        {
            Id = finding.Id, Etag = Etags.Of(stored.Revision), CreateTime = finding.CreatedAt.ToTimestamp(), UpdateTime = finding.UpdatedAt.ToTimestamp(), DisclosureId = finding.DisclosureId,
            Number = finding.Number, Content = ToProto(finding.Content), FiscalYear = finding.FiscalYear, AuditingAgencyId = finding.AuditingAgencyId,
            AuditedAgencyName = agencies.NameOf(finding.Content.AuditedAgencyId), ResponsibleAgencyName = agencies.NameOf(finding.Content.ResponsibleAgencyId), State = finding.State,
            Measures = finding.Measures, RectifiedAmount = Map.Number(finding.RectifiedAmount), Overdue = finding.OverdueOn(today), DaysLate = finding.DaysLate(today),
            ClosedOn = Days.Format(finding.ClosedOn), SourceId = finding.SourceId
        };
    }

    public static V1.AuditFinding WithSteps(Stored<AuditFinding> stored, AgencyCopies.Snapshot agencies, DateOnly today)
    {
        var proto = ToProto(stored, agencies, today);
        proto.Steps.Add(stored.Value.Steps.Select(s => new V1.FindingStep
        {
            Number = s.Number, Act = s.Act, State = s.State, Role = s.Role, AgencyId = s.AgencyId, Text = s.Text, RectifiedAmount = Map.Number(s.RectifiedAmount),
            Content = s.Content is null ? null : ToProto(s.Content), On = Days.Format(s.On), RecordedAt = s.RecordedAt.ToTimestamp()
        }));
        return proto;
    }

    public static V1.AuditFindingContent ToProto(AuditFindingContent c) => new()
    {
        Title = c.Title, Text = c.Text, Category = c.Category, Amount = Map.Number(c.Amount), AuditedAgencyId = c.AuditedAgencyId, ResponsibleAgencyId = c.ResponsibleAgencyId,
        Recommendation = c.Recommendation, RectifyBy = Days.Format(c.RectifyBy)
    };

    /// <param name="step">The one that it got.</param>
    public static V1.AuditFindingChanged EventOf(AuditFinding finding, FindingStep step) => new()
    {
        FindingId = finding.Id, DisclosureId = finding.DisclosureId, Number = finding.Number, FiscalYear = finding.FiscalYear, AuditedAgencyId = finding.Content.AuditedAgencyId,
        ResponsibleAgencyId = finding.Content.ResponsibleAgencyId, Act = step.Act, State = step.State, Step = step.Number, OccurredAt = step.RecordedAt.ToTimestamp()
    };
}
