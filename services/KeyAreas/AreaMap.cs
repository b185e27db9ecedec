using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.KeyAreas;

/// <summary>Areas and record types, both ways.</summary>
internal static class AreaMap
{
    public static V1.Area ToProto(Stored<Area> stored)
    {
        var a = stored.Value;
        var proto = new V1.Area
        {
            Id = a.Id, Name = a.Name, OwnerAgencyId = a.OwnerAgencyId, Description = a.Description, Audience = a.Audience, Etag = Etags.Of(stored.Revision),
            CreateTime = Timestamp.FromDateTimeOffset(a.CreatedAt), UpdateTime = Timestamp.FromDateTimeOffset(a.UpdatedAt)
        };
        proto.LegalBases.Add(a.LegalBases);
        proto.Levels.Add(a.Levels);
        proto.Reported.Add(a.Reported.Select(ToProto));
        return proto;
    }

    /// <summary>What a caller may say of an area, over one that is there.</summary>
    public static Area With(Area area, V1.Area said, DateTimeOffset now) => area with
    {
        Name = said.Name.Trim(), OwnerAgencyId = said.OwnerAgencyId, LegalBases = [.. said.LegalBases], Description = said.Description, Audience = said.Audience, Levels = [.. said.Levels],
        Reported = [.. said.Reported.Select(r => new ReportedFigure(r.Year, r.Value, r.Unit, r.Quote, r.Source))], UpdatedAt = now
    };

    public static V1.ReportedFigure ToProto(ReportedFigure r) => new() { Year = r.Year, Value = r.Value, Unit = r.Unit, Quote = r.Quote, Source = r.Source };

    public static V1.RecordType ToProto(Stored<RecordType> stored, RecordShape latest)
    {
        var t = stored.Value;
        var proto = new V1.RecordType
        {
            Id = t.Id, AreaId = t.AreaId, Name = t.Name, Group = t.Group, Elements = t.Elements, Frequency = t.Frequency,
            Limit = new V1.TimeLimit { Days = t.Limit.Days, Unit = t.Limit.Unit, Basis = t.Limit.Basis }, Audience = t.Audience, OnRequest = t.OnRequest, CountedAs = t.CountedAs, Unlisted = t.Unlisted,
            WatchedFrom = Days.Format(t.WatchedFrom), SchemaVersion = t.Schemas.Count, Etag = Etags.Of(stored.Revision),
            CreateTime = Timestamp.FromDateTimeOffset(t.CreatedAt), UpdateTime = Timestamp.FromDateTimeOffset(t.UpdatedAt)
        };
        proto.LegalBases.Add(t.LegalBases);
        proto.AgencyIds.Add(t.AgencyIds);
        proto.Channels.Add(t.Channels);
        proto.Levels.Add(t.Levels);
        proto.Fields.Add(latest.Fields.Values.Select(f => new V1.SchemaField
        {
            Name = f.Name, Title = f.Title, Unit = f.Unit, Filter = f.Filter, Dimension = f.Dimension, Measure = f.Measure,
            MaskedAs = f.Personal == PersonalKind.None ? "" : f.Personal.ToString().ToLowerInvariant()
        }));
        return proto;
    }

    /// <summary>What a caller may say of a record type, over one that is there.</summary>
    public static RecordType With(RecordType type, V1.RecordType said, DateTimeOffset now) => type with
    {
        Name = said.Name.Trim(), Group = said.Group, Elements = said.Elements, LegalBases = [.. said.LegalBases], AgencyIds = [.. said.AgencyIds.Distinct()], Frequency = said.Frequency,
        Limit = new TimeLimit(said.Limit.Days, said.Limit.Unit == 0 ? V1.LimitUnit.WorkingDay : said.Limit.Unit, said.Limit.Basis), Channels = [.. said.Channels], Audience = said.Audience,
        OnRequest = said.OnRequest, Levels = [.. said.Levels], CountedAs = said.CountedAs, WatchedFrom = Days.Parse(said.WatchedFrom) ?? type.WatchedFrom, UpdatedAt = now
    };

    public static V1.RecordSchema ToProto(StoredSchema schema) => new()
    {
        Version = schema.Version, Schema = StructJson.Read(schema.Json), Note = schema.Note, CreateTime = Timestamp.FromDateTimeOffset(schema.CreatedAt)
    };
}
