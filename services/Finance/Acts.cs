using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.Finance;

/// <summary>Which changes are acts of disclosure: releases of disclosures, and what was said in public of an audit's findings. The list of funded units is what disclosure is measured by, and discloses nothing itself.</summary>
public static class Acts
{
    private static readonly ActTable Table = new ActTable().On<V1.DisclosureChanged>(OfDisclosure).On<V1.AuditFindingChanged>(OfFinding);

    public static IReadOnlyList<Act> Of(IReadOnlyList<NumberedEvent> changes) => Table.Of(changes);

    private static Act OfDisclosure(NumberedEvent change, V1.DisclosureChanged e) =>
        change.ToAct(KindOf(e.Change), e.AgencyId, "disclosures/" + e.DisclosureId, e.OccurredAt, e.Counts, e.Revision, e.Digest)
            .Noting("kind", e.Kind.ShortName()).Noting("level", e.Level.ShortName()).Noting("fiscal-year", $"{e.FiscalYear}").Noting("release", $"{e.Release}")
            .Noting("release-change", e.ReleaseChange.ShortName()).Noting("published-on", e.PublishedOn).Noting("timeliness", e.Timeliness.ShortName());

    private static ActKind KindOf(V1.DisclosureChange change) => change switch
    {
        V1.DisclosureChange.Withdrawn => ActKind.Withdrawn,
        V1.DisclosureChange.Restored => ActKind.Restored,
        _ => ActKind.BudgetDisclosed
    };

    private static Act OfFinding(NumberedEvent change, V1.AuditFindingChanged e) =>
        change.ToAct(e.Act == V1.FindingAct.Recorded ? ActKind.Published : ActKind.Amended, e.ResponsibleAgencyId, "audit-findings/" + e.FindingId, e.OccurredAt, [], e.Step)
            .Noting("act", e.Act.ShortName()).Noting("state", e.State.ShortName()).Noting("disclosure", e.DisclosureId).Noting("number", e.Number);
}
