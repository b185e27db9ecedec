using Sunshine.Foundation.Calendar;

namespace Sunshine.KeyAreas;

/// <summary>By when a record must be public.</summary>
internal static class TimeLimits
{
    /// <param name="from">The day that it is formed or that its period ends: day 0. In the years 1900 to 2201.</param>
    public static DateOnly DueOn(TimeLimit limit, DateOnly from, WorkingDays workingDays) =>
        limit.Unit == V1.LimitUnit.CalendarDay ? from.AddDays(limit.Days) : workingDays.Add(from, limit.Days);
}
