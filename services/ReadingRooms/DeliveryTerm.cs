using Sunshine.Foundation.Calendar;

namespace Sunshine.ReadingRooms;

/// <summary>
/// The time for delivering to reading rooms. The regulation of 2019 says 及时 (promptly, art. 25) and that of 2008 says the same (art. 16): neither gives a number. The
/// measure is therefore the time for disclosing of one's own accord, twenty working days, from the day of issue; the number is in the calendar file.
/// </summary>
public sealed class DeliveryTerm(LegalCalendar calendar)
{
    /// <summary>How many working days before the last one rooms are reminded.</summary>
    private const int Before = 5;

    private static readonly Cause Issued = new("印发");

    /// <param name="On">The last day in time.</param>
    /// <param name="Basis">The law with its article.</param>
    public sealed record Term(DateOnly On, string Basis);

    /// <summary>Null where no law of that day set a time.</summary>
    public Term? Of(DateOnly issuedOn)
    {
        if (calendar.Regulations.Find(issuedOn)?.FindPeriod(PeriodKey.ProactiveDisclosure) is not { } period) return null;
        return new DueDate(calendar.WorkingDays, period, new Started(issuedOn, Issued)).Day is { } due ? new Term(due, period.Citation) : null;
    }

    /// <summary>The first day on which a stage is reached.</summary>
    public DateOnly Reached(V1.ReminderStage stage, DateOnly due)
    {
        if (stage == V1.ReminderStage.Overdue) return due == DateOnly.MaxValue ? due : due.AddDays(1);
        var day = due;
        while (day > DateOnly.MinValue && calendar.WorkingDays.Between(day, due) < Before) day = day.AddDays(-1);
        return day;
    }

    /// <summary>Working days after the last one in time; 0 if not after it.</summary>
    public int DaysLate(DateOnly? due, DateOnly on) => due is { } last && on > last ? calendar.WorkingDays.Between(last, on) : 0;
}
