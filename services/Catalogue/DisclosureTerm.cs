using Sunshine.Foundation.Calendar;

namespace Sunshine.Catalogue;

/// <summary>
/// The time in which an agency must disclose of its own accord: 20 working days from the day the information was formed or changed
/// (2019 regulation, art. 26; 2008 regulation, art. 18). The number is in the calendar file.
/// </summary>
public sealed class DisclosureTerm(LegalCalendar calendar)
{
    private static readonly Cause Formed = new("信息形成或者变更");

    /// <summary>The last day in time; null for a day before there was a regulation.</summary>
    public DateOnly? Due(DateOnly? formedOrChanged)
    {
        if (formedOrChanged is not { } day) return null;
        return calendar.Regulations.Find(day)?.FindPeriod(PeriodKey.ProactiveDisclosure) is { } period
            ? new DueDate(calendar.WorkingDays, period, new Started(day, Formed)).Day
            : null;
    }

    /// <summary>The day so many working days from a day.</summary>
    public DateOnly After(DateOnly day, int workingDays) => calendar.WorkingDays.Add(day, workingDays);
}
