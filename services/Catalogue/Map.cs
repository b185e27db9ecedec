using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>Between contracts and domain, both ways.</summary>
public static class Map
{
    public static V1.ItemContent ContentOf(V1.ImportRecord r)
    {
        var content = new V1.ItemContent
        {
            Title = r.Title, Summary = r.Summary, Body = r.Body, DocumentNumber = r.DocumentNumber, SubjectCategory = r.SubjectCategory, Genre = r.Genre,
            Stage = r.Stage, KeyArea = r.KeyArea, FormedOn = r.FormedOn, EffectiveOn = r.EffectiveOn, ExpiresOn = r.ExpiresOn
        };
        content.Keywords.Add(r.Keywords);
        content.References.Add(r.References);
        return content;
    }

    public static Content ToContent(V1.ItemContent c) => new()
    {
        Title = c.Title, Summary = c.Summary, Body = c.Body, DocumentNumber = c.DocumentNumber, SubjectCategory = c.SubjectCategory, Genre = c.Genre,
        Keywords = [.. c.Keywords], Stage = c.Stage, KeyArea = c.KeyArea, FormedOn = Days.Parse(c.FormedOn), EffectiveOn = Days.Parse(c.EffectiveOn),
        ExpiresOn = Days.Parse(c.ExpiresOn), AttachmentIds = [.. c.AttachmentIds],
        References = [.. c.References.Select(r => new Reference(r.Relation, r.ItemId, r.Title, r.DocumentNumber, r.Article))]
    };

    public static V1.ItemContent ToProto(Content c)
    {
        var proto = new V1.ItemContent
        {
            Title = c.Title, Summary = c.Summary, Body = c.Body, DocumentNumber = c.DocumentNumber, SubjectCategory = c.SubjectCategory, Genre = c.Genre,
            Stage = c.Stage, KeyArea = c.KeyArea, FormedOn = Days.Format(c.FormedOn), EffectiveOn = Days.Format(c.EffectiveOn), ExpiresOn = Days.Format(c.ExpiresOn)
        };
        proto.Keywords.Add(c.Keywords);
        proto.References.Add(c.References.Select(ToProto));
        proto.AttachmentIds.Add(c.AttachmentIds);
        return proto;
    }

    /// <param name="placement">With a day.</param>
    public static Placement ToPlacement(V1.Placement placement) =>
        new(placement.Channel, DateOnly.ParseExact(placement.On, "O"), placement.Column, placement.Url);

    public static V1.Item ToProto(PublicItem shown, AgencyTree.Snapshot agencies)
    {
        var (item, content) = (shown.Item, shown.Edition.Content);
        var proto = new V1.Item
        {
            Id = item.Id, Etag = Etags.Of(shown.Revision), CreateTime = item.CreatedAt.ToTimestamp(), UpdateTime = item.UpdatedAt.ToTimestamp(),
            IndexNumber = item.IndexNumber, Title = content.Title, Summary = content.Summary, Body = content.Body, Agency = Reference(item.AgencyId, agencies),
            DocumentNumber = content.DocumentNumber, SubjectCategory = content.SubjectCategory, Genre = content.Genre, Stage = content.Stage, KeyArea = content.KeyArea,
            FormedOn = Days.Format(content.FormedOn), PublishedOn = Days.Format(item.PublishedOn), SourceId = item.SourceId, Edition = shown.Edition.Number,
            EditionTime = shown.Edition.PublishedAt.ToTimestamp(), ChangeNote = shown.Edition.ChangeNote, Validity = shown.Validity,
            EffectiveOn = Days.Format(content.EffectiveOn), ExpiresOn = Days.Format(content.ExpiresOn), DueOn = Days.Format(item.DueOn)
        };
        if (shown.Withdrawal is { } act)
        {
            proto.Withdrawal = new V1.Withdrawal
            {
                WithdrawTime = act.At.ToTimestamp(), Reason = act.Reason, SuccessorId = act.SuccessorId, ContentRemoved = act.RemovesContent
            };
        }

        if (shown.Ended is { } ended) proto.Ended = new V1.ValidityEnd { On = Days.Format(ended.On), Reason = ended.Reason, SuccessorId = ended.SuccessorId };
        proto.Keywords.Add(content.Keywords);
        proto.References.Add(content.References.Select(ToProto));
        proto.AttachmentIds.Add(content.AttachmentIds);
        proto.Placements.Add(item.Placements.Select(p => new V1.Placement { Channel = p.Channel, On = Days.Format(p.On), Column = p.Column, Url = p.Url }));
        return proto;
    }

