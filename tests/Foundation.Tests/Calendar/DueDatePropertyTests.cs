using CsCheck;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Foundation.Tests.Calendar;

/// <summary>The fold against a simulation that knows nothing but to take one day after the other.</summary>
public sealed class DueDatePropertyTests
{
    private static readonly WorkingDays Calendar = LegalCalendar.Embedded().WorkingDays;
    private static readonly Cause Why = new("因");

    private static readonly Gen<Period> Periods = Gen.Select(
        Gen.Int[1, 40], Gen.Enum<PeriodUnit>(), Gen.Bool,
        (length, unit, rolls) => new Period(
            PeriodKey.Answer, "期限", unit is PeriodUnit.Month ? length % 12 + 1 : length, unit, "法", rolls ? "某条" : null));

    private static readonly Gen<Case> Cases =
        from start in Gen.Int[new DateOnly(2003, 6, 1).DayNumber, new DateOnly(2027, 12, 31).DayNumber].Select(DateOnly.FromDayNumber)
        from period in Periods
        from restarts in Gen.Int[0, 30].Select(x => (ClockEntry)new Restarted(start.AddDays(x), Why)).List[0, 2]
        from extensions in Gen.Select(Gen.Int[-5, 40], Gen.Int[1, 20], (granted, units) =>
            (ClockEntry)new Extended(start.AddDays(granted), units, Why)).List[0, 2]
        from suspensions in Gen.Select(Gen.Int[-10, 60], Gen.Int[0, 25], Gen.Int[0, 9], (first, length, open) =>
            (ClockEntry)new Suspended(start.AddDays(first), open == 0 ? null : start.AddDays(first + length), Why)).List[0, 4]
        from entries in Gen.Shuffle((ClockEntry[])[new Started(start, Why), .. restarts, .. extensions, .. suspensions])
        from asOf in Gen.Int[-5, 90]
        select new Case(period, entries, start.AddDays(asOf));

    [Fact]
    public void The_fold_agrees_with_a_simulation_day_by_day() =>
        Cases.Sample(
            x =>
            {
                var due = new DueDate(Calendar, x.Period, x.Entries);
                return due.Day == Simulate(x, null) && due.NotBefore(x.AsOf) == Simulate(x, x.AsOf);
            },
            iter: 20_000);

    [Fact]
    public void An_explanation_counts_every_unit_once_and_ends_on_the_due_day() =>
        Cases.Where(x => x.Period.Unit is not PeriodUnit.Month).Sample(x =>
        {
            var due = new DueDate(Calendar, x.Period, x.Entries);
            var explanation = due.Explain(x.AsOf);
            var numbers = explanation.Days.Where(d => d.Status is DayStatus.Counted).Select(d => d.Number!.Value).ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
            Assert.Equal(due.Received, explanation.Days[0].Day.Date);
            Assert.Equal(explanation.Days.Count - 1, explanation.Days[^1].Day.Date.DayNumber - due.Received.DayNumber);
            Assert.Equal(due.NotBefore(x.AsOf), explanation.NotBefore);
            if (due.Day is null) return;
            Assert.Equal(due.Units, numbers.Count);
            Assert.Equal(due.Day, explanation.Days[^1].Day.Date);
        });

    /// <summary>Null if an open suspension is met and no day is given on which it ends.</summary>
    private static DateOnly? Simulate(Case x, DateOnly? asOf)
    {
        var start = x.Entries.OfType<Started>().Single().On;
        foreach (var restart in x.Entries.OfType<Restarted>()) start = restart.On > start ? restart.On : start;
        // Of one day, what was entered first came first.
        var restarted = Array.FindLastIndex(x.Entries, e => e is Restarted r && r.On == start);
        var units = x.Period.Length + x.Entries.Where((e, i) => e is Extended extended && (extended.On > start || (extended.On == start && i > restarted))).Sum(e => ((Extended)e).Units);
        var left = x.Period.Unit is PeriodUnit.Month ? DaysOf(start, units) : units;
        var day = start;
        while (left > 0)
        {
            day = day.AddDays(1);
            var suspended = false;
            foreach (var s in x.Entries.OfType<Suspended>().Where(s => s.From <= day))
            {
                if (s.To is null && asOf is null) return null;
                if (day <= (s.To ?? asOf) || day == s.From) suspended = true;
            }
            if (!suspended && (x.Period.Unit is not PeriodUnit.WorkingDay || Calendar.Describe(day).IsWorking)) left--;
        }
        while (x.Period.Rolls is not null && !Calendar.Describe(day).IsWorking) day = day.AddDays(1);
        return day;
    }

    private static int DaysOf(DateOnly start, int months)
    {
        var month = start.Year * 12 + start.Month - 1 + months;
        var last = DateTime.DaysInMonth(month / 12, month % 12 + 1);
        return new DateOnly(month / 12, month % 12 + 1, Math.Min(start.Day, last)).DayNumber - start.DayNumber;
    }

    private sealed record Case(Period Period, ClockEntry[] Entries, DateOnly AsOf)
    {
        public override string ToString() =>
            $"{Period.Length} {Period.Unit} {Period.Rolls} as of {AsOf:O}: {string.Join(", ", (object[])Entries)}";
    }
}
