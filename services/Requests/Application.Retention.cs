using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>How long it is known who applied.</summary>
public sealed partial record Application
{
    /// <summary>Keeps what tells of the applicant beyond its time.</summary>
    public Application Hold(Act act, Law law)
    {
        if (Entry.ApplicantKey.Length == 0) throw RequestsRefusals.Anonymous.Of();
        if (Entry.Held) throw RequestsRefusals.HeldBefore.Of();
        return (this with { Entry = Entry with { Held = true } }).Done(V1.Verb.Hold, act, law);
    }

    public Application Release(Act act, Law law)
    {
        if (!Entry.Held) throw RequestsRefusals.NotHeld.Of();
        return (this with { Entry = Entry with { Held = false } }).Done(V1.Verb.Release, act, law);
    }

    /// <summary>
    /// Leaves the days, the acts, and everything that is counted; takes away what somebody wrote or sent, and by what somebody is named.
    /// The files' bytes are still to be deleted then.
    /// </summary>
    /// <param name="countsApplicant">Whether no other application of the applicant is left on its topic.</param>
    public Application Anonymise(bool countsApplicant, Law law) => (this with
    {
        Entry = Entry with
        {
            ApplicantKey = "", Subject = Nameless(Entry.Subject), AnonymisedAt = law.Now, CountsApplicant = countsApplicant, FilesToDelete = [.. Papers.Files.Select(f => f.StoredAs).Distinct()]
        },
        Papers = Papers with
        {
            Applicant = null,
            Wanted = Papers.Wanted is { } wanted ? wanted with { Description = Nameless(Entry.Subject), Title = "", DocumentNumber = "", Purpose = "" } : null,
            Clock = [.. Papers.Clock.Select(e => e with { Cause = e.Cause with { Document = e.Cause.Document is { } paper ? Nameless(paper) : null } })],
            Correction = Papers.Correction is { } correction ? correction with { Items = "" } : null,
            ThirdParties = [.. Papers.ThirdParties.Select(p => p with { Name = "", Contact = "", Reason = "", OverrideReason = "", OverrideDocument = Nameless(p.OverrideDocument) })],
            CoAgencies = [.. Papers.CoAgencies.Select(p => p with { Reason = "" })],
            Extensions = [.. Papers.Extensions.Select(e => e with { Reason = "" })],
            Answer = Papers.Answer is { } answer ? Nameless(answer) : null,
            FormerAnswers = [.. Papers.FormerAnswers.Select(Nameless)],
            Files = [], Notes = [],
            Steps = [.. Papers.Steps.Select(s => s with { Document = Nameless(s.Document), Note = "" })]
        }
    }).Done(V1.Verb.Anonymise, new Act(law.Today, "", "", ""), law);

    private Answer Nameless(Answer answer) => answer with
    {
        LegalBasis = Nameless(answer.LegalBasis), Text = "", Files = [], DocumentNumber = Nameless(answer.DocumentNumber), DocumentFileId = "", Delivery = Nameless(answer.Delivery)
    };

    private string Nameless(string text) => Privacy.Scrub(text, Papers);
}
