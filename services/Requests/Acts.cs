using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using LedgerKind = Sunshine.Ledger.V1.ActKind;

namespace Sunshine.Requests;

/// <summary>
/// Which changes are acts of disclosure. Of an application nothing is told but what was done, how far it has come and the days: an entry of the log can never be taken out again.
/// Topics are an office's own way of seeing applications, and no act.
/// </summary>
public static class Acts
{
    private static readonly ActTable Table = new ActTable().On<V1.ApplicationChanged>(OfApplication).On<V1.CaseChanged>(OfCase).On<V1.PublishedAnswerChanged>(OfPublishedAnswer);

    public static IReadOnlyList<Ledger.V1.Act> Of(IReadOnlyList<NumberedEvent> changes) => Table.Of(changes);

    private static Ledger.V1.Act OfApplication(NumberedEvent change, V1.ApplicationChanged e) =>
        change.ToAct(KindOf(e), e.AgencyId, "applications/" + e.ApplicationId, e.OccurredAt, e.Counts, e.Revision, e.Commitment)
            .Noting("verb", e.Verb.ShortName()).Noting("state", e.State.ShortName()).Noting("outcome", e.Outcome.ShortName()).Noting("received-on", e.ReceivedOn).Noting("due-on", e.DueOn);

    private static LedgerKind KindOf(V1.ApplicationChanged e) => e.Verb switch
    {
        V1.Verb.Register => LedgerKind.RequestRegistered,
        // What is imported is finished.
        V1.Verb.Import or V1.Verb.ApproveAnswer or V1.Verb.Withdraw or V1.Verb.Abandon or V1.Verb.Transfer or V1.Verb.Merge => LedgerKind.RequestAnswered,
        _ => LedgerKind.RequestHandled
    };

    private static Ledger.V1.Act OfCase(NumberedEvent change, V1.CaseChanged e) =>
        change.ToAct(LedgerKind.CaseHandled, e.AgencyId, "cases/" + e.CaseId, e.OccurredAt, e.Counts, e.Revision)
            .Noting("kind", e.Kind.ShortName()).Noting("status", e.Status.ShortName()).Noting("result", e.Result.ShortName()).Noting("application", e.ApplicationId);

    private static Ledger.V1.Act OfPublishedAnswer(NumberedEvent change, V1.PublishedAnswerChanged e) =>
        change.ToAct(e.State == V1.ArchiveState.Withdrawn ? LedgerKind.Withdrawn : LedgerKind.Published, e.AgencyId, "published-answers/" + e.PublishedAnswerId, e.OccurredAt, [], e.Revision, e.ContentDigest)
            .Noting("outcome", e.Outcome.ShortName());
}
