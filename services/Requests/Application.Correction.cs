using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>Corrections (补正, 条例 2019 art. 30; 2008 art. 21).</summary>
public sealed partial record Application
{
    private const string AwaitingCorrection = "等待申请人补正";

    /// <summary>
    /// Asks for a correction. The regulation of 2019 wants that once, within a time from receipt; that of 2008 sets neither. The days until
    /// it comes do not count, as the period begins again with it.
    /// </summary>
    public Application RequestCorrection(Act act, string items, DateOnly until, Law law)
    {
        Require(V1.Verb.RequestCorrection);
        var text = law.Require(Entry.ReceivedOn);
        if (law.LastDay(text, PeriodKey.CorrectionNotice, Entry.ReceivedOn!.Value, new Cause(HowReceived(Entry))) is { } last)
        {
            if (Papers.Correction is { } before) throw RequestsRefusals.CorrectionRequestedBefore.Of(Days.Format(before.RequestedOn));
            if (act.On > last) throw RequestsRefusals.CorrectionTooLate.Of(Days.Format(last));
        }

        return (this with
        {
            Papers = Papers with
            {
                Correction = new Correction(items, act.On, until, null),
                Clock = [.. Papers.Clock, new Suspended(act.On.AddDays(1), null, act.Because(AwaitingCorrection))]
            }
        }).Done(V1.Verb.RequestCorrection, act, law);
    }

    /// <summary>What is wanted is read anew, and the time for the answer begins again.</summary>
    public Application ReceiveCorrection(Act act, Wanted wanted, IReadOnlyList<KeptFile> files, Law law)
    {
        Require(V1.Verb.ReceiveCorrection);
        var on = act.On < Papers.Correction!.RequestedOn ? Papers.Correction.RequestedOn : act.On;
        var corrected = Keep(files);
        return (corrected with
        {
            Entry = Entry with { Subject = Privacy.SubjectOf(wanted, Papers.Applicant) },
            Papers = corrected.Papers with
            {
                Wanted = wanted, Correction = Papers.Correction with { ReceivedOn = on },
                Clock = Clock(AwaitingCorrection, on, new Restarted(on, act.Because("收到补正申请")))
            }
        }).Done(V1.Verb.ReceiveCorrection, act, law);
    }
}
