using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>A draft with its tables, as the answer to an import has it.</summary>
internal static class DraftSummary
{
    public static V1.Draft ToProto(Stored<Draft> stored, AgencyCopies.Snapshot agencies)
    {
        var draft = stored.Value;
        var proto = new V1.Draft
        {
            Id = draft.Id, Etag = Etags.Of(stored.Revision), CreateTime = draft.CreatedAt.ToTimestamp(), UpdateTime = draft.UpdatedAt.ToTimestamp(),
            AgencyId = draft.AgencyId, AgencyName = agencies.NameOf(draft.AgencyId), FiscalYear = draft.FiscalYear, Kind = draft.Identity.Kind, Level = draft.Identity.Level, Subject = draft.Identity.Subject,
            DisclosureId = draft.Identity.DisclosureId, State = draft.State,
            Change = draft.Change, ChangeReason = draft.ChangeReason, ChangeBasis = draft.ChangeBasis,
            Content = new V1.DisclosureContent { Title = draft.Content.Title, Phase = draft.Content.Phase, ItemId = draft.Content.ItemId }
        };
        if (draft.Content.Approval is { } approval) proto.Content.Approval = new V1.Approval { Body = approval.Body, DocumentNumber = approval.DocumentNumber, On = Days.Format(approval.On) };
        proto.Content.Explanations.Add(draft.Content.Explanations.Select(e => new V1.Explanation { Element = e.Element, Text = e.Text }));
        proto.Statements.Add(draft.Statements.Select(s => new V1.StatementSummary
        {
            Layout = s.Layout, Name = Layouts.Find(s.Layout)?.Name ?? "", Unit = s.Unit, Note = s.Note, RowCount = s.RowCount, Digest = s.Digest
        }));
        proto.Waivers.Add(draft.Waivers.Select(w => new V1.Waiver { FindingId = w.FindingId, Reason = w.Reason, WaivedAt = w.At.ToTimestamp() }));
        return proto;
    }
}
