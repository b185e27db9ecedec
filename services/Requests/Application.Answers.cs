using Sunshine.Foundation.Calendar;

namespace Sunshine.Requests;

/// <summary>Answers (条例 2019 art. 36-39; 2008 art. 21, 22): written by one, approved by another.</summary>
public sealed partial record Application
{
    public Application ProposeAnswer(Answer answer, Act act, Law law)
    {
        Require(V1.Verb.ProposeAnswer);
        if (ObjectionStands && Outcomes.Discloses(answer.Outcome)) throw RequestsRefusals.ObjectionStands.Of();
        if (answer.Outcome == V1.Outcome.Excessive && Papers.ReasonsRequestedOn is null) throw RequestsRefusals.ReasonsNotRequested.Of();
        return (this with { Papers = Papers with { Answer = answer } }).Done(V1.Verb.ProposeAnswer, act, law);
    }

    /// <summary>Gives the answer.</summary>
    /// <param name="document">The answer document, kept already.</param>
    public Application ApproveAnswer(Act act, string remedies, KeptFile document, Law law)
    {
        Require(V1.Verb.ApproveAnswer);
        RequireOtherThanDrafter(act.By);
        var answer = Papers.Answer! with
        {
            DocumentNumber = act.Document, ApprovedBy = act.By, AnsweredAt = law.Now, Remedies = remedies, DocumentFileId = document.Id
        };
        var kept = Keep([document]);
        return (kept with
        {
            Entry = Entry with { Outcome = answer.Outcome }, Papers = kept.Papers with { Answer = answer }
        }).Done(V1.Verb.ApproveAnswer, act, law);
    }

    /// <summary>Before anything is made for the approval.</summary>
    public void RequireApprovable(string by)
    {
        Require(V1.Verb.ApproveAnswer);
        RequireOtherThanDrafter(by);
    }

    public Application ReturnAnswer(Act act, Law law)
    {
        Require(V1.Verb.ReturnAnswer);
        return (this with { Papers = Papers with { Answer = null } }).Done(V1.Verb.ReturnAnswer, act, law);
    }

    public Application RecordDelivery(Act act, string delivery, Law law)
    {
        Require(V1.Verb.RecordDelivery);
        return (this with { Papers = Papers with { Answer = Papers.Answer! with { Delivery = delivery } } }).Done(V1.Verb.RecordDelivery, act, law);
    }

    /// <summary>Answered anew as a review or a judgment wants; the former answer stays on file.</summary>
    public Application Reopen(Act act, Law law)
    {
        Require(V1.Verb.Reopen);
        return (this with
        {
            Entry = Entry with { Outcome = 0 },
            Papers = Papers with
            {
                Answer = null, FormerAnswers = [.. Papers.FormerAnswers, Papers.Answer!], Fee = Papers.Fee is { PaidOn: null } ? null : Papers.Fee,
                Clock = [.. Papers.Clock, new Restarted(act.On, act.Because("依复议决定或判决重新答复"))]
            }
        }).Done(V1.Verb.Reopen, act, law);
    }

    private void RequireOtherThanDrafter(string by)
    {
        if (Papers.Answer!.DraftedBy == by) throw RequestsRefusals.FourEyes.Of();
    }
}
