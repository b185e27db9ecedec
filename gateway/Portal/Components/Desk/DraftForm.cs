using Sunshine.Catalogue.V1;

namespace Sunshine.Portal.Components.Desk;

/// <summary>A draft as an editor fills it in. Of a list without entries a browser sends nothing, and the form is given null for it.</summary>
public sealed class DraftForm
{
    /// <summary>Empty lines that are offered for more references.</summary>
    private const int MoreReferences = 2;

    /// <summary>Made with the empty form: sent twice, it is one draft.</summary>
    public string? RequestId { get; set; }

    /// <summary>Of the draft as the editor saw it.</summary>
    public string? Etag { get; set; }

    public string? Agency { get; set; }

    public string? Title { get; set; }

    public string? Summary { get; set; }

    public string? Body { get; set; }

    public string? DocumentNumber { get; set; }

    public string? Category { get; set; }

    public string? Genre { get; set; }

    public string? Keywords { get; set; }

    public string? Stage { get; set; }

    public string? KeyArea { get; set; }

    public string? FormedOn { get; set; }

    public string? EffectiveOn { get; set; }

    public string? ExpiresOn { get; set; }

    public List<ReferenceForm> References { get; set => field = value ?? []; } = [];

    /// <summary>Ids of what was uploaded, also before the draft is kept.</summary>
    public List<string> Attachments { get; set => field = value ?? []; } = [];

    /// <summary>Those of them that are to be left out.</summary>
    public List<string> Without { get; set => field = value ?? []; } = [];

    public string? ChangeNote { get; set; }

    public string? ChangedOn { get; set; }

    public string? PersonalDataBasis { get; set; }

    public static DraftForm Of(Draft draft)
    {
        var content = draft.Content;
        return new DraftForm
        {
            Etag = draft.Etag, Agency = draft.Agency?.Id, Title = content.Title, Summary = content.Summary, Body = content.Body, DocumentNumber = content.DocumentNumber,
            Category = content.SubjectCategory, Genre = content.Genre, Keywords = string.Join(' ', content.Keywords), Stage = content.Stage == Catalogue.V1.Stage.Unspecified ? "" : Values.Name(content.Stage),
            KeyArea = content.KeyArea, FormedOn = content.FormedOn, EffectiveOn = content.EffectiveOn, ExpiresOn = content.ExpiresOn, References = [.. content.References.Select(ReferenceForm.Of)],
            Attachments = [.. content.AttachmentIds], ChangeNote = draft.ChangeNote, ChangedOn = draft.ChangedOn, PersonalDataBasis = draft.PersonalDataBasis
        };
    }

    /// <summary>Leaves out what is empty or to be left out, so that a refusal's numbers are those that are shown.</summary>
    public void Tidy()
    {
        References.RemoveAll(r => r.IsEmpty);
        Attachments.RemoveAll(Without.Contains);
        Without.Clear();
    }

    /// <summary>The references with some empty ones to fill in.</summary>
    public IEnumerable<ReferenceForm> Lines => References.Concat(Enumerable.Range(0, MoreReferences).Select(_ => new ReferenceForm()));

    public Draft ToProto(string id) => new()
    {
        Id = id, Etag = Etag ?? "", Agency = new AgencyReference { Id = Agency ?? "" }, ChangeNote = Said(ChangeNote), ChangedOn = Said(ChangedOn), PersonalDataBasis = Said(PersonalDataBasis),
        Content = new ItemContent
        {
            Title = Said(Title), Summary = Said(Summary), Body = Said(Body), DocumentNumber = Said(DocumentNumber), SubjectCategory = Category ?? "", Genre = Genre ?? "",
            Keywords = { Said(Keywords).Split([' ', '　', '、', ',', '，', ';', '；', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct() },
            Stage = Values.Of<Stage>(Stage), KeyArea = KeyArea ?? "", FormedOn = Said(FormedOn), EffectiveOn = Said(EffectiveOn), ExpiresOn = Said(ExpiresOn),
            References = { References.Select(r => r.ToProto()) }, AttachmentIds = { Attachments }
        }
    };

    private static string Said(string? text) => RequestActForm.Said(text);
}

/// <summary>A line of a draft's references.</summary>
public sealed class ReferenceForm
{
    public string? Relation { get; set; }

    /// <summary>Id or address of a public item.</summary>
    public string? Item { get; set; }

    public string? Title { get; set; }

    public string? Number { get; set; }

    public string? Article { get; set; }

    public bool IsEmpty => new[] { Item, Title, Number, Article }.All(string.IsNullOrWhiteSpace);

    public static ReferenceForm Of(Reference reference) => new()
    {
        Relation = Values.Name(reference.Relation), Item = reference.ItemId, Title = reference.Title, Number = reference.DocumentNumber, Article = reference.Article
    };

    public Reference ToProto() => new()
    {
        Relation = Values.Of<Relation>(Relation), ItemId = ItemIds.Of(Item), Title = RequestActForm.Said(Title), DocumentNumber = RequestActForm.Said(Number), Article = RequestActForm.Said(Article)
    };
}

/// <summary>Items as people name them: by id, or by the address of their page, which they copy.</summary>
public static class ItemIds
{
    public static string Of(string? text)
    {
        var said = RequestActForm.Said(text);
        return said[(said.LastIndexOf('/') + 1)..].Split('?', '#')[0];
    }
}
