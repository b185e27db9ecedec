namespace Sunshine.Foundation.Calendar;

/// <summary>Whether a day counts towards a period, and if not, why.</summary>
public enum DayStatus
{
    /// <summary>Day 0.</summary>
    Start,

    /// <summary>Counts.</summary>
    Counted,

    /// <summary>Does not count: not a working day, and the period is in working days.</summary>
    NotWorking,

    /// <summary>Does not count: the clock is suspended. The cause says why.</summary>
    Suspended,

    /// <summary>Does not count any more: the clock was started again later. The cause says why.</summary>
    Superseded,

    /// <summary>The period was over, but its last day was a day off, so it runs to here.</summary>
    Rolled,
}

/// <summary>One day of a period.</summary>
/// <param name="Day">The day and what it is.</param>
/// <param name="Status">Whether it counts.</param>
/// <param name="Number">Its number within the period, 0 for the start; null if it does not count.</param>
/// <param name="Cause">What started, restarted or suspended the clock on this day; else null.</param>
public sealed record ExplainedDay(DayInfo Day, DayStatus Status, int? Number, Cause? Cause)
{
    /// <summary>The day in one line: 2016-02-06 周六 春节调休上班 第24日.</summary>
    public override string ToString() =>
        $"{Day.Date:yyyy-MM-dd} 周{"日一二三四五六"[(int)Day.Date.DayOfWeek]} {Day.Text} " + Status switch
        {
            DayStatus.Start => $"起算日,不计({Cause})",
            DayStatus.Counted => $"第{Number}日",
            DayStatus.Suspended => $"中止,不计({Cause})",
            DayStatus.Superseded => $"期限此后重新起算,不计({Cause})",
            DayStatus.Rolled => "期限末日顺延",
            _ => "不计",
        };
}

/// <summary>What a step of an explanation is about.</summary>
public enum StepKind
{
    /// <summary>The clock starts.</summary>
    Started,

    /// <summary>The clock starts again.</summary>
    Restarted,

    /// <summary>The period becomes longer, or would have, had the clock not started again after it.</summary>
    Extended,

    /// <summary>A run of days in which time is counted.</summary>
    Counted,

    /// <summary>A run of days under suspension.</summary>
    Suspended,

    /// <summary>A run of days before the clock started again.</summary>
    Superseded,

    /// <summary>Days off that the end of the period is moved over.</summary>
    Rolled,

    /// <summary>The due day.</summary>
    Due,

    /// <summary>The earliest due day, while a suspension is open.</summary>
    NotBefore,
}

/// <summary>One step of an explanation.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="From">Its day, or its first one.</param>
/// <param name="To">Its last day.</param>
/// <param name="Cause">What caused it; null for runs of counted days and the end.</param>
/// <param name="Text">A sentence in Chinese, for the applicant, the officer and the court.</param>
public sealed record ExplainedStep(StepKind Kind, DateOnly From, DateOnly To, Cause? Cause, string Text);

