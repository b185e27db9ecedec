using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>What the catalogue stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(CatalogueModule.Name)] IStore store)
{
    /// <summary>What is or was public. Public reads go through <see cref="PublicItems"/>.</summary>
    public IDocuments<Item> Items { get; } = store.Open(ItemCollection.Declared);

    /// <summary>Editions that others have taken the place of.</summary>
    public IDocuments<PastEdition> Editions { get; } = store.Open(EditionCollection.Declared);

    /// <summary>What is not public, or not yet.</summary>
    public IDocuments<Draft> Drafts { get; } = store.Open(DraftCollection.Declared);

    public IDocuments<Agency> Agencies { get; } = store.Open(AgencyCollection.Declared);

    public IDocuments<DisclosureGuide> Guides { get; } = store.Open(GuideCollection.Declared);

    public IDocuments<Attachment> Attachments { get; } = store.Open(AttachmentCollection.Declared);

    /// <summary>The bytes of attachments.</summary>
    public IFiles Files { get; } = store.Files;

    public IDocuments<Consultation> Consultations { get; } = store.Open(ConsultationCollection.Declared);

    public IDocuments<Comment> Comments { get; } = store.Open(CommentCollection.Declared);

    public IDocuments<GazetteIssue> GazetteIssues { get; } = store.Open(GazetteCollection.Declared);

    public IDocuments<Briefing> Briefings { get; } = store.Open(BriefingCollection.Declared);

    public IDocuments<Concern> Concerns { get; } = store.Open(ConcernCollection.Declared);

    public IDocuments<Tally> Tallies { get; } = store.Open(TallyCollection.Declared);

    public IDocuments<HarvestSource> HarvestSources { get; } = store.Open(HarvestSourceCollection.Declared);

    public IDocuments<HarvestState> HarvestStates { get; } = store.Open(HarvestStateCollection.Declared);

    public IDocuments<HarvestJob> HarvestJobs { get; } = store.Open(HarvestJobCollection.Declared);

    public IDocuments<HarvestObject> HarvestObjects { get; } = store.Open(HarvestObjectCollection.Declared);

    public IDocuments<HarvestedItem> HarvestedItems { get; } = store.Open(HarvestedItemCollection.Declared);
}

public static class AttachmentCollection
{
    public static readonly Field<Attachment, string> Agency = Field.Of<Attachment, string>(x => x.AgencyId);
    public static readonly Field<Attachment, string> Owner = Field.Of<Attachment, string>(x => x.OwnerId);
    public static readonly Field<Attachment, string> Content = Field.Of<Attachment, string>(x => x.Sha256);

    public static readonly Collection<Attachment> Declared = new("attachments", x => x.Id, CatalogueJson.Default.Attachment)
    {
        Fields = [Agency, Owner, Content]
    };
}

public static class AgencyCollection
{
    public static readonly Field<Agency, string> Parent = Field.Of<Agency, string>(x => x.ParentId);
    public static readonly Field<Agency, string> Level = new("level", x => x.Level.ToString());

    public static readonly Collection<Agency> Declared = new("agencies", x => x.Id, CatalogueJson.Default.Agency)
    {
        Fields = [Parent, Level], TextsAreAboutNobody = true,
        Indexes = [[Parent, Level]]
    };
}

public static class ItemCollection
{
    public static readonly Field<Item, string> IndexNumber = Field.Unique<Item, string>(x => x.IndexNumber);

    public static readonly Facet<Item> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<Item> Channel = new("channel", x => x.Placements.Select(p => p.Channel.Name()));
    public static readonly Facet<Item> SubjectCategory = new("subjectCategory", x => x.Live.Content.SubjectCategory);
    public static readonly Facet<Item> Genre = new("genre", x => x.Live.Content.Genre);
    public static readonly Facet<Item> Stage = new("stage", x => x.Live.Content.Stage == 0 ? null : x.Live.Content.Stage.Name());
    public static readonly Facet<Item> KeyArea = new("keyArea", x => x.Live.Content.KeyArea);
    public static readonly Facet<Item> Year = new("year", x => x.PublishedOn.Year.ToString("0000"));