    public static V1.ItemSummary ToSummary(Item item, AgencyTree.Snapshot agencies, TextQuery query)
    {
        var content = item.Live.Content;
        // The passage comes from where the words are; a reader who finds them in the title sees the summary's beginning.
        var passage = content.Summary.Length > 0 && (content.Body.Length == 0 || Highlights.Matches(content.Summary, query) || !Highlights.Matches(content.Body, query))
            ? content.Summary
            : content.Body;
        var summary = new V1.ItemSummary
        {
            Id = item.Id, IndexNumber = item.IndexNumber, Title = content.Title, Agency = Reference(item.AgencyId, agencies),
            PublishedOn = Days.Format(item.PublishedOn), Snippet = Highlights.Snippet(passage, query), MarkedTitle = Highlights.Mark(content.Title, query),
            DocumentNumber = content.DocumentNumber, SubjectCategory = content.SubjectCategory, Genre = content.Genre, Stage = content.Stage, KeyArea = content.KeyArea
        };
        summary.Channels.Add(item.Placements.Select(p => p.Channel).Distinct().Order());
        return summary;
    }

    public static V1.Edition ToProto(Edition edition) => new()
    {
        Number = edition.Number, Title = edition.Content.Title, ChangeNote = edition.ChangeNote, PublishTime = edition.PublishedAt.ToTimestamp(),
        ContentDigest = edition.Digest
    };

    public static V1.Draft ToProto(Stored<Draft> stored, AgencyTree.Snapshot agencies)
    {
        var draft = stored.Value;
        var proto = new V1.Draft
        {
            Id = draft.Id, Etag = Etags.Of(stored.Revision), CreateTime = draft.CreatedAt.ToTimestamp(), UpdateTime = draft.UpdatedAt.ToTimestamp(),
            State = draft.State, Agency = Reference(draft.AgencyId, agencies), Content = ToProto(draft.Content), Edition = draft.BasedOn + 1,
            ChangeNote = draft.ChangeNote, PersonalDataBasis = draft.PersonalDataBasis, ChangedOn = Days.Format(draft.ChangedOn), DueOn = Days.Format(draft.DueOn),
            PublishTime = draft.PublishAt?.ToTimestamp()
        };
        proto.Editors.Add(draft.Editors);
        if (draft.Review is { } review)
        {
            proto.Review = new V1.Review
            {
                Reviewer = review.Reviewer, DecideTime = review.At.ToTimestamp(), Decision = review.Decision, Opinion = review.Opinion, Mode = review.Mode,
                Ground = review.Ground, LegalBasis = review.LegalBasis
            };
        }

        return proto;
    }

    public static V1.Attachment ToProto(Stored<Attachment> stored, AgencyTree.Snapshot agencies)
    {
        var attachment = stored.Value;
        return new V1.Attachment
        {
            Id = attachment.Id, Etag = Etags.Of(stored.Revision), CreateTime = attachment.UploadedAt.ToTimestamp(), FileName = attachment.FileName,
            MediaType = attachment.MediaType, Length = attachment.Length, Sha256 = attachment.Sha256, Agency = Reference(attachment.AgencyId, agencies),
            OwnerId = attachment.OwnerId
        };
    }