/// <summary>How a due day comes about.</summary>
/// <param name="Period">The period that was counted.</param>
/// <param name="Due">The due day; null while an open suspension keeps it unknown.</param>
/// <param name="NotBefore">The due day, or the earliest it can be.</param>
/// <param name="Days">
/// Every day from the first start to the due day; while a suspension is open, to the last day known to be under it. Ascending.
/// </param>
/// <param name="Steps">The same in summary, with every entry of the clock. By day.</param>
/// <param name="Warning">See <see cref="DueDate.Warning"/>.</param>
public sealed record Explanation(
    Period Period, DateOnly? Due, DateOnly NotBefore, IReadOnlyList<ExplainedDay> Days, IReadOnlyList<ExplainedStep> Steps, string? Warning)
{
    internal static Explanation Of(DueDate due, WorkingDays calendar, DateOnly asOf)
    {
        var end = due.NotBefore(asOf);
        var days = ExplainDays(due, calendar, asOf);
        var steps = EntrySteps(due).Concat(RunSteps(due.Period, days)).Append(EndStep(due, end));
        return new Explanation(
            due.Period, due.Day, end, days, [.. steps.OrderBy(x => x.From).ThenBy(x => x.Kind)], due.WarningFor(end));
    }

    private static List<ExplainedDay> ExplainDays(DueDate due, WorkingDays calendar, DateOnly asOf)
    {
        var counted = due.LastCounted(asOf);
        var last = due.OpenThrough(asOf) ?? due.NotBefore(asOf);
        var restart = due.Entries.OfType<Restarted>().FirstOrDefault(x => x.On == due.Start);
        var start = restart?.Cause ?? due.Entries.OfType<Started>().Single().Cause;
        var number = 0;
        var days = new List<ExplainedDay>();
        for (var date = due.Received; date <= last; date = date.AddDays(1))
        {
            var day = calendar.Describe(date);
            days.Add(
                date < due.Start ? new ExplainedDay(day, DayStatus.Superseded, null, restart?.Cause)
                : date == due.Start ? new ExplainedDay(day, DayStatus.Start, 0, start)
                : date > counted ? new ExplainedDay(day, DayStatus.Rolled, null, null)
                : due.SuspensionOn(date, asOf) is { } suspension ? new ExplainedDay(day, DayStatus.Suspended, null, suspension.Cause)
                : due.Period.Unit is PeriodUnit.WorkingDay && !day.IsWorking ? new ExplainedDay(day, DayStatus.NotWorking, null, null)
                : new ExplainedDay(day, DayStatus.Counted, ++number, null));
        }
        return days;
    }

    private static IEnumerable<ExplainedStep> EntrySteps(DueDate due)
    {
        var period = due.Period;
        foreach (var entry in due.Entries)
        {
            if (entry is Started s)
                yield return new ExplainedStep(StepKind.Started, s.On, s.On, s.Cause,
                    $"{s.On:yyyy-MM-dd} {s.Cause},次日起算;{period.Name}期限{period.Units(period.Length)},依据{period.Citation}");
            else if (entry is Restarted r)
                yield return new ExplainedStep(StepKind.Restarted, r.On, r.On, r.Cause,
                    $"{r.On:yyyy-MM-dd} {r.Cause},期限自次日起重新计算");
            else if (entry is Extended e)
                yield return new ExplainedStep(StepKind.Extended, e.On, e.On, e.Cause,
                    $"{e.On:yyyy-MM-dd} {e.Cause},延长{period.Units(e.Units)}" + (due.IsEffective(e) ? "" : ";期限此后重新起算,不再适用"));
        }
    }

    /// <summary>Neighbouring days of one kind and cause as one step. Days off within a counted run belong to it.</summary>
    private static IEnumerable<ExplainedStep> RunSteps(Period period, List<ExplainedDay> days)
    {
        for (int from = 0, to; from < days.Count; from = to)
        {
            var kind = Kind(days[from]);
            for (to = from + 1; to < days.Count && Kind(days[to]) == kind && days[to].Cause == days[from].Cause; to++) { }
            if (kind is null) continue;
            var (first, last, cause) = (days[from].Day.Date, days[to - 1].Day.Date, days[from].Cause);
            var span = first == last ? $"{first:yyyy-MM-dd}" : $"{first:yyyy-MM-dd}至{last:yyyy-MM-dd}";
            var numbers = days[from..to].Where(x => x.Number is not null).Select(x => x.Number!.Value).ToList();
            yield return new ExplainedStep(kind.Value, first, last, cause, span + kind switch
            {
                StepKind.Suspended => $" {cause},期间不计",
                StepKind.Superseded => " 期限此后重新起算,期间不计",
                StepKind.Rolled => $" 期限末日为休息日,依{period.Rolls}顺延",
                _ when numbers.Count == 0 => " 无工作日",
                _ => $" 计{numbers.Count}日(第{numbers[0]}日至第{numbers[^1]}日)",
            });
        }
    }

    private static StepKind? Kind(ExplainedDay day) => day.Status switch
    {
        DayStatus.Start => null,
        DayStatus.Suspended => StepKind.Suspended,
        DayStatus.Superseded => StepKind.Superseded,
        DayStatus.Rolled => StepKind.Rolled,
        _ => StepKind.Counted,
    };

    private static ExplainedStep EndStep(DueDate due, DateOnly end) => due.Day is null
        ? new ExplainedStep(StepKind.NotBefore, end, end, null, $"期限中止尚未结束,届满日不早于{end:yyyy-MM-dd}")
        : new ExplainedStep(StepKind.Due, end, end, null, $"{end:yyyy-MM-dd} 期限届满,共{due.Period.Units(due.Units)}");
}
