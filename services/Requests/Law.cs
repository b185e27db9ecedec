using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>The law as it governs an application, which keeps the text it was born under (see <see cref="Regulations.Pending"/>).</summary>
public sealed class Law(LegalCalendar calendar, Clock clock)
{
    public DateOnly Today => clock.Today;

    public DateTimeOffset Now => clock.Now;

    public WorkingDays WorkingDays => calendar.WorkingDays;

    public Regulations Regulations => calendar.Regulations;

    /// <summary>State of the calendar file.</summary>
    public string Edition => calendar.Edition;

    /// <summary>The text that governs an application; null until it is received.</summary>
    public Regulation? Governing(DateOnly? receivedOn) => receivedOn is { } received ? calendar.Regulations.For(received, clock.Today) : null;

    /// <summary>The text that governs an application.</summary>
    /// <exception cref="RefusedException">It is not received yet.</exception>
    public Regulation Require(DateOnly? receivedOn) => Governing(receivedOn) ?? throw RequestsRefusals.NotReceived.Of();

    /// <summary>The clock of the answer; null until it is received.</summary>
    public DueDate? Due(DateOnly? receivedOn, IReadOnlyList<ClockEntry> entries) =>
        Governing(receivedOn) is { } text ? new DueDate(calendar.WorkingDays, text.Period(PeriodKey.Answer), entries) : null;

    /// <summary>The last day of a period that begins on a day; null if the text sets none.</summary>
    public DateOnly? LastDay(Regulation text, PeriodKey key, DateOnly from, Cause cause) =>
        text.FindPeriod(key) is { } period ? new DueDate(calendar.WorkingDays, period, new Started(from, cause)).Day : null;
}
