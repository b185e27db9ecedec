using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>Longer times for the answer (条例 2019 art. 33, 35; 2008 art. 24).</summary>
public sealed partial record Application
{
    /// <summary>Once, by at most what the law allows, and before the time is over.</summary>
    /// <exception cref="RefusedException">It may not; too many days are a violation of <c>workingDays</c>.</exception>
    public Application Extend(Act act, int workingDays, string reason, Law law)
    {
        Require(V1.Verb.Extend);
        var most = law.Require(Entry.ReceivedOn).Period(PeriodKey.AnswerExtension).Length;
        var v = new Violations();
        if (workingDays < 1 || workingDays > most) v.Add("workingDays", "OUT_OF_RANGE", $"应为 1 至 {most} 个工作日。", $"Must be from 1 to {most} working days.");
        v.ThrowIfAny();
        if (InForce(DueDate(law)!).FirstOrDefault(e => e.Kind == V1.ExtensionKind.Ordinary) is { } before) throw RequestsRefusals.ExtendedBefore.Of(Days.Format(before.On));
        RequireInTime(act.On, law);
        return Longer(V1.Verb.Extend, new Extension(V1.ExtensionKind.Ordinary, act.On, workingDays, reason, act.By), act, "延期答复", law);
    }

    public Application RequestReasons(Act act, Law law)
    {
        Require(V1.Verb.RequestReasons);
        RequireExcessiveRule(law);
        return (this with { Papers = Papers with { ReasonsRequestedOn = act.On } }).Done(V1.Verb.RequestReasons, act, law);
    }

    /// <summary>Many or repeated applications with a proper reason are answered within a reasonable time that the agency states.</summary>
    public Application Delay(Act act, int workingDays, string reason, Law law)
    {
        Require(V1.Verb.Delay);
        RequireExcessiveRule(law);
        if (Papers.ReasonsRequestedOn is null) throw RequestsRefusals.ReasonsNotRequested.Of();
        RequireInTime(act.On, law);
        return Longer(V1.Verb.Delay, new Extension(V1.ExtensionKind.Excessive, act.On, workingDays, reason, act.By), act, "申请数量、频次明显超过合理范围,延迟答复", law);
    }

    /// <summary>Those that the present run of the clock has; each stands in the clock too, in the same order.</summary>
    private IEnumerable<Extension> InForce(DueDate due) => Papers.Extensions.Zip(due.Entries.OfType<Extended>()).Where(e => due.IsEffective(e.Second)).Select(e => e.First);

    private Application Longer(V1.Verb verb, Extension extension, Act act, string reason, Law law) => (this with
    {
        Papers = Papers with
        {
            Extensions = [.. Papers.Extensions, extension], Clock = [.. Papers.Clock, new Extended(act.On, extension.WorkingDays, act.Because(reason))]
        }
    }).Done(verb, act, law);

    /// <summary>Only the regulation of 2019 has it (art. 35).</summary>
    private void RequireExcessiveRule(Law law)
    {
        var text = law.Require(Entry.ReceivedOn);
        if (!text.IsSince2019()) throw RequestsRefusals.NotByThisLaw.Of($"{text}");
    }
}
