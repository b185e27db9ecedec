namespace Sunshine.Foundation.Calendar;

/// <summary>The platform's clock: instants from a <see cref="TimeProvider"/>, days as they are in Asia/Shanghai.</summary>
public sealed class Clock(TimeProvider time)
{
    // A fixed offset, not TimeZoneInfo: China has had no summer time since 1992, nothing here is older, and a container
    // without tzdata would otherwise fail, or worse, count the day by UTC.
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>This instant, with the offset of China (+08:00).</summary>
    public DateTimeOffset Now => time.GetUtcNow().ToOffset(China);

    /// <summary>The day it is in China, which begins at 16:00 UTC of the day before.</summary>
    public DateOnly Today => DayOf(time.GetUtcNow());

    /// <summary>The day in China on which an instant falls.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(China).DateTime);

    /// <summary>The instant at which a day begins in China; the first instant that there is for the first day, which began before it.</summary>
    public static DateTimeOffset BeginningOf(DateOnly day) => day == DateOnly.MinValue ? DateTimeOffset.MinValue : new(day, TimeOnly.MinValue, China);

    /// <summary>The last millisecond of a day in China.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new(day, new TimeOnly(23, 59, 59, 999), China);
}
