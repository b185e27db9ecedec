namespace Sunshine.Foundation.Calendar;

/// <summary>The last day in time of one period, computed from everything that happened to its clock. Immutable.</summary>
/// <remarks>
/// The day of the start is day 0. Time under a suspension is left out where it lies, not added at the end: the difference shows
/// wherever the days left out and the days after them hold different numbers of working days. A period in months is as many
/// calendar days as there are to the same day of the last month, so that a suspension can take days out of it.
/// </remarks>
public sealed class DueDate
{
    private readonly WorkingDays calendar;
    private readonly Suspended[] suspensions;

    /// <summary>Sets up a clock.</summary>
    /// <exception cref="ArgumentException">
    /// There is not exactly one start, a restart lies before it, a suspension ends before it begins, or an extension is not positive.
    /// </exception>
    public DueDate(WorkingDays calendar, Period period, params IEnumerable<ClockEntry> entries)
    {
        this.calendar = calendar;
        Period = period;
        Entries = [.. entries];
        Started? started = null;
        var pauses = new List<Suspended>();
        foreach (var entry in Entries)
        {
            switch (entry)
            {
                case Started when started is not null:
                    throw new ArgumentException("A clock has exactly one start, and this has two.", nameof(entries));
                case Started start:
                    started = start;
                    break;
                case Suspended pause when pause.To < pause.From:
                    throw new ArgumentException($"The suspension from {pause.From:yyyy-MM-dd} ends before it begins.", nameof(entries));
                case Suspended pause:
                    pauses.Add(pause);
                    break;
                case Extended { Units: < 1 } extension:
                    throw new ArgumentException($"The extension on {extension.On:yyyy-MM-dd} is not positive.", nameof(entries));
                case Restarted restart when restart.On > Start:
                    Start = restart.On;
                    break;
            }
        }
        Received = started?.On ?? throw new ArgumentException("A clock has exactly one start, and this has none.", nameof(entries));
        if (Received > Start) Start = Received;
        Units = period.Length;
        foreach (var entry in Entries)
        {
            if (entry is Restarted restart && restart.On < Received)
                throw new ArgumentException($"The restart on {restart.On:yyyy-MM-dd} lies before the start.", nameof(entries));
            if (entry is Extended extension && IsEffective(extension)) Units += extension.Units;
        }
        suspensions = [.. pauses.OrderBy(x => x.From)];
        Day = Run(null) is { } end ? Roll(end) : null;
    }

    /// <summary>The period that is counted.</summary>
    public Period Period { get; }

    /// <summary>What happened to the clock, as it was given.</summary>
    public IReadOnlyList<ClockEntry> Entries { get; }

    /// <summary>The day the clock was first started.</summary>
    public DateOnly Received { get; }

    /// <summary>Day 0: the start, or the latest restart.</summary>
    public DateOnly Start { get; }

    /// <summary>The period's length with its extensions, in the period's units.</summary>
    public int Units { get; }

    /// <summary>The last day in time; null while an open suspension keeps it unknown.</summary>
    public DateOnly? Day { get; }

    /// <summary>
    /// A sentence for the reader if the day rests on a year whose holidays are not published yet, and will have to be computed
    /// again; else null.
    /// </summary>
    public string? Warning => Day is { } day ? WarningFor(day) : null;

    /// <summary>
    /// The due day if it is known; else the earliest it can be, which is what it would be if every open suspension ended on the
    /// given day (or on its own first day, if that is later).
    /// </summary>
    public DateOnly NotBefore(DateOnly asOf) => Day ?? Roll(Run(asOf)!.Value);

    /// <summary>Whether the due day is known and has passed; the due day itself is in time.</summary>
    public bool IsOverdueOn(DateOnly day) => Day < day;

    /// <summary>How the due day comes about, day by day and in steps.</summary>
    /// <param name="asOf">Matters while a suspension is open only: see <see cref="NotBefore"/>. Default: the first day of it.</param>
    public Explanation Explain(DateOnly? asOf = null) => Explanation.Of(this, calendar, asOf ?? DateOnly.MinValue);

    /// <summary>The last day that is counted, before <see cref="Roll"/>; while a suspension is open, as in <see cref="NotBefore"/>.</summary>
    internal DateOnly LastCounted(DateOnly asOf) => Run(null) ?? Run(asOf)!.Value;

    /// <summary>The suspension that a day falls under, or null. An open one holds through the given day.</summary>
    internal Suspended? SuspensionOn(DateOnly day, DateOnly asOf) =>
        Array.Find(suspensions, x => x.From <= day && day <= (x.To ?? OpenUntil(x, asOf)));

    /// <summary>The last day known to be under the open suspension that keeps the due day unknown; null if it is known.</summary>
    internal DateOnly? OpenThrough(DateOnly asOf)
    {
        if (Day is not null) return null;
        var through = OpenUntil(Array.Find(suspensions, x => x.To is null)!, asOf);
        return through > Start ? through : Start;
    }

    /// <summary>
    /// Whether an extension, one of <see cref="Entries"/>, still makes the period longer. One that was granted before the latest restart belonged to the run
    /// that the restart ended; of one day, what was entered first came first.
    /// </summary>
    public bool IsEffective(Extended extension) => extension.On > Start || (extension.On == Start && !Entries.SkipWhile(e => !ReferenceEquals(e, extension)).OfType<Restarted>().Any(r => r.On == Start));

    internal string? WarningFor(DateOnly end)
    {
        if (Period is { Unit: not PeriodUnit.WorkingDay, Rolls: null }) return null;
        var first = Period.Unit is PeriodUnit.WorkingDay ? Start.AddDays(1).Year : end.Year;
        var years = Enumerable.Range(first, end.Year - first + 1).Where(year => !calendar.IsPublished(year)).ToList();
        return years.Count == 0 ? null : $"{string.Join("、", years)}年的放假安排未收录或尚未公布,按周一至周五为工作日推算,公布后应重新计算。";
    }

    private static DateOnly OpenUntil(Suspended open, DateOnly asOf) => asOf > open.From ? asOf : open.From;

    /// <summary>
    /// Walks the suspensions, not the days: between two of them all days count. Null if an open suspension is reached and no day
    /// is given to which to extend it.
    /// </summary>
    private DateOnly? Run(DateOnly? asOf)
    {
        var at = Start;
        var left = Period.Unit is PeriodUnit.Month ? Start.AddMonths(Units).DayNumber - Start.DayNumber : Units;
        foreach (var suspension in suspensions)
        {
            if (suspension.To is { } closed && closed <= at) continue;
            if (suspension.From.DayNumber - 1 > at.DayNumber)
            {
                var count = Count(at, suspension.From.AddDays(-1));
                if (count >= left) break;
                left -= count;
            }
            if (suspension.To is null && asOf is null) return null;
            var until = suspension.To ?? OpenUntil(suspension, asOf!.Value);
            if (until > at) at = until;
        }
        return Period.Unit is PeriodUnit.WorkingDay ? calendar.Add(at, left) : at.AddDays(left);
    }

    private int Count(DateOnly from, DateOnly to) =>
        Period.Unit is PeriodUnit.WorkingDay ? calendar.Between(from, to) : to.DayNumber - from.DayNumber;

    private DateOnly Roll(DateOnly day) => Period.Rolls is null ? day : calendar.OnOrAfter(day);
}