    /// <summary>Year, channel and column of each placement; an item that was placed twice in one column has the value twice.</summary>
    public static readonly Facet<Item> Placement = new("placement", x => x.Placements.Select(p => $"{p.On.Year:0000}/{p.Channel.Name()}/{p.Column}"));

    /// <summary>Whether lists have it: see <see cref="PublicItems"/>.</summary>
    public static readonly Facet<Item> Standing = new("standing", x => x.Withdrawal is null ? Listed : Withdrawn);

    public static readonly Facet<Item> Timeliness = new("timeliness", x => x.DueOn is null ? null : x.PublishedOn <= x.DueOn ? OnTime : Late);

    /// <summary>What it refers to: see <see cref="ReferenceKeys"/>.</summary>
    public static readonly Facet<Item> References = new("references", x => x.Live.Content.References.Count == 0 ? [] : x.Live.Content.References.SelectMany(ReferenceKeys.Of));

    public const string Listed = "listed";
    public const string Withdrawn = "withdrawn";
    public const string OnTime = "onTime";
    public const string Late = "late";

    public static readonly Collection<Item> Declared = new("items", x => x.Id, CatalogueJson.Default.Item)
    {
        Version = 2,
        Fields = [IndexNumber],
        Search = new SearchIndex<Item>
        {
            Heading = x => PublicItems.IsReadable(x) ? [x.Live.Content.Title, x.Live.Content.DocumentNumber, x.IndexNumber] : [x.IndexNumber],
            Text = x => PublicItems.IsReadable(x) ? [.. x.Live.Content.Keywords, x.Live.Content.Summary, x.Live.Content.Body] : [],
            Day = x => x.PublishedOn,
            Facets = [Agency, Channel, SubjectCategory, Genre, Stage, KeyArea, Year, Placement, Standing, Timeliness, References]
        }
    };

    /// <summary>What the public sees counted.</summary>
    public static readonly IReadOnlyList<Facet<Item>> Shown = [Agency, Channel, SubjectCategory, Genre, Stage, KeyArea, Year];
}

public static class EditionCollection
{
    public static readonly Field<PastEdition, string> Item = Field.Of<PastEdition, string>(x => x.ItemId);
    public static readonly Field<PastEdition, int> Number = new("number", x => x.Edition.Number);
    public static readonly Field<PastEdition, DateTimeOffset> PublishedAt = new("publishedAt", x => x.Edition.PublishedAt);

    public static readonly Collection<PastEdition> Declared = new("editions", x => x.Id, CatalogueJson.Default.PastEdition)
    {
        Fields = [Item, Number, PublishedAt],
        Indexes = [[Item, Number], [Item, PublishedAt]]
    };
}

public static class DraftCollection
{
    public static readonly Field<Draft, V1.DraftState> State = Field.Of<Draft, V1.DraftState>(x => x.State);
    public static readonly Field<Draft, DateTimeOffset?> PublishAt = Field.Of<Draft, DateTimeOffset?>(x => x.PublishAt);

    /// <summary>The due day of what is still owed to the public; far away for what is owed no more or has no due day.</summary>
    public static readonly Field<Draft, DateOnly> Owed = new("owed", x => x.State == V1.DraftState.Restricted ? DateOnly.MaxValue : x.DueOn ?? DateOnly.MaxValue);

    public static readonly Facet<Draft> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<Draft> ByState = new("state", x => x.State.Name());

    public static readonly Collection<Draft> Declared = new("drafts", x => x.Id, CatalogueJson.Default.Draft)
    {
        Fields = [State, PublishAt, Owed],
        Indexes = [[State, PublishAt]],
        Search = new SearchIndex<Draft>
        {
            Heading = x => [x.Content.Title, x.Content.DocumentNumber],
            Text = x => [.. x.Content.Keywords, x.Content.Summary, x.Content.Body],
            Day = x => x.DueOn,
            Facets = [Agency, ByState]
        }
    };
}
