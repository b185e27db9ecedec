using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Consultations between contract and domain, both ways.</summary>
public static class ConsultationMap
{
    /// <param name="inside">Whether the reader may act for its agency and so sees its papers.</param>
    public static V1.Consultation ToProto(Stored<Consultation> stored, AgencyTree.Snapshot agencies, DateOnly today, bool inside, long received, long accepted)
    {
        var c = stored.Value;
        var proto = new V1.Consultation
        {
            Id = c.Id, Etag = Etags.Of(stored.Revision), CreateTime = c.CreatedAt.ToTimestamp(), UpdateTime = c.UpdatedAt.ToTimestamp(),
            AgencyId = c.AgencyId, Agency = Reference(c.AgencyId, agencies), Title = c.Title, Summary = c.Summary, DraftText = c.DraftText, Basis = c.Basis,
            OpensOn = Days.Format(c.OpensOn), ClosesOn = Days.Format(c.ClosesOn), ShorteningReason = c.ShorteningReason, HowToRespond = c.HowToRespond,
            State = c.StateOn(today), OpenedAt = c.OpenedAt?.ToTimestamp(), ReceivedCount = received, AcceptedCount = accepted,
            AttachmentIds = { c.AttachmentIds }
        };
        if (c.Adoption is { } a)
        {
            proto.Adoption = new V1.AdoptionSummary
            {
                Text = a.Text, OpinionCount = a.OpinionCount, AdoptedCount = a.AdoptedCount, PublishedAt = a.PublishedAt.ToTimestamp(), AttachmentIds = { a.AttachmentIds }
            };
        }

        if (c.Decision is { } d) proto.Decision = new V1.TakenDecision { Outcome = d.Outcome, On = Days.Format(d.On), Meeting = d.Meeting, ItemId = d.ItemId };
        if (inside) proto.Steps.Add(c.Steps.Select(ToProto));
        return proto;
    }

    public static V1.ConsultationSummary ToSummary(Consultation c, AgencyTree.Snapshot agencies, DateOnly today) => new()
    {
        Id = c.Id, Title = c.Title, Summary = c.Summary, Agency = Reference(c.AgencyId, agencies), OpensOn = Days.Format(c.OpensOn),
        ClosesOn = Days.Format(c.ClosesOn), State = c.StateOn(today)
    };

    /// <summary>What the agency writes of a draft, over what is there.</summary>
    public static Consultation ToDraft(V1.Consultation c, Consultation over) => over with
    {
        Title = c.Title, Summary = c.Summary, DraftText = c.DraftText, Basis = c.Basis, AttachmentIds = [.. c.AttachmentIds],
        OpensOn = Day(c.OpensOn), ClosesOn = Day(c.ClosesOn), ShorteningReason = c.ShorteningReason, HowToRespond = c.HowToRespond
    };

    public static AdoptionSummary ToAdoption(V1.AdoptionSummary a, DateTimeOffset now) => new(a.Text, a.OpinionCount, a.AdoptedCount, [.. a.AttachmentIds], now);

    public static StepRecord ToStep(V1.StepRecord s, DateTimeOffset now) =>
        new(s.Step, s.Result, DateOnly.ParseExact(s.On, "O"), s.Note, s.DocumentNumber, [.. s.AttachmentIds], now);

    public static TakenDecision ToDecision(V1.TakenDecision d) => new(d.Outcome, DateOnly.ParseExact(d.On, "O"), d.Meeting, d.ItemId);

    public static V1.ConsultationOpened ToOpened(Consultation c) => new()
    {
        ConsultationId = c.Id, AgencyId = c.AgencyId, OpensOn = Days.Format(c.OpensOn), ClosesOn = Days.Format(c.ClosesOn), OccurredAt = c.UpdatedAt.ToTimestamp()
    };

    public static V1.AdoptionSummaryPublished ToSummarised(Consultation c) => new() { ConsultationId = c.Id, AgencyId = c.AgencyId, OccurredAt = c.UpdatedAt.ToTimestamp() };

    /// <param name="c">Decided.</param>
    public static V1.DecisionTaken ToDecided(Consultation c) => new()
    {
        ConsultationId = c.Id, AgencyId = c.AgencyId, Outcome = c.Decision!.Outcome, ItemId = c.Decision.ItemId, DecidedOn = Days.Format(c.Decision.On), OccurredAt = c.UpdatedAt.ToTimestamp()
    };

    /// <summary>As the public may see it.</summary>
    public static V1.Comment ToProto(Stored<Comment> stored)
    {
        var c = stored.Value;
        return new V1.Comment
        {
            Id = c.Id, Etag = Etags.Of(stored.Revision), ConsultationId = c.ConsultationId, Text = c.Text, CreateTime = c.CreatedAt.ToTimestamp(), State = c.State,
            Starred = c.SealedText.Length > 0
        };
    }

    /// <summary>As a moderator sees it.</summary>
    public static V1.Comment ToProto(Stored<Comment> stored, SealedData sealing)
    {
        var c = stored.Value;
        var proto = ToProto(stored);
        if (c.SealedText.Length > 0) proto.Text = sealing.Unseal(c.SealedText);
        proto.Reason = c.Reason;
        proto.Name = sealing.Unseal(c.SealedName);
        proto.Contact = sealing.Unseal(c.SealedContact);
        return proto;
    }

    private static V1.StepRecord ToProto(StepRecord s) => new()
    {
        Step = s.Step, Result = s.Result, On = Days.Format(s.On), Note = s.Note, DocumentNumber = s.DocumentNumber, RecordedAt = s.RecordedAt.ToTimestamp(),
        AttachmentIds = { s.AttachmentIds }
    };

    private static V1.AgencyReference Reference(string id, AgencyTree.Snapshot agencies) => new() { Id = id, Name = agencies.NameOf(id) };

    private static DateOnly? Day(string text) => Days.TryParse(text, out var day) ? day : null;
}
