using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>What the fields of consultations and their parts must fulfil.</summary>
public static class ConsultationRules
{
    private const int MostAttachments = 50;

    /// <summary>Of a draft: what there is must be right, but much may be missing.</summary>
    public static void CheckDraft(V1.Consultation draft, Violations v)
    {
        v.Required("title", draft.Title);
        v.Text("title", draft.Title, 500);
        v.Text("summary", draft.Summary, 2_000);
        v.Text("draftText", draft.DraftText, 200_000);
        v.Text("basis", draft.Basis, 5_000);
        v.Count("attachmentIds", draft.AttachmentIds.Count, 0, MostAttachments);
        var opens = v.Day("opensOn", draft.OpensOn);
        var closes = v.Day("closesOn", draft.ClosesOn);
        if (closes < opens) v.Add("closesOn", "BEFORE_START", "截止日不能早于起始日。", "Must not be before the first day.");
        v.Text("shorteningReason", draft.ShorteningReason, 1_000);
        v.Text("howToRespond", draft.HowToRespond, 1_000);
    }

    /// <summary>Of a draft that is to be published: nothing the public needs may be missing.</summary>
    public static void CheckComplete(Consultation draft, Foundation.Calendar.Regulation? law, DateOnly today, Violations v)
    {
        v.Required("draftText", draft.DraftText);
        v.Required("basis", draft.Basis);
        v.Required("howToRespond", draft.HowToRespond);
        v.Required("opensOn", Days.Format(draft.OpensOn));
        v.Required("closesOn", Days.Format(draft.ClosesOn));
        if (draft is { OpensOn: { } opens, ClosesOn: { } closes }) ConsultationPeriod.Check(opens, closes, draft.ShorteningReason, law, today, v);
    }

    /// <summary>Of one that was held before it came here: its time must be over, and what came of it must be right.</summary>
    public static void CheckPast(V1.Consultation held, DateOnly today, Violations v)
    {
        CheckDraft(held, v);
        v.Required("opensOn", held.OpensOn);
        v.Required("closesOn", held.ClosesOn);
        if (Days.TryParse(held.ClosesOn, out var closes) && closes >= today) v.Add("closesOn", "NOT_OVER", "征求意见尚未结束，不能补录。", "It is not over; only what is past can be recorded.");
        if (held.Adoption is { } adoption)
        {
            var found = new Violations("adoption.");
            CheckAdoption(adoption, found);
            v.AddUnder(found);
        }

        for (var i = 0; i < held.Steps.Count; i++)
        {
            if (held.Steps[i].Step == V1.DecisionStep.CollectiveDecision) continue;
            var found = new Violations($"steps[{i}].");
            CheckStep(held.Steps[i], today, found);
            v.AddUnder(found);
        }

        if (held.Decision is not { } decision) return;
        var decided = new Violations("decision.");
        CheckDecision(decision, null, today, decided);
        v.AddUnder(decided);
    }

    public static void CheckAdoption(V1.AdoptionSummary adoption, Violations v)
    {
        v.Required("text", adoption.Text);
        v.Text("text", adoption.Text, 50_000);
        v.NoPersonalData("text", adoption.Text);
        if (adoption.OpinionCount is < 0 or > 10_000_000)
            v.Add("opinionCount", "OUT_OF_RANGE", "须在 0 至 10000000 之间。", "Must be from 0 to 10,000,000.");
        if (adoption.AdoptedCount < 0 || adoption.AdoptedCount > adoption.OpinionCount)
            v.Add("adoptedCount", "OUT_OF_RANGE", "不能为负数，也不能多于意见总数。", "Must not be negative, nor more than all.");
        v.Count("attachmentIds", adoption.AttachmentIds.Count, 0, MostAttachments);
    }

    public static void CheckStep(V1.StepRecord step, DateOnly today, Violations v)
    {
        v.Enum("step", step.Step, required: true);
        if (step.Step == V1.DecisionStep.CollectiveDecision)
            v.Add("step", "DECISION_APART", "集体讨论决定须由决定接口记录。", "The collective decision is recorded by TakeDecision.");
        v.Enum("result", step.Result, required: true);
        if (step.Result == V1.StepResult.NotRequired)
        {
            if (step.Step is V1.DecisionStep.PublicParticipation or V1.DecisionStep.LegalityReview)
                v.Add("result", "ALWAYS_REQUIRED", "该程序不得省略。", "This step is always demanded.");
            v.Required("note", step.Note);
        }

        CheckPastDay("on", step.On, today, v);
        v.Text("note", step.Note, 2_000);
        v.Text("documentNumber", step.DocumentNumber, 100);
        v.Count("attachmentIds", step.AttachmentIds.Count, 0, MostAttachments);
    }

    /// <param name="summarised">The day on which the opinions were summarised; null if they were not, which is refused elsewhere.</param>
    public static void CheckDecision(V1.TakenDecision decision, DateOnly? summarised, DateOnly today, Violations v)
    {
        v.Enum("outcome", decision.Outcome, required: true);
        if (CheckPastDay("on", decision.On, today, v) < summarised)
            v.Add("on", "BEFORE_SUMMARY", "不能早于公布采纳情况之日。", "Must not be before the opinions were summarised.");
        v.Text("meeting", decision.Meeting, 200);
        if (decision.Outcome == V1.DecisionOutcome.Adopted) v.Required("itemId", decision.ItemId);
        if (decision.Outcome == V1.DecisionOutcome.NotAdopted && decision.ItemId.Length > 0)
            v.Add("itemId", "NOT_ALLOWED", "未通过的事项没有决策文件。", "What was not adopted has no resulting document.");
    }

    public static void CheckComment(V1.FileCommentRequest comment, Violations v)
    {
        v.Required("text", comment.Text);
        v.Text("text", comment.Text, 5_000);
        v.Text("name", comment.Name, 50);
        v.Text("contact", comment.Contact, 100);
        v.RequestId(comment.RequestId);
    }

    /// <summary>A day that is required and not in the future; null if it is neither.</summary>
    public static DateOnly? CheckPastDay(string field, string value, DateOnly today, Violations v)
    {
        v.Required(field, value);
        var day = v.Day(field, value);
        if (day > today) v.Add(field, "IN_THE_FUTURE", "不能晚于今天。", "Must not be in the future.");
        return day;
    }
}
