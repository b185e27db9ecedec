using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>
/// An application with its papers open, and what can be done with it. Each act is a method that returns the application after it, or
/// refuses; the parts of this class are named after the steps of the procedure.
/// </summary>
public sealed partial record Application(Entry Entry, Papers Papers)
{
    /// <summary>Whether an act was done with it since it was opened; notes and links are none.</summary>
    public bool HasActed { get; private init; }

    /// <summary>Whether anything stands against a disclosure to the applicant.</summary>
    public bool ObjectionStands => Papers.ThirdParties.Any(p => p.Opinion == V1.Opinion.Objects && p.OverrideReason.Length == 0);

    /// <summary>The clock of the answer; null until it is received, and for what was imported without one.</summary>
    public DueDate? DueDate(Law law) => Papers.Clock.Count == 0 ? null : law.Due(Entry.ReceivedOn, Papers.Clock);

    /// <summary>Puts an application on the register.</summary>
    public static Application Register(Entry entry, Papers papers, Act act, Law law)
    {
        var clock = entry.ReceivedOn is { } on ? [new Started(on, new Cause(HowReceived(entry)))] : Array.Empty<ClockEntry>();
        return new Application(entry, papers with { Clock = clock }).Done(V1.Verb.Register, act with { On = entry.ArrivedOn }, law);
    }

    /// <summary>Begins the time for the answer.</summary>
    public Application ConfirmReceipt(Act act, Law law)
    {
        Require(V1.Verb.ConfirmReceipt);
        if (Entry.ReceivedOn is { } before) throw RequestsRefusals.ReceivedBefore.Of(Days.Format(before));
        return (this with
        {
            Entry = Entry with { ReceivedOn = act.On },
            Papers = Papers with { Clock = [new Started(act.On, act.Because(HowReceived(Entry)))] }
        }).Done(V1.Verb.ConfirmReceipt, act, law);
    }

    public Application Accept(Act act, Law law)
    {
        Require(V1.Verb.Accept);
        law.Require(Entry.ReceivedOn);
        return (this with { Papers = Papers with { AcceptedOn = act.On } }).Done(V1.Verb.Accept, act, law);
    }

    public Application Assign(string to, Act act, Law law)
    {
        Require(V1.Verb.Assign);
        return (this with { Entry = Entry with { AssignedTo = to } }).Done(V1.Verb.Assign, act, law);
    }

    public Application AddFiles(IReadOnlyList<KeptFile> files, Act act, Law law)
    {
        Require(V1.Verb.AddFile);
        return Keep(files).Done(V1.Verb.AddFile, act, law);
    }

    public Application AddNote(string text, string by, DateTimeOffset at) =>
        this with { Papers = Papers with { Notes = [.. Papers.Notes, new Note(by, at, text)] }, Entry = Entry with { UpdatedAt = at } };

    /// <summary>With more files; refused if there are too many.</summary>
    internal Application Keep(IReadOnlyList<KeptFile> files)
    {
        if (Papers.Files.Count + files.Count > MostFiles) throw RequestsRefusals.TooManyFiles.Of($"{MostFiles}");
        return files.Count == 0 ? this : this with { Papers = Papers with { Files = [.. Papers.Files, .. files] } };
    }

    private const int MostFiles = 200;

    private StateTable.Rule Require(V1.Verb verb) => StateTable.Require(verb, Entry);

    /// <summary>Records an act, and works out anew what follows from the papers: how far it has come and until when it must be answered.</summary>
    private Application Done(V1.Verb verb, Act act, Law law)
    {
        var due = DueDate(law);
        var extended = due is not null && InForce(due).Any();
        var state = Settle(extended);
        if (StateTable.Rules.FirstOrDefault(r => r.Verb == verb) is { } rule && !rule.To.Contains(state))
            throw new InvalidOperationException($"{verb} led from {Entry.State} to {state}, which the state table does not know.");
        var step = new Step(verb, law.Now, act.On, act.By, state, act.Document, act.Note);
        var finished = state is V1.ApplicationState.Answered or V1.ApplicationState.Closed;
        // What was due when it ended stays: whether it was in time does not change afterwards.
        var stays = finished && Entry.FinishedOn is not null;
        return this with
        {
            HasActed = true,
            Entry = Entry with
            {
                State = state, UpdatedAt = law.Now, Extended = extended, FinishedOn = finished ? Entry.FinishedOn ?? law.Today : null,
                DueOn = stays ? Entry.DueOn : due?.Day, CalendarEdition = stays ? Entry.CalendarEdition : law.Edition
            },
            Papers = Papers with { Steps = [.. Papers.Steps, step] }
        };
    }

    private V1.ApplicationState Settle(bool extended) => this switch
    {
        { Entry.Closing: not V1.Closing.Unspecified } => V1.ApplicationState.Closed,
        { Papers.Answer.AnsweredAt: not null } => V1.ApplicationState.Answered,
        { Papers.Answer: not null } => V1.ApplicationState.AwaitingApproval,
        { Papers.Correction: { ReceivedOn: null } } => V1.ApplicationState.CorrectionRequested,
        { Papers.Fee: { PaidOn: null } } => V1.ApplicationState.FeeNotified,
        { Papers.ThirdPartiesAsked: true } => V1.ApplicationState.ThirdPartyConsultation,
        { Papers.CoAgenciesAsked: true } => V1.ApplicationState.CoAgencyConsultation,
        _ when extended => V1.ApplicationState.Extended,
        { Papers.AcceptedOn: not null } => V1.ApplicationState.Accepted,
        _ => V1.ApplicationState.Registered
    };

    private static string HowReceived(Entry entry) => entry.Channel switch
    {
        V1.IntakeChannel.InPerson => "当面提交申请",
        V1.IntakeChannel.Letter => entry.PlainMail ? "与申请人确认收到信函申请" : "签收信函申请",
        V1.IntakeChannel.Fax => "确认收到传真申请",
        V1.IntakeChannel.Email => "确认收到电子邮件申请",
        _ => "确认收到网上申请"
    };

    /// <summary>The clock with what suspends it for the same reason ended on a day, and with something more.</summary>
    private IReadOnlyList<ClockEntry> Clock(string? ends, DateOnly on, params ReadOnlySpan<ClockEntry> more)
    {
        var clock = new List<ClockEntry>(Papers.Clock.Count + more.Length);
        foreach (var entry in Papers.Clock)
        {
            if (entry is Suspended { To: null } open && open.Cause.Reason == ends)
            {
                // It ended before a day of it was over: nothing was suspended.
                if (on >= open.From) clock.Add(open with { To = on });
            }
            else
            {
                clock.Add(entry);
            }
        }

        clock.AddRange(more);
        return clock;
    }

    /// <summary>Refuses what must be done while there is still time.</summary>
    private void RequireInTime(DateOnly on, Law law)
    {
        if (DueDate(law) is { Day: { } day } && on > day) throw RequestsRefusals.PeriodOver.Of(Days.Format(day));
    }
}
