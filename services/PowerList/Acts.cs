using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.Powers;

/// <summary>Which changes are acts of disclosure. The register of laws is what powers rest on, and discloses nothing itself.</summary>
public static class Acts
{
    private static readonly ActTable Table = new ActTable().On<V1.BatchAdopted>(OfBatch).On<V1.GuideChanged>(OfGuide).On<V1.FeeItemChanged>(OfFee);

    public static IReadOnlyList<Act> Of(IReadOnlyList<NumberedEvent> changes) => Table.Of(changes);

    private static Act OfBatch(NumberedEvent change, V1.BatchAdopted e) =>
        change.ToAct(ActKind.BatchAdjusted, e.ListId, "batches/" + e.BatchId, e.OccurredAt, e.Counts, e.Number, e.Digest)
            .Noting("effective-on", e.EffectiveOn).Noting("opening", $"{e.Balance.Opening}").Noting("closing", $"{e.Balance.Closing}").Noting("document-number", e.Decree.DocumentNumber);

    private static Act OfGuide(NumberedEvent change, V1.GuideChanged e) =>
        change.ToAct(KindOf(e.Change), e.AgencyId, "guides/" + e.GuideId, e.OccurredAt, e.Counts, e.Act, e.ContentDigest).Noting("edition", $"{e.Edition}");

    private static ActKind KindOf(V1.GuideChange change) => change switch
    {
        V1.GuideChange.Published => ActKind.Published,
        V1.GuideChange.Withdrawn => ActKind.Withdrawn,
        V1.GuideChange.Restored => ActKind.Restored,
        _ => ActKind.Amended
    };

    private static Act OfFee(NumberedEvent change, V1.FeeItemChanged e) =>
        change.ToAct(e.Version == 1 ? ActKind.Published : ActKind.Amended, e.AgencyId, "fees/" + e.FeeId, e.OccurredAt, e.Counts, e.Version, e.ContentDigest);
}
