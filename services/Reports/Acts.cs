using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;
using Sunshine.Reports.V1;

namespace Sunshine.Reports;

/// <summary>Which changes of this service are acts of disclosure: every edition of an annual report is one.</summary>
public static class Acts
{
    public static IReadOnlyList<Act> Of(IReadOnlyList<NumberedEvent> changes) => [.. changes.Where(c => c.Event.Topic == Topics.Of<ReportPublished>()).Select(Of)];

    private static Act Of(NumberedEvent change)
    {
        var published = Topics.Read<ReportPublished>(change.Event);
        var act = new Act
        {
            FirstNumber = change.Number, LastNumber = change.Number, EventId = change.Event.Id, Kind = ActKind.ReportPublished, AgencyId = published.AgencyId,
            Resource = $"annual-reports/{published.ReportId}", Revision = published.Edition, Digest = published.Digest, OccurredAt = published.OccurredAt
        };
        act.Notes.Add([$"year={published.Year}", $"published={published.PublishedOn}", $"due={published.DueOn}", $"treeSize={published.Basis.TreeSize}"]);
        act.Counts.Add(published.Counts);
        return act;
    }
}
