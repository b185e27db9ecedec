using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Requests;

/// <summary>Who does something with an application, when and by which paper.</summary>
/// <param name="By">The subject of the token; empty for the applicant.</param>
public sealed record Act(DateOnly On, string Document, string Note, string By)
{
    /// <summary>The applicant's own, today.</summary>
    public static Act OfApplicant(DateOnly today) => new(today, "", "", "");

    /// <summary>An officer's, as it was sent; checked against the day the application arrived.</summary>
    public static Act Of(V1.Act? given, Caller caller, Entry entry, V1.Verb verb, DateOnly today, Violations v)
    {
        var act = given ?? new V1.Act();
        var on = v.Day("act.on", act.On) ?? today;
        if (on > today) v.Add("act.on", "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        if (on < (entry.ReceivedOn ?? entry.ArrivedOn)) v.Add("act.on", "BEFORE_RECEIPT", "不能早于收到申请之日。", "Must not be before the application was received.");
        if (StateTable.Rules.First(r => r.Verb == verb).NeedsDocument) v.Required("act.document", act.Document);
        v.Text("act.document", act.Document, 100);
        v.Text("act.note", act.Note, 500);
        v.NoPersonalData("act.note", act.Note);
        return new Act(on, act.Document, act.Note, caller.Subject);
    }

    /// <summary>What the clock is told.</summary>
    public Cause Because(string reason) => new(reason, Document.Length > 0 ? Document : null);
}
