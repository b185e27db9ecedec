using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>Contract ↔ domain, of drafts.</summary>
internal static class DraftMap
{
    /// <param name="state">What it is, whatever its own document says of that.</param>
    public static V1.Draft ToProto(Stored<Draft> stored, V1.DraftState state, DisclosureTerm term, AgencyCopies.Snapshot agencies)
    {
        var draft = stored.Value;
        var (identity, content) = (draft.Identity, draft.Content);
        var proto = new V1.Draft
        {
            Id = draft.Id, Etag = Etags.Of(stored.Revision), CreateTime = draft.CreatedAt.ToTimestamp(), UpdateTime = draft.UpdatedAt.ToTimestamp(), AgencyId = identity.AgencyId,
            AgencyName = agencies.NameOf(identity.AgencyId), FiscalYear = identity.FiscalYear, Kind = identity.Kind, Level = identity.Level, Subject = identity.Subject,
            Content = DisclosureMap.ToProto(content), Change = draft.Change, ChangeReason = draft.ChangeReason, ChangeBasis = draft.ChangeBasis, DisclosureId = identity.DisclosureId,
            State = state, DueOn = Days.Format(term.Of(identity.Kind, identity.Level, content.Phase, content.Approval?.On)?.On)
        };
        proto.Statements.Add(draft.Statements.Select(DisclosureMap.ToProto));
        proto.Waivers.Add(draft.Waivers.Select(DisclosureMap.ToProto));
        return proto;
    }

    /// <summary>As a list has it: without what may be long.</summary>
    public static V1.Draft ToListed(Stored<Draft> stored, V1.DraftState state, DisclosureTerm term, AgencyCopies.Snapshot agencies)
    {
        var proto = ToProto(stored, state, term, agencies);
        proto.Content.Explanations.Clear();
        return proto;
    }

    public static V1.DraftCheck ToProto(V1.Draft shown, Draft draft, IReadOnlyList<FootingFinding> findings, Language language)
    {
        var errors = findings.Count(f => f.Severity == V1.FindingSeverity.Error && draft.WaiverOf(f) is null);
        var check = new V1.DraftCheck { Draft = shown, Passed = errors == 0, ErrorCount = errors, WarningCount = findings.Count(f => f.Severity == V1.FindingSeverity.Warning) };
        check.Findings.Add(findings.Take(FootingChecks.Most).Select(f => DisclosureMap.ToProto(f, draft.WaiverOf(f), language)));
        return check;
    }
}
