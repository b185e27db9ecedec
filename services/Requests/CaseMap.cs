using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>Contract ↔ domain, of cases.</summary>
internal static class CaseMap
{
    public static V1.Case ToProto(Stored<Case> stored, AgencyCopies.Snapshot agencies, Law law)
    {
        var c = stored.Value;
        return new V1.Case
        {
            Id = c.Id, Etag = Etags.Of(stored.Revision), CreateTime = c.CreatedAt.ToTimestamp(), UpdateTime = c.UpdatedAt.ToTimestamp(), Kind = c.Kind, Route = c.Route,
            AgencyId = c.AgencyId, AgencyName = agencies.NameOf(c.AgencyId), ApplicationId = c.ApplicationId, ReceiptNumber = c.ReceiptNumber, Subject = c.Subject,
            Authority = c.Authority, DocumentNumber = c.DocumentNumber, ReceivedOn = Days.Format(c.ReceivedOn), AcceptedOn = Days.Format(c.AcceptedOn),
            SummaryProcedure = c.Summary, ExtendedBy = c.ExtendedBy, Status = c.Status, Result = c.Result, ClosedOn = Days.Format(c.ClosedOn), ResultDocument = c.ResultDocument,
            DueOn = Days.Format(c.DueOn), DueRule = RuleOf(c, law), Overdue = c.DueOn < law.Today, Ground = c.Ground
        };
    }

    /// <summary>What is told to others.</summary>
    /// <param name="before">Null if it is new.</param>
    public static V1.CaseChanged ToEvent(Case? before, Case c, long revision) => new()
    {
        CaseId = c.Id, AgencyId = c.AgencyId, ApplicationId = c.ApplicationId, Kind = c.Kind, Status = c.Status, Result = c.Result, Revision = revision,
        OccurredAt = c.UpdatedAt.ToTimestamp(), Counts = { Counts.Change(CaseCounts.Of(before), CaseCounts.Of(c)) }
    };

    private static string RuleOf(Case c, Law law) =>
        c.DueOn is not null && CaseDeadline.Of(c, law) is { } due ? $"{due.Period.Citation} {due.Period.Units(due.Units)}" : "";
}
