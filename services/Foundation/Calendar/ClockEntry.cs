using System.Text.Json.Serialization;

namespace Sunshine.Foundation.Calendar;

/// <summary>Why something happened to a clock.</summary>
/// <param name="Reason">In Chinese, for the explanation: 收到申请, 征求第三方意见.</param>
/// <param name="Document">The id of the paper that proves it, if there is one.</param>
public sealed record Cause(string Reason, string? Document = null)
{
    /// <summary>The reason, with the document in brackets.</summary>
    public override string ToString() => Document is null ? Reason : $"{Reason}[{Document}]";
}

/// <summary>
/// One thing that happened to the clock of a period. The entries of a clock may be listed in any order; their days alone decide.
/// </summary>
/// <param name="Cause">Why.</param>
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Restarted), "restarted")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Extended), "extended")]
public abstract record ClockEntry(Cause Cause);

/// <summary>The clock starts. Each clock has exactly one start.</summary>
/// <param name="On">Day 0: receipt by the rule for its channel (条例 2019 art. 31), formation of the information, and so on.</param>
/// <param name="Cause">Why.</param>
public sealed record Started(DateOnly On, Cause Cause) : ClockEntry(Cause);

/// <summary>
/// The whole period starts again, as when a corrected request is received (条例 2019 art. 30) or the processing fee is paid. The latest
/// restart counts. An extension granted before it was of the earlier run, and is void.
/// </summary>
/// <param name="On">The new day 0; not before the start.</param>
/// <param name="Cause">Why.</param>
public sealed record Restarted(DateOnly On, Cause Cause) : ClockEntry(Cause);

/// <summary>
/// Days that do not count, as while a third party or another agency is consulted (条例 2019 art. 33; 2008 art. 24). Days under two
/// suspensions are left out once; days up to the start have no effect.
/// </summary>
/// <param name="From">The first day that does not count.</param>
/// <param name="To">The last one, not before the first; null while the suspension is open.</param>
/// <param name="Cause">Why.</param>
public sealed record Suspended(DateOnly From, DateOnly? To, Cause Cause) : ClockEntry(Cause);

/// <summary>
/// The period becomes longer. Whether it may, and by how much, is for the caller to decide by
/// <see cref="PeriodKey.AnswerExtension"/> and the like: a reasonable delay of an excessive request (条例 2019 art. 35) has no limit.
/// </summary>
/// <param name="On">The day it was granted.</param>
/// <param name="Units">How many more of the period's units; at least 1.</param>
/// <param name="Cause">Why.</param>
public sealed record Extended(DateOnly On, int Units, Cause Cause) : ClockEntry(Cause);
