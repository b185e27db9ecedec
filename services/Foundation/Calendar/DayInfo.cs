namespace Sunshine.Foundation.Calendar;

/// <summary>What makes a day a working day or not.</summary>
public enum DayKind
{
    /// <summary>Monday to Friday, not a holiday.</summary>
    Working,

    /// <summary>An ordinary Saturday or Sunday.</summary>
    Weekend,

    /// <summary>Off by a holiday notice: the holiday itself, days moved to it, and weekend days inside the break.</summary>
    Holiday,

    /// <summary>A Saturday or Sunday worked in exchange for a day off (调休).</summary>
    MakeUp,
}

/// <summary>One day of the calendar.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The holiday, for <see cref="DayKind.Holiday"/> and <see cref="DayKind.MakeUp"/>; otherwise null.</param>
/// <param name="IsPublished">False if no notice for the year is known, so that the kind was taken from the weekday alone.</param>
public readonly record struct DayInfo(DateOnly Date, DayKind Kind, string? Name, bool IsPublished)
{
    /// <summary>Whether offices work on this day.</summary>
    public bool IsWorking => Kind is DayKind.Working or DayKind.MakeUp;

    /// <summary>What the day is, in words for the public: 工作日, 周末, 国庆节放假, 春节调休上班.</summary>
    public string Text => Kind switch
    {
        DayKind.Holiday => $"{Name}放假",
        DayKind.MakeUp => $"{Name}调休上班",
        DayKind.Weekend => "周末",
        _ => "工作日",
    } + (IsPublished ? "" : "(推定)");
}
