using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>Contract ↔ domain.</summary>
internal static class Map
{
    /// <summary>How much of what is wanted a list shows, in characters.</summary>
    private const int LongestInList = 100;

    public static Applicant ToApplicant(V1.Applicant a) => new(
        a.Name.Trim(), a.IdentityDocument, a.IdentityNumber, a.CreditCode, a.Representative, a.ContactPerson, a.Phone, a.Email, a.Address, a.Postcode);

    public static V1.Applicant ToProto(Applicant a, V1.ApplicantKind kind) => new()
    {
        Kind = kind, Name = a.Name, IdentityDocument = a.IdentityDocument, IdentityNumber = a.IdentityNumber, CreditCode = a.CreditCode, Representative = a.Representative,
        ContactPerson = a.ContactPerson, Phone = a.Phone, Email = a.Email, Address = a.Address, Postcode = a.Postcode
    };

    public static Wanted ToWanted(V1.Wanted w) => new(w.Description, w.Title, w.DocumentNumber, w.Purpose, w.Medium, w.Handover, w.FeeReduction);

    public static V1.Wanted ToProto(Wanted w) => new()
    {
        Description = w.Description, Title = w.Title, DocumentNumber = w.DocumentNumber, Purpose = w.Purpose, Medium = w.Medium, Handover = w.Handover, FeeReduction = w.FeeReduction
    };

    public static Answer ToAnswer(V1.Answer a, string by, string basis) => new(
        a.Outcome, a.LegalBasis.Length > 0 ? a.LegalBasis : basis, a.Text,
        [.. a.Files.Select(f => new GivenFile(f.FileId, f.OriginalId, [.. f.Redactions.Select(r => new Redaction(r.Place, r.Ground, r.Reason))]))], [.. a.ItemIds], by);

    /// <summary>As an officer sees it.</summary>
    /// <param name="whole">Whether the caller handles it; else the applicant and third parties are masked.</param>
    public static V1.Application ToProto(Stored<Entry> stored, Application application, AgencyCopies.Snapshot agencies, Law law, bool whole)
    {
        var (entry, papers) = (application.Entry, application.Papers);
        var shown = new V1.Application
        {
            Id = entry.Id, Etag = Etags.Of(stored.Revision), CreateTime = entry.CreatedAt.ToTimestamp(), UpdateTime = entry.UpdatedAt.ToTimestamp(),
            ReceiptNumber = entry.ReceiptNumber, AgencyId = entry.AgencyId, AgencyName = agencies.NameOf(entry.AgencyId), Channel = entry.Channel, PlainMail = entry.PlainMail,
            ArrivedOn = Days.Format(entry.ArrivedOn), ReceivedOn = Days.Format(entry.ReceivedOn), Regulation = $"{law.Governing(entry.ReceivedOn)}", ApplicantMasked = !whole,
            State = entry.State, Closing = entry.Closing, Outcome = entry.Outcome, Overdue = entry.IsOverdueOn(law.Today), AssignedTo = entry.AssignedTo, TopicId = entry.TopicId,
            AnonymisedAt = entry.AnonymisedAt?.ToTimestamp(), FinishedOn = Days.Format(entry.FinishedOn), DueOn = Days.Format(entry.DueOn), WorkingDaysLeft = DaysLeft(entry, law),
            Held = entry.Held
        };
        if (entry.IsOpen && application.DueDate(law) is { } due)
        {
            shown.DueNotBefore = Days.Format(due.NotBefore(law.Today));
            shown.DueWarning = due.Warning ?? "";
        }

        if (papers.Applicant is { } applicant) shown.Applicant = ToProto(whole ? applicant : Privacy.Mask(applicant), entry.ApplicantKind);
        if (papers.Wanted is { } wanted) shown.Wanted = ToProto(whole ? wanted : wanted with { Description = entry.Subject, Title = "", DocumentNumber = "", Purpose = "" });
        else shown.Wanted = new V1.Wanted { Description = entry.Subject };
        shown.Correction = ToProto(papers.Correction, Hide);
        shown.ThirdParties.Add(papers.ThirdParties.Select(p => new V1.ThirdParty
        {
            Id = p.Id, Name = whole ? p.Name : Privacy.Star(p.Name, 1), AskedOn = Days.Format(p.AskedOn), DueOn = Days.Format(p.DueOn), Opinion = p.Opinion,
            RepliedOn = Days.Format(p.RepliedOn), Reason = whole ? p.Reason : "", OverrideReason = p.OverrideReason, OverrideDocument = p.OverrideDocument
        }));
        shown.CoAgencies.Add(papers.CoAgencies.Select(p => new V1.CoAgency
        {
            AgencyId = p.AgencyId, Name = agencies.NameOf(p.AgencyId), AskedOn = Days.Format(p.AskedOn), DueOn = Days.Format(p.DueOn), Opinion = p.Opinion,
            RepliedOn = Days.Format(p.RepliedOn), Reason = p.Reason
        }));
        shown.Extensions.Add(papers.Extensions.Select(e => new V1.Extension
        {
            Kind = e.Kind, On = Days.Format(e.On), WorkingDays = e.WorkingDays, Reason = e.Reason, ApprovedBy = e.ApprovedBy
        }));
        shown.Fee = ToProto(papers.Fee);
        if (papers.Answer is { } answer) shown.Answer = ToProto(answer, inside: true, Hide);
        if (whole) shown.Files.Add(papers.Files.Select(ToProto));
        shown.Steps.Add(papers.Steps.Select(s => ToProto(s, inside: true)));
        if (whole) shown.Notes.Add(papers.Notes.Select(n => new V1.Note { By = n.By, CreateTime = n.At.ToTimestamp(), Text = n.Text }));
        shown.Links.Add(papers.Links.Select(l => new V1.Link { Kind = l.Kind, ApplicationId = l.ApplicationId, ReceiptNumber = l.ReceiptNumber }));
        return shown;

        string Hide(string text) => whole ? text : Privacy.Scrub(text, papers);
    }

