using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using LedgerKind = Sunshine.Ledger.V1.ActKind;

namespace Sunshine.Catalogue;

/// <summary>Which of the catalogue's changes are acts of disclosure.</summary>
public static class Acts
{
    private static readonly ActTable Table = new ActTable().On<V1.ItemChanged>(OfItem).On<V1.AgencyChanged>(OfAgency).On<V1.ConsultationOpened>(OfOpening)
        .On<V1.AdoptionSummaryPublished>(OfSummary).On<V1.DecisionTaken>(OfDecision).On<V1.GazetteIssued>(OfIssue).On<V1.GazetteCorrected>(OfCorrigendum)
        .On<V1.BriefingChanged>(OfBriefing).On<V1.ConcernChanged>(OfConcern).On<V1.TallyReported>(OfTally);

    public static IReadOnlyList<Ledger.V1.Act> Of(IReadOnlyList<NumberedEvent> changes) => Table.Of(changes);

    private static Ledger.V1.Act OfItem(NumberedEvent change, V1.ItemChanged e) =>
        change.ToAct(KindOf(e.Change), e.AgencyId, "items/" + e.ItemId, e.OccurredAt, e.Counts, e.Revision, e.ContentDigest).Noting("index-number", e.IndexNumber).Noting("edition", $"{e.Edition}");

    private static LedgerKind KindOf(V1.Change change) => change switch
    {
        V1.Change.Created => LedgerKind.Published,
        V1.Change.Amended => LedgerKind.Amended,
        V1.Change.Withdrawn => LedgerKind.Withdrawn,
        V1.Change.Restored => LedgerKind.Restored,
        V1.Change.ValidityEnded => LedgerKind.Repealed,
        // All that changes of an item beside its editions and these acts is where it appeared.
        _ => LedgerKind.Placed
    };

    private static Ledger.V1.Act OfAgency(NumberedEvent change, V1.AgencyChanged e) =>
        change.ToAct(LedgerKind.AgencyChanged, e.AgencyId, "agencies/" + e.AgencyId, e.OccurredAt, [], e.Revision).Noting("parent", e.ParentId).Noting("name", e.Name);

    private static Ledger.V1.Act OfOpening(NumberedEvent change, V1.ConsultationOpened e) =>
        change.ToAct(LedgerKind.Consulted, e.AgencyId, "consultations/" + e.ConsultationId, e.OccurredAt, [Counts.Of("catalogue.consultations", MonthOf(e.OpensOn), ("agency", e.AgencyId))])
            .Noting("step", "OPENED").Noting("opens-on", e.OpensOn).Noting("closes-on", e.ClosesOn);

    private static Ledger.V1.Act OfSummary(NumberedEvent change, V1.AdoptionSummaryPublished e) =>
        change.ToAct(LedgerKind.Consulted, e.AgencyId, "consultations/" + e.ConsultationId, e.OccurredAt, []).Noting("step", "SUMMARISED");

    private static Ledger.V1.Act OfDecision(NumberedEvent change, V1.DecisionTaken e) =>
        change.ToAct(LedgerKind.Consulted, e.AgencyId, "consultations/" + e.ConsultationId, e.OccurredAt,
            [Counts.Of("catalogue.decisions", MonthOf(e.DecidedOn), ("agency", e.AgencyId), ("outcome", e.Outcome.ShortName()))])
            .Noting("step", "DECIDED").Noting("outcome", e.Outcome.ShortName()).Noting("item", e.ItemId);

    private static Ledger.V1.Act OfIssue(NumberedEvent change, V1.GazetteIssued e) =>
        change.ToAct(LedgerKind.GazetteIssued, e.AgencyId, "gazette-issues/" + e.IssueId, e.OccurredAt, Counts.Sum(
        [
            Counts.Of("catalogue.gazette-issues", MonthOf(e.IssuedOn), ("agency", e.AgencyId)),
            // An issue of texts that are no items counts as an issue, and for no document.
            Counts.Of(e.ItemIds.Count, "catalogue.gazette-documents", MonthOf(e.IssuedOn), ("agency", e.AgencyId))
        ])).Noting("issue", $"{e.Year}/{e.Number}").Noting("issued-on", e.IssuedOn);

    private static Ledger.V1.Act OfCorrigendum(NumberedEvent change, V1.GazetteCorrected e) =>
        change.ToAct(LedgerKind.Amended, e.AgencyId, "gazette-issues/" + e.IssueId, e.OccurredAt, [], e.Revision).Noting("corrigendum", $"{e.Number}").Noting("on", e.On);

    private static Ledger.V1.Act OfBriefing(NumberedEvent change, V1.BriefingChanged e) =>
        change.ToAct(LedgerKind.Responded, e.AgencyId, "briefings/" + e.BriefingId, e.OccurredAt, e.Counts, e.Revision)
            .Noting("change", e.Change.ShortName()).Noting("kind", e.Kind.ShortName()).Noting("on", e.On);

    private static Ledger.V1.Act OfConcern(NumberedEvent change, V1.ConcernChanged e) =>
        change.ToAct(LedgerKind.Responded, e.AgencyId, "concerns/" + e.ConcernId, e.OccurredAt, e.Counts, e.Revision)
            .Noting("change", e.Change.ShortName()).Noting("responses", $"{e.ResponseCount}");

    private static Ledger.V1.Act OfTally(NumberedEvent change, V1.TallyReported e) =>
        change.ToAct(LedgerKind.TallyReported, e.AgencyId, "tallies/" + e.TallyId, e.OccurredAt, e.Counts, 1, e.StatementDigest)
            .Noting("value", e.Value).Noting("unit", e.Unit).Noting("from", e.PeriodFrom).Noting("to", e.PeriodTo).Noting("document-number", e.DocumentNumber).Noting("replaces", e.Replaces)
            .Noting("signer", e.SignerKey);

    private static string MonthOf(string day) => Counts.Month(Days.Parse(day)!.Value);
}
