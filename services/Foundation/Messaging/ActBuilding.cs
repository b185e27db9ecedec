using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Ledger.V1;

namespace Sunshine.Foundation.Messaging;

/// <summary>Makes acts out of changes.</summary>
public static class ActBuilding
{
    /// <summary>A change that is an act by itself.</summary>
    /// <param name="resource">By its path under the service.</param>
    public static Act ToAct(
        this NumberedEvent change, ActKind kind, string agencyId, string resource, Timestamp occurredAt, IEnumerable<Count> counts, long revision = 0, string digest = "")
    {
        var act = new Act
        {
            FirstNumber = change.Number, LastNumber = change.Number, EventId = change.Event.Id, Kind = kind, AgencyId = agencyId, Resource = resource, Revision = revision, Digest = digest,
            OccurredAt = occurredAt
        };
        act.Counts.Add(counts);
        return act;
    }

    /// <summary>With a note; without if there is nothing to say.</summary>
    public static Act Noting(this Act act, string name, string value)
    {
        if (value.Length > 0) act.Notes.Add(PublicPair.Of(name, value, ActRules.LongestNote));
        return act;
    }
}
