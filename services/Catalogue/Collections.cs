using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>What the catalogue stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(CatalogueModule.Name)] IStore store)
{
    public IDocuments<Item> Items { get; } = store.Open(ItemCollection.Declared);

    public IDocuments<Agency> Agencies { get; } = store.Open(AgencyCollection.Declared);

    public IDocuments<Consultation> Consultations { get; } = store.Open(ConsultationCollection.Declared);

    public IDocuments<Comment> Comments { get; } = store.Open(CommentCollection.Declared);

    public IDocuments<CommentAllowance> CommentAllowances { get; } = store.Open(CommentAllowanceCollection.Declared);

    public IDocuments<GazetteIssue> GazetteIssues { get; } = store.Open(GazetteCollection.Declared);

    public IDocuments<Briefing> Briefings { get; } = store.Open(BriefingCollection.Declared);

    public IDocuments<Concern> Concerns { get; } = store.Open(ConcernCollection.Declared);

    public IDocuments<Tally> Tallies { get; } = store.Open(TallyCollection.Declared);
}

public static class AgencyCollection
{
    public static readonly Field<Agency, string> Parent = Field.Of<Agency, string>(x => x.ParentId);
    public static readonly Field<Agency, string> Level = new("level", x => x.Level.ToString());

    public static readonly Collection<Agency> Declared = new("agencies", x => x.Id, CatalogueJson.Default.Agency)
    {
        Fields = [Parent, Level],
        Indexes = [[Parent, Level]]
    };
}

public static class ItemCollection
{
    public static readonly Field<Item, string> IndexNumber = Field.Unique<Item, string>(x => x.IndexNumber);

    public static readonly Facet<Item> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<Item> Channel = new("channel", x => x.Placements.Select(p => p.Channel.Name()));
    public static readonly Facet<Item> SubjectCategory = new("subjectCategory", x => x.SubjectCategory);
    public static readonly Facet<Item> Genre = new("genre", x => x.Genre);
    public static readonly Facet<Item> Stage = new("stage", x => x.Stage == 0 ? null : x.Stage.Name());
    public static readonly Facet<Item> KeyArea = new("keyArea", x => x.KeyArea);
    public static readonly Facet<Item> Year = new("year", x => x.PublishedOn.Year.ToString("0000"));

    /// <summary>Year, channel and column of each placement; an item that was placed twice in one column has the value twice.</summary>
    public static readonly Facet<Item> Placement = new("placement", x => x.Placements.Select(p => $"{p.On.Year:0000}/{p.Channel.Name()}/{p.Column}"));

    public static readonly Collection<Item> Declared = new("items", x => x.Id, CatalogueJson.Default.Item)
    {
        Fields = [IndexNumber],
        Search = new SearchIndex<Item>
        {
            Heading = x => [x.Title, x.DocumentNumber, x.IndexNumber],
            Text = x => [.. x.Keywords, x.Summary, x.Body],
            Day = x => x.PublishedOn,
            Facets = [Agency, Channel, SubjectCategory, Genre, Stage, KeyArea, Year, Placement]
        }
    };

    /// <summary>What the public sees counted.</summary>
    public static readonly IReadOnlyList<Facet<Item>> Shown = [Agency, Channel, SubjectCategory, Genre, Stage, KeyArea, Year];
}
