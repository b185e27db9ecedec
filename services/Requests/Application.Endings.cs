using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>How an application ends without an answer, and what becomes of it elsewhere.</summary>
public sealed partial record Application
{
    public Application Withdraw(Act act, Law law)
    {
        Require(V1.Verb.Withdraw);
        return Close(V1.Closing.Withdrawn, V1.Outcome.Other).Done(V1.Verb.Withdraw, act, law);
    }

    /// <summary>The applicant did not correct it or pay in time (条例 2019 art. 30; 信息处理费管理办法).</summary>
    public Application Abandon(Act act, Law law)
    {
        Require(V1.Verb.Abandon);
        var forFee = Entry.State == V1.ApplicationState.FeeNotified;
        var until = forFee ? Papers.Fee!.DueOn : Papers.Correction!.DueOn;
        if (law.Today <= until) throw RequestsRefusals.ApplicantStillHasTime.Of(Days.Format(until));
        return (forFee ? Close(V1.Closing.FeeNotPaid, V1.Outcome.FeeNotPaid) : Close(V1.Closing.NotCorrected, V1.Outcome.NotCorrected)).Done(V1.Verb.Abandon, act, law);
    }

    /// <summary>Ends here, as it goes on at another agency.</summary>
    /// <param name="there">What it goes on as; stored already.</param>
    public Application Transfer(Act act, Entry there, Law law)
    {
        Require(V1.Verb.Transfer);
        return Close(V1.Closing.Transferred, V1.Outcome.Other).Linked(V1.LinkKind.TransferredTo, there).Done(V1.Verb.Transfer, act, law);
    }

    /// <summary>A part goes to another agency.</summary>
    /// <param name="there">What it goes on as; stored already.</param>
    public Application Split(Act act, Entry there, Law law)
    {
        Require(V1.Verb.Split);
        return Linked(V1.LinkKind.SplitTo, there).Done(V1.Verb.Split, act, law);
    }

    public Application MergeInto(Act act, Entry other, Law law)
    {
        Require(V1.Verb.Merge);
        return Close(V1.Closing.Merged, V1.Outcome.Other).Linked(V1.LinkKind.MergedInto, other).Done(V1.Verb.Merge, act, law);
    }

    /// <summary>Takes in another one of the same applicant.</summary>
    public Application TakeIn(Entry other, DateTimeOffset now)
    {
        var linked = Linked(V1.LinkKind.MergedFrom, other);
        return linked with { Entry = linked.Entry with { UpdatedAt = now } };
    }

    private Application Linked(V1.LinkKind kind, Entry other) => Papers.Links.Any(l => l.Kind == kind && l.ApplicationId == other.Id)
        ? this
        : this with { Papers = Papers with { Links = [.. Papers.Links, new Link(kind, other.Id, other.ReceiptNumber)] } };

    private Application Close(V1.Closing closing, V1.Outcome outcome) => this with { Entry = Entry with { Closing = closing, Outcome = outcome } };
}
