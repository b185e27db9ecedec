using Sunshine.Foundation.Calendar;

namespace Sunshine.ReadingRooms;

/// <summary>Whether a room is open at an instant, and until or from when.</summary>
/// <param name="Changes">When it closes, or opens next; null if that is not within a year.</param>
/// <param name="Note">Why the day is as it is; empty on a plain day.</param>
public sealed record OpenTimes(bool Open, DateTimeOffset? Changes, string Note)
{
    /// <summary>So far it is looked ahead, in days.</summary>
    private const int Ahead = 366;

    public static OpenTimes At(OpeningHours hours, DateTimeOffset now, WorkingDays calendar)
    {
        var today = Clock.DayOf(now);
        var minute = (int)(now - Clock.BeginningOf(today)).TotalMinutes;
        var (spans, note) = On(hours, today, calendar);
        var open = spans.Any(s => s.Opens <= minute && minute < s.Closes);
        // Open at every minute until the first that is not, over midnight too; or closed until the first that is open.
        var from = minute;
        for (var i = 0; i <= Ahead && today.DayNumber + i <= DateOnly.MaxValue.DayNumber; i++, from = 0)
        {
            var day = today.AddDays(i);
            if (i > 0) (spans, _) = On(hours, day, calendar);
            if ((open ? Closing(spans, from) : Opens(spans, from)) is { } at) return new OpenTimes(open, Clock.BeginningOf(day).AddMinutes(at), note);
        }

        return new OpenTimes(open, null, note);
    }

    /// <summary>When it is open on a day, and why so if the day is no plain one.</summary>
    public static (IReadOnlyList<OpenSpan> Spans, string Note) On(OpeningHours hours, DateOnly day, WorkingDays calendar)
    {
        if (hours.Exceptions.FirstOrDefault(e => e.On == day) is { } exception) return (exception.Spans, exception.Reason);
        if (hours.HolidayRule == V1.HolidayRule.EveryWeek) return (OfWeek(hours, WeekdayOf(day)), "");
        var info = calendar.Describe(day);
        return info.Kind switch
        {
            DayKind.Holiday => ([], info.Text),
            DayKind.MakeUp => (OfWeek(hours, hours.MakeUpWeekday), info.Text),
            _ => (OfWeek(hours, WeekdayOf(day)), "")
        };
    }

    private static IReadOnlyList<OpenSpan> OfWeek(OpeningHours hours, V1.Weekday weekday) => hours.Week.FirstOrDefault(w => w.Weekday == weekday)?.Spans ?? [];

    private static V1.Weekday WeekdayOf(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? V1.Weekday.Sunday : (V1.Weekday)day.DayOfWeek;

    /// <summary>The first minute from one on that is in no span; null if that is not on this day.</summary>
    private static int? Closing(IReadOnlyList<OpenSpan> spans, int from)
    {
        foreach (var span in spans)
        {
            if (span.Opens <= from && from < span.Closes) from = span.Closes;
        }

        return from < 24 * 60 ? from : null;
    }

    private static int? Opens(IReadOnlyList<OpenSpan> spans, int from) => spans.FirstOrDefault(s => s.Closes > from) is { } next ? Math.Max(next.Opens, from) : null;
}
