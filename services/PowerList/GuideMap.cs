using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Powers;

/// <summary>Contract ↔ domain, of guides.</summary>
internal static class GuideMap
{
    /// <param name="bases">The content's, in their first form.</param>
    public static GuideContent ToContent(V1.GuideContent c, IReadOnlyList<LegalBasis> bases) => new()
    {
        Title = c.Title, Kind = c.Kind, PowerIds = [.. c.PowerIds], Office = c.Office, Bases = bases, Conditions = c.Conditions, Audiences = [.. c.Audiences],
        Steps = [.. c.Steps.Select(s => new ProcessStep(s.Step, s.Text, s.Duration, s.Responsible))],
        Materials = [.. c.Materials.Select(m => new Material(m.Name, m.Form, m.Copies, m.Issuer, m.Condition, m.BlankFormId, m.ModelTextId, m.Notes))],
        NoMaterials = c.NoMaterials, FeeIds = [.. c.FeeIds], FreeOfCharge = c.FreeOfCharge, TimeLimit = Map.ToLimit(c.TimeLimit),
        Supervision = c.Supervision is { } s ? new Supervision(s.Phone, s.Address, s.Url) : null,
        Places = [.. c.Places.Select(p => new ServicePlace(p.Address, p.Name, p.Window, p.Hours, p.Phone, p.Longitude, p.Latitude))], Hours = c.Hours, Phone = c.Phone,
        Channels = [.. c.Channels.Select(r => new ChannelRule(r.Channel, r.Available, r.Url, r.Address, [.. r.MaterialNumbers], Map.ToLimit(r.TimeLimit), r.FeeNote, r.Visits))],
        Results = [.. c.Results.Select(r => new ServiceResult(r.Name, r.Validity, r.SampleId))], Questions = [.. c.Questions.Select(q => new ServiceQuestion(q.Question, q.Answer))]
    };

    /// <summary>With bases as they are sent in, without what the register says of them.</summary>
    public static V1.GuideContent ToProto(GuideContent c)
    {
        var proto = new V1.GuideContent
        {
            Title = c.Title, Kind = c.Kind, Office = c.Office, Conditions = c.Conditions, NoMaterials = c.NoMaterials, FreeOfCharge = c.FreeOfCharge,
            TimeLimit = Map.ToProto(c.TimeLimit), Hours = c.Hours, Phone = c.Phone,
            Supervision = c.Supervision is { } s ? new V1.Supervision { Phone = s.Phone, Address = s.Address, Url = s.Url } : null
        };
        proto.PowerIds.Add(c.PowerIds);
        proto.Bases.Add(c.Bases.Select(b => new V1.LegalBasis { LawId = b.LawId, Article = b.Article }));
        proto.Audiences.Add(c.Audiences);
        proto.Steps.Add(c.Steps.Select(s => new V1.ProcessStep { Step = s.Step, Text = s.Text, Duration = s.Duration, Responsible = s.Responsible }));
        proto.Materials.Add(c.Materials.Select(m => new V1.Material
        {
            Name = m.Name, Form = m.Form, Copies = m.Copies, Issuer = m.Issuer, Condition = m.Condition, BlankFormId = m.BlankFormId, ModelTextId = m.ModelTextId, Notes = m.Notes
        }));
        proto.FeeIds.Add(c.FeeIds);
        proto.Places.Add(c.Places.Select(p => new V1.ServicePlace
        {
            Address = p.Address, Name = p.Name, Window = p.Window, Hours = p.Hours, Phone = p.Phone, Longitude = p.Longitude, Latitude = p.Latitude
        }));
        proto.Channels.Add(c.Channels.Select(ToProto));
        proto.Results.Add(c.Results.Select(r => new V1.ServiceResult { Name = r.Name, Validity = r.Validity, SampleId = r.SampleId }));
        proto.Questions.Add(c.Questions.Select(q => new V1.ServiceQuestion { Question = q.Question, Answer = q.Answer }));
        return proto;
    }