    public static V1.Agency ToProto(Stored<Agency> stored)
    {
        var agency = stored.Value;
        var proto = new V1.Agency
        {
            Id = agency.Id, Etag = Etags.Of(stored.Revision), CreateTime = agency.CreatedAt.ToTimestamp(), UpdateTime = agency.UpdatedAt.ToTimestamp(),
            Name = agency.Name, ShortName = agency.ShortName, ParentId = agency.ParentId, Level = agency.Level, DivisionCode = agency.DivisionCode,
            OrganisationCode = agency.OrganisationCode, CatalogueCode = agency.CatalogueCode, DissolvedOn = Days.Format(agency.DissolvedOn)
        };
        proto.Successions.Add(agency.Successions.Select(s =>
        {
            var succession = new V1.Succession { Kind = s.Kind, On = Days.Format(s.On), FormerName = s.FormerName, Basis = s.Basis };
            succession.SuccessorIds.Add(s.SuccessorIds);
            return succession;
        }));
        return proto;
    }

    public static V1.DisclosureGuide ToProto(DisclosureGuide guide)
    {
        var proto = new V1.DisclosureGuide
        {
            AgencyId = guide.AgencyId, Edition = guide.Number, PublishTime = guide.PublishedAt.ToTimestamp(), Office = guide.Office, Address = guide.Address, Hours = guide.Hours,
            Phone = guide.Phone, Fax = guide.Fax, Email = guide.Email, PostalCode = guide.PostalCode, Text = guide.Text
        };
        proto.RequestWays.Add(guide.RequestWays.Select(w => new V1.RequestWay { Name = w.Name, Address = w.Address }));
        return proto;
    }

    public static DisclosureGuide ToGuide(V1.DisclosureGuide g, string agencyId, int number, DateTimeOffset now) => new()
    {
        AgencyId = agencyId, Number = number, PublishedAt = now, Office = g.Office, Address = g.Address, Hours = g.Hours, Phone = g.Phone, Fax = g.Fax, Email = g.Email,
        PostalCode = g.PostalCode, RequestWays = [.. g.RequestWays.Select(w => new RequestWay(w.Name, w.Address))], Text = g.Text
    };

    public static Agency ToAgency(V1.Agency a, DateTimeOffset created, DateTimeOffset updated, string createKey = "") => new()
    {
        Id = a.Id, Name = a.Name, ShortName = a.ShortName, ParentId = a.ParentId, Level = a.Level, DivisionCode = a.DivisionCode,
        OrganisationCode = a.OrganisationCode, CatalogueCode = a.CatalogueCode, CreateKey = createKey, CreatedAt = created, UpdatedAt = updated
    };

    public static V1.CodeTable ToProto(CodeTables.Table table)
    {
        var proto = new V1.CodeTable { Id = table.Id, Name = table.Name };
        proto.Codes.Add(table.Codes.Select(ToProto));
        return proto;
    }

    public static V1.Code ToProto(CodeTables.Code code) => new() { Code_ = code.Value, Name = code.Name, Parent = code.Parent };

    public static V1.Facet ToProto(string facet, IReadOnlyList<ValueCount> values, AgencyTree.Snapshot agencies)
    {
        var proto = new V1.Facet { Field = facet };
        proto.Values.Add(values.Take(200).Select(v => new V1.FacetValue { Value = v.Value, Name = NameOf(facet, v.Value, agencies), Count = v.Documents }));
        return proto;
    }

    private static string NameOf(string facet, string value, AgencyTree.Snapshot agencies) => facet switch
    {
        "agency" => agencies.NameOf(value),
        "subjectCategory" => CodeTables.SubjectCategories.NameOf(value),
        "genre" => CodeTables.Genres.NameOf(value),
        "keyArea" => CodeTables.KeyAreas.NameOf(value),
        "channel" => ChineseNames.Channels.GetValueOrDefault(value, ""),
        "stage" => ChineseNames.Stages.GetValueOrDefault(value, ""),
        _ => ""
    };

    private static V1.Reference ToProto(Reference r) =>
        new() { Relation = r.Relation, ItemId = r.ItemId, Title = r.Title, DocumentNumber = r.DocumentNumber, Article = r.Article };

    private static V1.AgencyReference Reference(string id, AgencyTree.Snapshot agencies) => new() { Id = id, Name = agencies.NameOf(id) };
}