    public static V1.ApplicationSummary ToSummary(Entry entry, AgencyCopies.Snapshot agencies, Law law) => new()
    {
        Id = entry.Id, ReceiptNumber = entry.ReceiptNumber, AgencyId = entry.AgencyId, AgencyName = agencies.NameOf(entry.AgencyId),
        Subject = entry.Subject.Length > LongestInList ? entry.Subject[..LongestInList] : entry.Subject, Channel = entry.Channel, ApplicantKind = entry.ApplicantKind,
        State = entry.State, Outcome = entry.Outcome, ReceivedOn = Days.Format(entry.ReceivedOn), DueOn = Days.Format(entry.DueOn), Overdue = entry.IsOverdueOn(law.Today),
        WorkingDaysLeft = DaysLeft(entry, law), AssignedTo = entry.AssignedTo, FinishedOn = Days.Format(entry.FinishedOn), FeePaid = Money(entry.FeePaid)
    };

    /// <summary>As its applicant follows it.</summary>
    public static V1.FollowedApplication ToFollowed(Application application, AgencyCopies.Snapshot agencies, Law law)
    {
        var (entry, papers) = (application.Entry, application.Papers);
        var due = entry.IsOpen ? application.DueDate(law) : null;
        var shown = new V1.FollowedApplication
        {
            ReceiptNumber = entry.ReceiptNumber, AgencyName = agencies.NameOf(entry.AgencyId), ArrivedOn = Days.Format(entry.ArrivedOn), ReceivedOn = Days.Format(entry.ReceivedOn),
            // That an answer waits for its approval is the office's own business.
            State = entry.State == V1.ApplicationState.AwaitingApproval ? V1.ApplicationState.Accepted : entry.State, Closing = entry.Closing, DueOn = Days.Format(entry.DueOn),
            DueWarning = due?.Warning ?? "", Overdue = entry.IsOverdueOn(law.Today), Correction = ToProto(papers.Correction, t => t), Fee = ToProto(papers.Fee),
            Regulation = $"{law.Governing(entry.ReceivedOn)}",
            ContinuedAs = papers.Links.LastOrDefault(l => l.Kind is V1.LinkKind.TransferredTo or V1.LinkKind.MergedInto)?.ReceiptNumber ?? ""
        };
        shown.Steps.Add(papers.Steps.Where(s => IsForApplicant(s.Verb)).Select(s => ToProto(s, inside: false)));
        if (papers.Answer is { AnsweredAt: not null } answer) shown.Answer = ToProto(answer, inside: false, t => t);
        return shown;
    }

    public static V1.File ToProto(KeptFile file) => new()
    {
        Id = file.Id, FileName = file.FileName, Length = file.Length, Sha256 = file.Sha256, CreateTime = file.CreatedAt.ToTimestamp(), FromApplicant = file.FromApplicant
    };

