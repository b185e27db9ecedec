using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.TransparencyLog;

namespace Sunshine.Catalogue;

/// <summary>Briefings, concerns and tallies between contract and domain, both ways.</summary>
public static class ResponseMap
{
    public static V1.Briefing ToProto(Stored<Briefing> stored, AgencyTree.Snapshot agencies)
    {
        var b = stored.Value;
        return new V1.Briefing
        {
            Id = b.Id, Etag = Etags.Of(stored.Revision), CreateTime = b.CreatedAt.ToTimestamp(), UpdateTime = b.UpdatedAt.ToTimestamp(), AgencyId = b.AgencyId,
            Agency = Reference(b.AgencyId, agencies), Kind = b.Kind, On = Days.Format(b.On), Subject = b.Subject, PrincipalLeader = b.PrincipalLeader,
            Summary = b.Summary, Url = b.Url, ItemIds = { b.ItemIds }
        };
    }

    public static Briefing ToBriefing(V1.Briefing b, string id, DateTimeOffset created, DateTimeOffset updated) => new()
    {
        Id = id, AgencyId = b.AgencyId, Kind = b.Kind, On = Day(b.On), Subject = b.Subject, PrincipalLeader = b.PrincipalLeader, Summary = b.Summary, Url = b.Url,
        ItemIds = [.. b.ItemIds], CreatedAt = created, UpdatedAt = updated
    };

    public static V1.Concern ToProto(Stored<Concern> stored, AgencyTree.Snapshot agencies, DateTimeOffset now)
    {
        var c = stored.Value;
        var proto = new V1.Concern
        {
            Id = c.Id, Etag = Etags.Of(stored.Revision), CreateTime = c.CreatedAt.ToTimestamp(), UpdateTime = c.UpdatedAt.ToTimestamp(), AgencyId = c.AgencyId,
            Agency = Reference(c.AgencyId, agencies), Subject = c.Subject, Source = c.Source, Serious = c.Serious, RaisedAt = c.RaisedAt.ToTimestamp(), Outcome = c.Outcome
        };
        proto.Responses.Add(c.Responses.Select(r => new V1.ConcernResponse
        {
            RespondedAt = r.RespondedAt.ToTimestamp(), Form = r.Form, Text = r.Text, ItemId = r.ItemId, BriefingId = r.BriefingId, RecordedAt = r.RecordedAt.ToTimestamp(),
            Channels = { r.Channels }
        }));
        proto.Deadlines.Add(c.Deadlines.Select(d => new V1.ConcernDeadline
        {
            Duty = d.Duty, DueAt = d.DueAt.ToTimestamp(), MetAt = ConcernDeadlines.MetAt(d, c.Responses)?.ToTimestamp(),
            Late = ConcernDeadlines.IsLate(d, c.Responses, now), Citation = d.Citation
        }));
        return proto;
    }

    public static ConcernResponse ToResponse(V1.ConcernResponse r, DateTimeOffset now) =>
        new(r.RespondedAt.ToDateTimeOffset(), r.Form, [.. r.Channels], r.Text, r.ItemId, r.BriefingId, now);

    public static V1.Tally ToProto(Tally t, string replacedBy, AgencyTree.Snapshot agencies)
    {
        var proto = ToStatement(t);
        (proto.Id, proto.CreateTime, proto.Agency, proto.ReplacedBy) = (t.Id, t.CreatedAt.ToTimestamp(), Reference(t.AgencyId, agencies), replacedBy);
        proto.Statement = TallyStatement.Of(proto);
        return proto;
    }

    /// <summary>What was stated, and by whom it is signed.</summary>
    private static V1.Tally ToStatement(Tally t) => new()
    {
        AgencyId = t.AgencyId, Source = t.Source, Measure = t.Measure, PeriodFrom = Days.Format(t.PeriodFrom), PeriodTo = Days.Format(t.PeriodTo), Value = t.Value, Unit = t.Unit, Scope = t.Scope,
        DocumentNumber = t.DocumentNumber, ItemId = t.ItemId, Replaces = t.Replaces, Signature = t.Signature, SignerKey = t.SignerKey
    };

    public static Tally ToTally(V1.Tally t, string id, VerifierKey? signer, DateTimeOffset now) => new()
    {
        Id = id, AgencyId = t.AgencyId, Source = t.Source, Measure = t.Measure, PeriodFrom = Day(t.PeriodFrom), PeriodTo = Day(t.PeriodTo), Value = t.Value,
        Unit = t.Unit, Scope = t.Scope, DocumentNumber = t.DocumentNumber, ItemId = t.ItemId, Replaces = t.Replaces, Signature = t.Signature, SignerKey = signer?.ToString() ?? "", CreatedAt = now
    };

    /// <param name="before">Null if it is new.</param>
    public static V1.BriefingChanged ToEvent(Stored<Briefing>? before, Briefing b) => new()
    {
        BriefingId = b.Id, AgencyId = b.AgencyId, Change = before is null ? V1.Change.Created : V1.Change.Updated, Kind = b.Kind, On = Days.Format(b.On), Revision = (before?.Revision ?? 0) + 1,
        Counts = { Counts.Change(before is null ? [] : ResponseCounts.Of(before.Value), ResponseCounts.Of(b)) }, OccurredAt = b.UpdatedAt.ToTimestamp()
    };

    public static V1.ConcernChanged ToEvent(Stored<Concern> before, Concern c) => new()
    {
        ConcernId = c.Id, AgencyId = c.AgencyId, Change = before.Value.IsPublic ? V1.Change.Updated : V1.Change.Created, ResponseCount = c.Responses.Count, Revision = before.Revision + 1,
        Counts = { Counts.Change(ResponseCounts.Of(before.Value), ResponseCounts.Of(c)) }, OccurredAt = c.UpdatedAt.ToTimestamp()
    };

    /// <param name="replaced">Null for a first report.</param>
    public static V1.TallyReported ToEvent(Tally? replaced, Tally t) => new()
    {
        TallyId = t.Id, AgencyId = t.AgencyId, PeriodFrom = Days.Format(t.PeriodFrom), PeriodTo = Days.Format(t.PeriodTo), Value = t.Value, Unit = t.Unit, DocumentNumber = t.DocumentNumber,
        Replaces = t.Replaces, SignerKey = t.SignerKey, StatementDigest = TallyStatement.DigestOf(ToStatement(t)), Counts = { Counts.Change(replaced is null ? [] : ResponseCounts.Of(replaced), ResponseCounts.Of(t)) }, OccurredAt = t.CreatedAt.ToTimestamp()
    };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "O");

    private static V1.AgencyReference Reference(string id, AgencyTree.Snapshot agencies) => new() { Id = id, Name = agencies.NameOf(id) };
}
