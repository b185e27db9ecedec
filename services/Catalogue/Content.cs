namespace Sunshine.Catalogue;

/// <summary>What an item says: the part of it that is written, reviewed and published in editions.</summary>
public sealed record Content
{
    public string Title { get; set; } = "";
    public string Summary { get; set; } = "";
    public string Body { get; set; } = "";
    public string DocumentNumber { get; set; } = "";
    public string SubjectCategory { get; set; } = "";
    public string Genre { get; set; } = "";
    public IReadOnlyList<string> Keywords { get; set; } = [];
    public V1.Stage Stage { get; set; }
    public string KeyArea { get; set; } = "";
    public DateOnly? FormedOn { get; set; }
    public DateOnly? EffectiveOn { get; set; }
    public DateOnly? ExpiresOn { get; set; }
    public IReadOnlyList<Reference> References { get; set; } = [];
    public IReadOnlyList<string> AttachmentIds { get; set; } = [];
}

/// <summary>A link to another document: an item of the catalogue, or one outside of it by its title.</summary>
public sealed record Reference(V1.Relation Relation, string ItemId, string Title, string DocumentNumber, string Article);
