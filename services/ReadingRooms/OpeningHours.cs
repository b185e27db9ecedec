namespace Sunshine.ReadingRooms;

/// <summary>When a room is open. An exception wins over a holiday, a holiday over the week.</summary>
/// <param name="Week">Each day of the week at most once; what is missing is closed.</param>
/// <param name="MakeUpWeekday">Whose hours hold on a make-up day.</param>
public sealed record OpeningHours(IReadOnlyList<WeekdayHours> Week, V1.HolidayRule HolidayRule, V1.Weekday MakeUpWeekday, IReadOnlyList<HoursException> Exceptions);

/// <param name="Spans">In the order of the day, never overlapping.</param>
public sealed record WeekdayHours(V1.Weekday Weekday, IReadOnlyList<OpenSpan> Spans);

public sealed record HoursException(DateOnly On, IReadOnlyList<OpenSpan> Spans, string Reason);

/// <param name="Opens">In minutes from the beginning of the day in China, 0-1439.</param>
/// <param name="Closes">1-1440.</param>
public sealed record OpenSpan(int Opens, int Closes);
