using Sunshine.Foundation.Calendar;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>Where the obligation to disclose one type stands: which periods have ended, and which of them have no record.</summary>
internal sealed record ObligationClock(RecordType Type, WorkingDays WorkingDays, DateTimeOffset Now)
{
    /// <summary>How far back missing periods are counted.</summary>
    public const int MostMissing = 1_000;

    /// <summary>What comes by event is stale after so many days without one.</summary>
    private const int QuietDays = 365;

    /// <param name="Missing">Ended periods without a record, the latest ones in a row.</param>
    /// <param name="Awaited">The oldest of them; null if none is missing.</param>
    public sealed record Standing(ObligationState State, int Missing, RecordPeriod? Awaited, DateOnly? DueOn);

    private DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    /// <param name="has">The periods in which there are records, by <see cref="RecordPeriod.UnitOf"/>.</param>
    public Standing Of(IReadOnlyCollection<RecordPeriod> has)
    {
        if (Type.Frequency == Frequency.OnEvent) return OnEvent(has);
        var unit = RecordPeriod.UnitOf(Type.Frequency);
        // A record of an hour stands for its day.
        var filled = has.Select(h => h.Within(unit)).ToHashSet();
        var missing = new List<RecordPeriod>();
        for (var period = RecordPeriod.At(unit, Today, Now.Hour).Previous; missing.Count < MostMissing && period.First >= Type.WatchedFrom && !IsFilled(filled, period); period = period.Previous) missing.Add(period);
        if (missing.Count == 0) return new Standing(ObligationState.Current, 0, null, null);
        var overdue = missing.Count(IsOverdue);
        var state = overdue == 0 ? ObligationState.Due : has.Count == 0 ? ObligationState.Empty : overdue == 1 ? ObligationState.Late : ObligationState.Stale;
        return new Standing(state, missing.Count, missing[^1], TimeLimits.DueOn(Type.Limit, missing[^1].Last, WorkingDays));
    }

    /// <summary>A record of a whole month stands for its days too.</summary>
    private static bool IsFilled(HashSet<RecordPeriod> filled, RecordPeriod period)
    {
        for (var unit = period.Unit; unit <= PeriodUnit.Year; unit++)
        {
            if (filled.Contains(period.Within(unit))) return true;
        }

        return false;
    }

    private bool IsOverdue(RecordPeriod period)
    {
        // An hour with no days of grace is missing once the next one has ended too.
        if (period.Unit == PeriodUnit.Hour && Type.Limit.Days == 0) return Now.DateTime >= period.First.ToDateTime(new TimeOnly(period.Hour, 0)).AddHours(2);
        return Today > TimeLimits.DueOn(Type.Limit, period.Last, WorkingDays);
    }

    private Standing OnEvent(IReadOnlyCollection<RecordPeriod> has)
    {
        var quietSince = has.Count == 0 ? Type.WatchedFrom : has.Max(h => h.Last);
        if (Today.DayNumber - quietSince.DayNumber <= QuietDays) return new Standing(ObligationState.Current, 0, null, null);
        return new Standing(has.Count == 0 ? ObligationState.Empty : ObligationState.Stale, 0, null, null);
    }
}
