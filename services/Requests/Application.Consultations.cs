using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>
/// Third parties (条例 2019 art. 32; 2008 art. 23) and agencies that made the information too (art. 34). The time from the day after they
/// were asked to the day of the last reply, or the last day for one, does not count (art. 33; 2008 art. 24).
/// </summary>
public sealed partial record Application
{
    private const string AskingThirdParties = "征求第三方意见";
    private const string AskingCoAgencies = "征求共同制作机关意见";

    public Application ConsultThirdParties(Act act, IReadOnlyList<(string Name, string Contact)> parties, Law law)
    {
        Require(V1.Verb.ConsultThirdParties);
        var due = law.LastDay(law.Require(Entry.ReceivedOn), PeriodKey.ThirdPartyReply, act.On, act.Because(AskingThirdParties));
        var first = Papers.ThirdParties.Count + 1;
        return (this with
        {
            Papers = Papers with
            {
                ThirdParties = [.. Papers.ThirdParties, .. parties.Select((p, i) => new ThirdParty($"t{first + i}", p.Name, p.Contact, act.On, due))],
                ThirdPartiesAsked = true, Clock = [.. Papers.Clock, new Suspended(act.On.AddDays(1), null, act.Because(AskingThirdParties))]
            }
        }).Done(V1.Verb.ConsultThirdParties, act, law);
    }

    public Application RecordThirdPartyReply(Act act, string partyId, V1.Opinion opinion, string reason, Law law)
    {
        Require(V1.Verb.RecordThirdPartyReply);
        var party = Papers.ThirdParties.First(p => p.Id == partyId);
        if (party.RepliedOn is { } before) throw RequestsRefusals.RepliedBefore.Of(Days.Format(before));
        return (this with { Papers = Papers with { ThirdParties = Replace(party, party with { Opinion = opinion, RepliedOn = act.On, Reason = reason }) } })
            .Done(V1.Verb.RecordThirdPartyReply, act, law);
    }

    /// <summary>
    /// Ends the consultation. Where the law gives a third party a time, silence after it leaves the decision to the agency; where it gives
    /// none (2008), the agency decides when it has waited long enough, on the day of this act.
    /// </summary>
    public Application EndThirdPartyConsultation(Act act, Law law)
    {
        Require(V1.Verb.EndThirdPartyConsultation);
        var ended = EndOf(Papers.ThirdParties.Select(p => (p.AskedOn, p.DueOn, p.RepliedOn)), act.On, law.Today);
        return (this with
        {
            Papers = Papers with
            {
                ThirdParties = [.. Papers.ThirdParties.Select(p => p.Opinion == 0 ? p with { Opinion = V1.Opinion.Silent } : p)], ThirdPartiesAsked = false,
                Clock = Clock(AskingThirdParties, ended)
            }
        }).Done(V1.Verb.EndThirdPartyConsultation, act with { On = ended }, law);
    }

    /// <summary>Discloses against an objection, as not to do so may harm the public interest; the third party is told in writing.</summary>
    public Application OverrideObjection(Act act, string partyId, string reason, Law law)
    {
        Require(V1.Verb.OverrideObjection);
        var party = Papers.ThirdParties.First(p => p.Id == partyId);
        if (party.Opinion != V1.Opinion.Objects) throw RequestsRefusals.NoObjection.Of();
        return (this with { Papers = Papers with { ThirdParties = Replace(party, party with { OverrideReason = reason, OverrideDocument = act.Document }) } })
            .Done(V1.Verb.OverrideObjection, act, law);
    }

    public Application ConsultCoAgencies(Act act, IReadOnlyList<string> agencyIds, Law law)
    {
        Require(V1.Verb.ConsultCoAgencies);
        var text = law.Require(Entry.ReceivedOn);
        var due = law.LastDay(text, PeriodKey.CoAgencyReply, act.On, act.Because(AskingCoAgencies)) ?? throw RequestsRefusals.NotByThisLaw.Of($"{text}");
        return (this with
        {
            Papers = Papers with
            {
                CoAgencies = [.. Papers.CoAgencies, .. agencyIds.Select(id => new CoAgency(id, act.On, due))], CoAgenciesAsked = true,
                Clock = [.. Papers.Clock, new Suspended(act.On.AddDays(1), null, act.Because(AskingCoAgencies))]
            }
        }).Done(V1.Verb.ConsultCoAgencies, act, law);
    }

    public Application RecordCoAgencyReply(Act act, string agencyId, V1.Opinion opinion, string reason, Law law)
    {
        Require(V1.Verb.RecordCoAgencyReply);
        var agency = Papers.CoAgencies.Last(p => p.AgencyId == agencyId);
        if (agency.RepliedOn is { } before) throw RequestsRefusals.RepliedBefore.Of(Days.Format(before));
        var replied = agency with { Opinion = opinion, RepliedOn = act.On, Reason = reason };
        return (this with { Papers = Papers with { CoAgencies = [.. Papers.CoAgencies.Select(p => ReferenceEquals(p, agency) ? replied : p)] } })
            .Done(V1.Verb.RecordCoAgencyReply, act, law);
    }

    /// <summary>Ends the consultation; an agency that was silent agrees (art. 34).</summary>
    public Application EndCoAgencyConsultation(Act act, Law law)
    {
        Require(V1.Verb.EndCoAgencyConsultation);
        if (!Papers.CoAgenciesAsked) throw RequestsRefusals.WrongState.Of(Entry.State.Name());
        var ended = EndOf(Papers.CoAgencies.Select(p => (p.AskedOn, p.DueOn, p.RepliedOn)), act.On, law.Today);
        return (this with
        {
            Papers = Papers with
            {
                CoAgencies = [.. Papers.CoAgencies.Select(p => p.Opinion == 0 ? p with { Opinion = V1.Opinion.Silent } : p)], CoAgenciesAsked = false,
                Clock = Clock(AskingCoAgencies, ended)
            }
        }).Done(V1.Verb.EndCoAgencyConsultation, act with { On = ended }, law);
    }

    /// <summary>The last day of a consultation: of the last reply, or of the time for one.</summary>
    private static DateOnly EndOf(IEnumerable<(DateOnly AskedOn, DateOnly? DueOn, DateOnly? RepliedOn)> asked, DateOnly given, DateOnly today)
    {
        var end = DateOnly.MinValue;
        foreach (var (askedOn, dueOn, repliedOn) in asked)
        {
            if (repliedOn is null && dueOn >= today) throw RequestsRefusals.RepliesOutstanding.Of(Days.Format(dueOn));
            var last = repliedOn ?? dueOn ?? (given > askedOn ? given : askedOn);
            if (last > end) end = last;
        }

        return end;
    }

    private IReadOnlyList<ThirdParty> Replace(ThirdParty old, ThirdParty changed) => [.. Papers.ThirdParties.Select(p => p.Id == old.Id ? changed : p)];
}
