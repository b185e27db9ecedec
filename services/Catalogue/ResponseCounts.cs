using System.Globalization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.Catalogue;

/// <summary>What briefings, concerns and reported figures count for, as <see cref="ResponseYear"/> counts them.</summary>
public static class ResponseCounts
{
    public static IEnumerable<Count> Of(Briefing briefing) =>
    [
        Counts.Of("catalogue.briefings", Counts.Month(briefing.On), ("agency", briefing.AgencyId), ("kind", briefing.Kind.ShortName()), ("leader", briefing.PrincipalLeader ? "true" : "false"))
    ];

    /// <summary>Once from its first answer on, and once for each way in which it was answered.</summary>
    public static IEnumerable<Count> Of(Concern concern)
    {
        if (concern.RespondedOn is not { } on) yield break;
        yield return Counts.Of("catalogue.concerns", Counts.Month(on), ("agency", concern.AgencyId), ("source", concern.Source));
        foreach (var way in ResponseYear.WaysOf(concern)) yield return Counts.Of("catalogue.concerns-by-way", Counts.Month(on), ("agency", concern.AgencyId), ("way", way));
    }

    /// <summary>In the year in which its period ends.</summary>
    public static IEnumerable<Count> Of(Tally tally) =>
    [
        Counts.Of(decimal.Parse(tally.Value, CultureInfo.InvariantCulture), "catalogue.tallies", Counts.Year(tally.PeriodTo), ("agency", tally.AgencyId), ("measure", tally.Measure),
            ("scope", tally.Scope), ("source", tally.Source), ("unit", tally.Unit))
    ];
}
