using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.Requests;

/// <summary>
/// What an application counts for, as the national forms count it (<see cref="YearList"/>): received on the day of receipt, answered on the day it ended. What is carried over is what was
/// received until then less what had ended. What is not received in the sense of the law counts nowhere.
/// </summary>
public static class EntryCounts
{
    public static IEnumerable<Count> Of(Entry? entry)
    {
        if (entry?.ReceivedOn is not { } received) yield break;
        var (agency, applicant) = (("agency", entry.AgencyId), ("applicant", entry.ApplicantKind.ShortName()));
        yield return Counts.Of("requests.received", Counts.Month(received), agency, applicant, ("way", WayOf(entry.Channel)));
        if (entry.FinishedOn is not { } finished) yield break;
        yield return Counts.Of("requests.answered", Counts.Month(finished), agency, applicant, ("outcome", entry.Outcome.ShortName()), ("timing", TimingOf(entry, finished)));
        if (entry.FeePaid > 0) yield return Counts.Of(entry.FeePaid, "requests.fees", Counts.Month(finished), agency);
    }

    /// <summary>The four ways of the form of 2014.</summary>
    private static string WayOf(V1.IntakeChannel channel) => channel switch
    {
        V1.IntakeChannel.InPerson => "IN_PERSON",
        V1.IntakeChannel.Letter => "MAIL",
        V1.IntakeChannel.Fax => "FAX",
        _ => "NET"
    };

    /// <summary>The forms know only two: what was late stands among what was extended there.</summary>
    private static string TimingOf(Entry entry, DateOnly finished) => entry.IsOverdueOn(finished) ? "LATE" : entry.Extended ? "EXTENDED" : "ON_TIME";
}