    /// <summary>A guide as one of its editions has it.</summary>
    /// <param name="asOf">The day on which it is looked at.</param>
    public static V1.Guide ToProto(Stored<Guide> stored, GuideEdition edition, DateOnly asOf, AgencyCopies.Snapshot agencies, LawBook.Snapshot laws)
    {
        var guide = stored.Value;
        var proto = new V1.Guide
        {
            Id = guide.Id, Etag = Etags.Of(stored.Revision), CreateTime = guide.CreatedAt.ToTimestamp(), UpdateTime = guide.UpdatedAt.ToTimestamp(), AgencyId = guide.AgencyId,
            AgencyName = agencies.NameOf(guide.AgencyId), SourceId = guide.SourceId, Content = ToProto(edition.Content), Edition = edition.Number,
            PublishTime = edition.PublishedAt.ToTimestamp(), ChangeNote = edition.ChangeNote, ContentDigest = edition.Digest, Completeness = GuideElements.ToProto(edition.Content),
            BasesSince = Days.Format(edition.BasesSince), InQuestion = laws.InQuestion(edition.Content.Bases, guide.Id, edition.BasesSince, asOf),
            Withdrawal = guide.WithdrawalOn(asOf) is { } act ? new V1.GuideWithdrawal { WithdrawTime = act.At.ToTimestamp(), Reason = act.Reason } : null
        };
        proto.Content.Bases.Clear();
        proto.Content.Bases.Add(edition.Content.Bases.Select(b => laws.ToProto(b, guide.Id, edition.BasesSince, asOf)));
        return proto;
    }

    public static V1.GuideSummary ToSummary(Guide guide, DateOnly today, AgencyCopies.Snapshot agencies, LawBook.Snapshot laws, TextQuery? query)
    {
        var (edition, content) = (guide.Live, guide.Live.Content);
        var summary = new V1.GuideSummary
        {
            Id = guide.Id, Title = content.Title, MarkedTitle = Highlights.Mark(content.Title, query ?? NoQuery), Kind = content.Kind, AgencyId = guide.AgencyId,
            AgencyName = agencies.NameOf(guide.AgencyId), Office = content.Office, FreeOfCharge = content.FreeOfCharge, TimeLimit = Map.ToProto(content.TimeLimit),
            Edition = edition.Number, PublishedOn = Days.Format(Clock.DayOf(edition.PublishedAt)), Score = GuideElements.ScoreOf(content),
            InQuestion = laws.InQuestion(content.Bases, guide.Id, edition.BasesSince, today)
        };
        summary.Channels.Add(content.Channels.Where(r => r.Available).Select(r => r.Channel));
        return summary;
    }

    public static V1.GuideEdition ToProto(GuideEdition edition) => new()
    {
        Number = edition.Number, Title = edition.Content.Title, ChangeNote = edition.ChangeNote, PublishTime = edition.PublishedAt.ToTimestamp(),
        ContentDigest = edition.Digest, Score = GuideElements.ScoreOf(edition.Content)
    };

    /// <param name="guide">The guide it is an edition of; null for a new one.</param>
    public static V1.GuideDraft ToProto(Stored<GuideDraft> stored, Guide? guide, AgencyCopies.Snapshot agencies)
    {
        var draft = stored.Value;
        var proto = new V1.GuideDraft
        {
            Id = draft.Id, Etag = Etags.Of(stored.Revision), CreateTime = draft.CreatedAt.ToTimestamp(), UpdateTime = draft.UpdatedAt.ToTimestamp(), AgencyId = draft.AgencyId,
            AgencyName = agencies.NameOf(draft.AgencyId), SourceId = draft.SourceId, Content = ToProto(draft.Content), ChangeNote = draft.ChangeNote, BaseEdition = draft.BaseEdition,
            Overtaken = draft.IsOvertaken(guide), Completeness = GuideElements.ToProto(draft.Content)
        };
        proto.Editors.Add(draft.Editors);
        return proto;
    }

    public static V1.GuideAdjustment ToProto(GuideAdjustment adjustment, AgencyCopies.Snapshot agencies)
    {
        var act = adjustment.Act;
        var proto = new V1.GuideAdjustment
        {
            GuideId = adjustment.GuideId, AgencyId = adjustment.AgencyId, AgencyName = agencies.NameOf(adjustment.AgencyId), Title = act.Title, Change = act.Change,
            On = Days.Format(act.On), Edition = act.Edition, Reason = act.Reason
        };
        proto.Fields.Add(act.Fields);
        return proto;
    }

    private static readonly TextQuery NoQuery = TextQuery.Parse("");

    private static V1.ChannelRule ToProto(ChannelRule r)
    {
        var proto = new V1.ChannelRule
        {
            Channel = r.Channel, Available = r.Available, Url = r.Url, Address = r.Address, TimeLimit = Map.ToProto(r.TimeLimit), FeeNote = r.FeeNote, Visits = r.Visits
        };
        proto.MaterialNumbers.Add(r.MaterialNumbers);
        return proto;
    }
}
