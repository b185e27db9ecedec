using Sunshine.Foundation.Calendar;

namespace Sunshine.Catalogue;

/// <summary>
/// By when a public concern is answered (国办发〔2016〕61号, from memory; the hours are in the calendar file): an ordinary one once, a serious one
/// first by a statement and then by a press conference. The last moment itself is in time.
/// </summary>
public static class ConcernDeadlines
{
    /// <param name="law">The text in force on the day it was raised; null if there was none, and then nothing is owed.</param>
    public static IReadOnlyList<ConcernDeadline> Of(bool serious, DateTimeOffset raisedAt, Regulation? law)
    {
        (V1.ConcernDuty Duty, HourLimitKey Key)[] duties = serious
            ? [(V1.ConcernDuty.FirstStatement, HourLimitKey.SeriousConcernStatement), (V1.ConcernDuty.PressConference, HourLimitKey.SeriousConcernPressConference)]
            : [(V1.ConcernDuty.Response, HourLimitKey.ConcernResponse)];
        return
        [
            .. from duty in duties
            let limit = law?.FindHourLimit(duty.Key)
            where limit is not null
            select new ConcernDeadline(duty.Duty, raisedAt.AddHours(limit.Hours), limit.Citation)
        ];
    }

    /// <summary>When what is owed was done; null if it was not.</summary>
    /// <param name="responses">Oldest first.</param>
    public static DateTimeOffset? MetAt(ConcernDeadline deadline, IReadOnlyList<ConcernResponse> responses) =>
        responses.FirstOrDefault(r => deadline.Duty != V1.ConcernDuty.PressConference || r.Form == V1.ConcernResponseForm.PressConference)?.RespondedAt;

    public static bool IsLate(ConcernDeadline deadline, IReadOnlyList<ConcernResponse> responses, DateTimeOffset now) =>
        (MetAt(deadline, responses) ?? now) > deadline.DueAt;
}
