using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Catalogue;

/// <summary>Between contracts and domain, both ways.</summary>
public static class Map
{
    public static Item ToItem(V1.ImportRecord r, string id, string indexNumber, string digest, DateTimeOffset created, DateTimeOffset updated) => new()
    {
        Id = id, IndexNumber = indexNumber, AgencyId = r.AgencyId, SourceId = r.SourceId, Title = r.Title, Summary = r.Summary, Body = r.Body,
        DocumentNumber = r.DocumentNumber, SubjectCategory = r.SubjectCategory, Genre = r.Genre, Keywords = [.. r.Keywords], Stage = r.Stage,
        KeyArea = r.KeyArea, FormedOn = Days.TryParse(r.FormedOn, out var formed) ? formed : null,
        Placements = [.. r.Placements.Select(p => new Placement(p.Channel, DateOnly.ParseExact(p.On, "O"), p.Column, p.Url)).OrderBy(p => p.On)],
        Digest = digest, CreatedAt = created, UpdatedAt = updated
    };

    public static V1.Item ToProto(Stored<Item> stored, AgencyTree.Snapshot agencies)
    {
        var item = stored.Value;
        var proto = new V1.Item
        {
            Id = item.Id, Etag = Etags.Of(stored.Revision), CreateTime = item.CreatedAt.ToTimestamp(), UpdateTime = item.UpdatedAt.ToTimestamp(),
            IndexNumber = item.IndexNumber, Title = item.Title, Summary = item.Summary, Body = item.Body, Agency = Reference(item.AgencyId, agencies),
            DocumentNumber = item.DocumentNumber, SubjectCategory = item.SubjectCategory, Genre = item.Genre, Stage = item.Stage, KeyArea = item.KeyArea,
            FormedOn = Days.Format(item.FormedOn), PublishedOn = Days.Format(item.PublishedOn), SourceId = item.SourceId
        };
        proto.Keywords.Add(item.Keywords);
        proto.Placements.Add(item.Placements.Select(p => new V1.Placement { Channel = p.Channel, On = Days.Format(p.On), Column = p.Column, Url = p.Url }));
        return proto;
    }

    public static V1.ItemSummary ToSummary(Item item, AgencyTree.Snapshot agencies, TextQuery query)
    {
        // The passage comes from where the words are; a reader who finds them in the title sees the summary's beginning.
        var passage = item.Summary.Length > 0 && (item.Body.Length == 0 || Highlights.Matches(item.Summary, query) || !Highlights.Matches(item.Body, query))
            ? item.Summary
            : item.Body;
        var summary = new V1.ItemSummary
        {
            Id = item.Id, IndexNumber = item.IndexNumber, Title = item.Title, Agency = Reference(item.AgencyId, agencies),
            PublishedOn = Days.Format(item.PublishedOn), Snippet = Highlights.Snippet(passage, query), MarkedTitle = Highlights.Mark(item.Title, query),
            DocumentNumber = item.DocumentNumber, SubjectCategory = item.SubjectCategory, Genre = item.Genre, Stage = item.Stage, KeyArea = item.KeyArea
        };
        summary.Channels.Add(item.Placements.Select(p => p.Channel).Distinct().Order());
        return summary;
    }

    public static V1.Attachment ToProto(Stored<Attachment> stored, AgencyTree.Snapshot agencies)
    {
        var attachment = stored.Value;
        return new V1.Attachment
        {
            Id = attachment.Id, Etag = Etags.Of(stored.Revision), CreateTime = attachment.UploadedAt.ToTimestamp(), FileName = attachment.FileName,
            MediaType = attachment.MediaType, Length = attachment.Length, Sha256 = attachment.Sha256, Agency = Reference(attachment.AgencyId, agencies),
            ItemId = attachment.ItemId
        };
    }

    public static V1.Agency ToProto(Stored<Agency> stored)
    {
        var agency = stored.Value;
        return new V1.Agency
        {
            Id = agency.Id, Etag = Etags.Of(stored.Revision), CreateTime = agency.CreatedAt.ToTimestamp(), UpdateTime = agency.UpdatedAt.ToTimestamp(),
            Name = agency.Name, ShortName = agency.ShortName, ParentId = agency.ParentId, Level = agency.Level, DivisionCode = agency.DivisionCode,
            OrganisationCode = agency.OrganisationCode, CatalogueCode = agency.CatalogueCode
        };
    }

    public static Agency ToAgency(V1.Agency a, DateTimeOffset created, DateTimeOffset updated, string createKey = "") => new()
    {
        Id = a.Id, Name = a.Name, ShortName = a.ShortName, ParentId = a.ParentId, Level = a.Level, DivisionCode = a.DivisionCode,
        OrganisationCode = a.OrganisationCode, CatalogueCode = a.CatalogueCode, CreateKey = createKey, CreatedAt = created, UpdatedAt = updated
    };

    public static V1.CodeTable ToProto(CodeTables.Table table)
    {
        var proto = new V1.CodeTable { Id = table.Id, Name = table.Name };
        proto.Codes.Add(table.Codes.Select(c => new V1.Code { Code_ = c.Value, Name = c.Name, Parent = c.Parent }));
        return proto;
    }

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

    private static V1.AgencyReference Reference(string id, AgencyTree.Snapshot agencies) => new() { Id = id, Name = agencies.NameOf(id) };
}
