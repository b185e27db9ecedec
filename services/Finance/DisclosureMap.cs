using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>Contract ↔ domain, of disclosures and their releases.</summary>
internal static class DisclosureMap
{
    /// <param name="day">As of whose end; null for now.</param>
    public static V1.Disclosure ToProto(Stored<Disclosure> stored, DateOnly? day, AgencyCopies.Snapshot agencies, Language language)
    {
        var disclosure = stored.Value;
        var withdrawal = disclosure.WithdrawnOn(day);
        return new V1.Disclosure
        {
            Id = disclosure.Id, Etag = Etags.Of(stored.Revision), CreateTime = disclosure.CreatedAt.ToTimestamp(), UpdateTime = disclosure.UpdatedAt.ToTimestamp(),
            AgencyId = disclosure.Identity.AgencyId, AgencyName = agencies.NameOf(disclosure.Identity.AgencyId), FiscalYear = disclosure.Identity.FiscalYear, Kind = disclosure.Identity.Kind,
            Level = disclosure.Identity.Level, Subject = disclosure.Identity.Subject, State = withdrawal is null ? V1.DisclosureState.Published : V1.DisclosureState.Withdrawn,
            WithdrawalReason = withdrawal?.Reason ?? "",
            Release = withdrawal is null && (day is { } past ? disclosure.AsOf(past) : disclosure.Latest) is { } release ? ToProto(release, language) : null,
            ReleaseCount = disclosure.Releases.Count, FirstPublishedOn = Days.Format(disclosure.FirstPublishedOn), ItemId = disclosure.ItemId, IndexNumber = disclosure.IndexNumber,
            SourceId = disclosure.SourceId
        };
    }

    /// <summary>As a list has it: without what may be long.</summary>
    public static V1.Disclosure ToListed(Stored<Disclosure> stored, AgencyCopies.Snapshot agencies, Language language)
    {
        var proto = ToProto(stored, null, agencies, language);
        proto.Release?.Content.Explanations.Clear();
        proto.Release?.Findings.Clear();
        return proto;
    }

    public static V1.Release ToProto(Release release, Language language)
    {
        var proto = new V1.Release
        {
            Number = release.Number, Change = release.Change, ChangeReason = release.ChangeReason, ChangeBasis = release.ChangeBasis, Content = ToProto(release.Content),
            DueOn = Days.Format(release.DueOn), DueBasis = release.DueBasis, PublishedOn = Days.Format(release.PublishedOn), Timeliness = release.Timeliness, DaysLate = release.DaysLate,
            RecordedAt = release.RecordedAt.ToTimestamp(), Digest = release.Digest
        };
        proto.Statements.Add(release.Statements.Select(ToProto));
        proto.Findings.Add(release.Findings.Select(f => ToProto(f.Finding, f.Waiver, language)));
        return proto;
    }

    public static V1.DisclosureContent ToProto(Content content)
    {
        var proto = new V1.DisclosureContent { Title = content.Title, Phase = content.Phase, ItemId = content.ItemId };
        if (content.Approval is { } approval) proto.Approval = new V1.Approval { Body = approval.Body, DocumentNumber = approval.DocumentNumber, On = Days.Format(approval.On) };
        proto.Explanations.Add(content.Explanations.Select(e => new V1.Explanation { Element = e.Element, Text = e.Text }));
        return proto;
    }

    public static V1.StatementSummary ToProto(StatementReference statement) => new()
    {
        Layout = statement.Layout, Name = Layouts.Find(statement.Layout)?.Name ?? "", Unit = statement.Unit, Note = statement.Note, RowCount = statement.RowCount, Digest = statement.Digest
    };

    public static V1.FootingFinding ToProto(FootingFinding finding, Waiver? waiver, Language language) => new()
    {
        Id = finding.Id, Rule = finding.Rule, Severity = finding.Severity, Layout = finding.Layout, RowCode = finding.RowCode, Column = finding.Column, Stated = Map.Number(finding.Stated),
        Computed = Map.Number(finding.Computed), Difference = Map.Number(finding.Stated - finding.Computed), Message = language == Language.Chinese ? finding.Chinese : finding.English,
        Waivable = finding.Waivable, Waiver = waiver is null ? null : ToProto(waiver)
    };

    public static V1.Waiver ToProto(Waiver waiver) => new() { FindingId = waiver.FindingId, Reason = waiver.Reason, WaivedAt = waiver.At.ToTimestamp() };
}
