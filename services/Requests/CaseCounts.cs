using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.Requests;

/// <summary>What a case counts for: received on its day, and ended on its day with its result. What is pending is what was received until then less what had ended.</summary>
public static class CaseCounts
{
    public static IEnumerable<Count> Of(Case? found)
    {
        if (found is null) yield break;
        var (agency, kind, route) = (("agency", found.AgencyId), ("kind", found.Kind.ShortName()), ("route", found.Route.ShortName()));
        yield return Counts.Of("requests.cases-received", Counts.Month(found.ReceivedOn), agency, kind, route);
        if (found.ClosedOn is { } closed) yield return Counts.Of("requests.cases", Counts.Month(closed), agency, kind, ("result", found.Result.ShortName()), route);
    }
}
