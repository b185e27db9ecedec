using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Gazette issues between contract and domain, both ways.</summary>
public static class GazetteMap
{
    public static V1.GazetteIssue ToProto(Stored<GazetteIssue> stored, AgencyTree.Snapshot agencies)
    {
        var issue = stored.Value;
        var proto = new V1.GazetteIssue
        {
            Id = issue.Id, Etag = Etags.Of(stored.Revision), CreateTime = issue.CreatedAt.ToTimestamp(), UpdateTime = issue.UpdatedAt.ToTimestamp(),
            AgencyId = issue.AgencyId, Agency = new() { Id = issue.AgencyId, Name = agencies.NameOf(issue.AgencyId) }, Year = issue.Year, Number = issue.Number,
            Title = issue.Title, AttachmentId = issue.AttachmentId, State = issue.State, IssuedOn = Days.Format(issue.IssuedOn)
        };
        proto.Contents.Add(issue.Contents.Select(e => new V1.GazetteEntry { ItemId = e.ItemId, Title = e.Title, DocumentNumber = e.DocumentNumber, Page = e.Page }));
        proto.Corrigenda.Add(issue.Corrigenda.Select(c => new V1.Corrigendum
        {
            On = Days.Format(c.On), Text = c.Text, Page = c.Page, ItemId = c.ItemId, RecordedAt = c.RecordedAt.ToTimestamp()
        }));
        return proto;
    }

    public static V1.GazetteIssueSummary ToSummary(GazetteIssue issue, AgencyTree.Snapshot agencies) => new()
    {
        Id = issue.Id, Agency = new() { Id = issue.AgencyId, Name = agencies.NameOf(issue.AgencyId) }, Year = issue.Year, Number = issue.Number, Title = issue.Title,
        IssuedOn = Days.Format(issue.IssuedOn), State = issue.State, EntryCount = issue.Contents.Count
    };

    /// <summary>What the agency writes of a draft, over what is there.</summary>
    public static GazetteIssue ToDraft(V1.GazetteIssue issue, GazetteIssue over) => over with
    {
        Year = issue.Year, Number = issue.Number, Title = issue.Title, AttachmentId = issue.AttachmentId,
        Contents = [.. issue.Contents.Select(e => new GazetteEntry(e.ItemId, e.Title, e.DocumentNumber, e.Page))]
    };

    public static Corrigendum ToCorrigendum(V1.Corrigendum c, DateTimeOffset now) => new(DateOnly.ParseExact(c.On, "O"), c.Text, c.Page, c.ItemId, now);
}
