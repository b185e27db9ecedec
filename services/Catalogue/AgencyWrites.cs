using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Writes an agency with its event, and lets the tree know.</summary>
public sealed class AgencyWrites(Collections collections, AgencyTree tree, TimeProvider time)
{
    /// <param name="expected">0 for a new agency, else its revision.</param>
    public async Task<WriteResult> Write(Agency agency, long expected, CancellationToken cancel)
    {
        var happened = Topics.Outgoing(new V1.AgencyChanged
        {
            AgencyId = agency.Id, Revision = expected + 1, OccurredAt = time.GetUtcNow().ToTimestamp(),
            Change = expected == 0 ? V1.Change.Created : V1.Change.Updated, Name = agency.Name, ParentId = agency.ParentId
        }, time);
        var written = await collections.Agencies.Write([new Write<Agency>(agency.Id, agency, expected, [happened])], cancel);
        if (written[0].Outcome == WriteOutcome.Done) tree.Changed(new Stored<Agency>(agency, written[0].Revision));
        return written[0];
    }
}
