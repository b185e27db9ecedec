using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>Fees for the handling of information (信息处理费, 条例 2019 art. 42; 2008 art. 27). How much: <see cref="FeeScales"/>.</summary>
public sealed partial record Application
{
    private const string AwaitingPayment = "等待申请人缴纳信息处理费";

    /// <summary>The notice is given within the time for the answer; until it is paid the clock stands still.</summary>
    /// <param name="fee">Worked out; its days are set here.</param>
    public Application NotifyFee(Act act, Fee fee, Law law)
    {
        Require(V1.Verb.NotifyFee);
        law.Require(Entry.ReceivedOn);
        if (Papers.Fee is { } before) throw RequestsRefusals.FeeNotifiedBefore.Of(Days.Format(before.NotifiedOn));
        if (fee.Amount == 0) throw RequestsRefusals.NothingToPay.Of();
        RequireInTime(act.On, law);
        var period = law.Regulations.Find(act.On, Statute.Fees);
        // Costs under the regulation of 2008 have no time for paying: they are paid when the answer is handed over.
        var due = period is null ? act.On : law.LastDay(period, PeriodKey.FeePayment, act.On, act.Because(AwaitingPayment)) ?? act.On;
        return (this with
        {
            Papers = Papers with
            {
                Fee = fee with { NotifiedOn = act.On, DueOn = due, PaidOn = null },
                Clock = [.. Papers.Clock, new Suspended(act.On.AddDays(1), null, act.Because(AwaitingPayment))]
            }
        }).Done(V1.Verb.NotifyFee, act, law);
    }

    /// <summary>The time for the answer begins again the day after it was paid.</summary>
    public Application PayFee(Act act, Law law)
    {
        Require(V1.Verb.PayFee);
        var fee = Papers.Fee!;
        var on = act.On < fee.NotifiedOn ? fee.NotifiedOn : act.On;
        // Costs do not begin it again; the law says so only of the fee since 2021.
        ClockEntry[] again = fee.Scale == V1.FeeScale.Cost ? [] : [new Restarted(on, act.Because("缴纳信息处理费"))];
        return (this with
        {
            Entry = Entry with { FeePaid = fee.Amount }, Papers = Papers with { Fee = fee with { PaidOn = on }, Clock = Clock(AwaitingPayment, on, again) }
        }).Done(V1.Verb.PayFee, act, law);
    }
}