    public static V1.DueDateExplanation ToProto(DueDate due, Law law)
    {
        var explained = due.Explain(law.Today);
        var shown = new V1.DueDateExplanation
        {
            DueOn = Days.Format(explained.Due), DueNotBefore = Days.Format(explained.NotBefore), Rule = $"{due.Period.Citation} {due.Period.Units(due.Period.Length)}",
            WorkingDays = due.Units, Warning = explained.Warning ?? "", CalendarEdition = law.Edition
        };
        shown.Steps.Add(explained.Steps.Select(s => new V1.ClockStep
        {
            On = Days.Format(s.From), To = s.To == s.From ? "" : Days.Format(s.To), Effect = EffectOf(s.Kind), Cause = s.Text
        }));
        shown.Days.Add(explained.Days.Select(d => new V1.ExplainedDay { Day = Days.Format(d.Day.Date), Number = d.Number ?? -1, Text = $"{d}", Working = d.Day.IsWorking }));
        return shown;
    }

    private static int DaysLeft(Entry entry, Law law) => entry is { IsOpen: true, DueOn: { } due } ? law.WorkingDays.Between(law.Today, due) : 0;

    /// <summary>Not what officers do among themselves.</summary>
    private static bool IsForApplicant(V1.Verb verb) =>
        verb is not (V1.Verb.Assign or V1.Verb.AddFile or V1.Verb.ProposeAnswer or V1.Verb.ReturnAnswer or V1.Verb.RecordThirdPartyReply or V1.Verb.RecordCoAgencyReply);

    private static V1.Step ToProto(Step step, bool inside) => new()
    {
        Verb = step.Verb, CreateTime = step.At.ToTimestamp(), On = Days.Format(step.On), By = inside ? step.By : "", State = step.State.Name(), Document = step.Document, Note = inside ? step.Note : ""
    };

    private static V1.Correction? ToProto(Correction? correction, Func<string, string> hide) => correction is null ? null : new()
    {
        Items = hide(correction.Items), RequestedOn = Days.Format(correction.RequestedOn), DueOn = Days.Format(correction.DueOn), ReceivedOn = Days.Format(correction.ReceivedOn)
    };

    private static V1.Fee? ToProto(Fee? fee)
    {
        if (fee is null) return null;
        var shown = new V1.Fee
        {
            Scale = fee.Scale, Quantity = fee.Quantity, Amount = Money(fee.Amount), Deducted = Money(fee.Deducted), NotifiedOn = Days.Format(fee.NotifiedOn),
            DueOn = Days.Format(fee.DueOn), PaidOn = Days.Format(fee.PaidOn)
        };
        shown.Tiers.Add(fee.Tiers.Select(t => new V1.FeeTier { From = t.From, To = t.To, Price = Money(t.Price), Amount = Money(t.Amount) }));
        return shown;
    }

    private static V1.Answer ToProto(Answer answer, bool inside, Func<string, string> hide)
    {
        var shown = new V1.Answer
        {
            Outcome = answer.Outcome, LegalBasis = answer.LegalBasis, Text = hide(answer.Text), DocumentNumber = answer.DocumentNumber, DraftedBy = inside ? answer.DraftedBy : "",
            ApprovedBy = inside ? answer.ApprovedBy : "", AnsweredAt = answer.AnsweredAt?.ToTimestamp(), Remedies = answer.Remedies, DocumentFileId = answer.DocumentFileId,
            Delivery = answer.Delivery
        };
        shown.ItemIds.Add(answer.ItemIds);
        shown.Files.Add(answer.Files.Select(f =>
        {
            var given = new V1.GivenFile { FileId = f.FileId, OriginalId = inside ? f.OriginalId : "" };
            given.Redactions.Add(f.Redactions.Select(r => new V1.Redaction { Place = r.Place, Ground = r.Ground, Reason = r.Reason }));
            return given;
        }));
        return shown;
    }

    /// <summary>Yuan with two decimals.</summary>
    public static string Money(decimal amount) => amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    private static string EffectOf(StepKind kind) => kind switch
    {
        StepKind.Started => "起算",
        StepKind.Restarted => "重新起算",
        StepKind.Extended => "延长",
        StepKind.Counted => "计入",
        StepKind.Suspended => "中止",
        StepKind.Superseded => "不计",
        StepKind.Rolled => "顺延",
        StepKind.Due => "届满",
        _ => "不早于"
    };
}
