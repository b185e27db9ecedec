using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>The lists of a year that a form's rows count: what came in, came over from the year before, ended, and goes over to the next.</summary>
internal static class YearList
{
    /// <summary>Those of the applications, by what forms call them.</summary>
    public static IReadOnlyDictionary<string, V1.ListApplicationsRequest> OfApplications(int year) => new Dictionary<string, V1.ListApplicationsRequest>
    {
        ["received"] = new() { FirstReceivedYear = year, LastReceivedYear = year },
        ["carriedIn"] = new() { LastReceivedYear = year - 1, FirstFinishedYear = year },
        ["finished"] = new() { LastReceivedYear = year, FirstFinishedYear = year, LastFinishedYear = year },
        ["carriedOut"] = new() { LastReceivedYear = year, FirstFinishedYear = year + 1 },
        ["fees"] = new() { LastReceivedYear = year, FirstFinishedYear = year, LastFinishedYear = year, Paid = true }
    };

    /// <summary>Those of the cases.</summary>
    public static IReadOnlyDictionary<string, V1.ListCasesRequest> OfCases(int year) => new Dictionary<string, V1.ListCasesRequest>
    {
        ["receivedCases"] = new() { FirstReceivedYear = year, LastReceivedYear = year },
        ["closed"] = new() { LastReceivedYear = year, FirstClosedYear = year, LastClosedYear = year },
        ["pending"] = new() { LastReceivedYear = year, FirstClosedYear = year + 1 },
        ["closedOrPending"] = new() { LastReceivedYear = year, FirstClosedYear = year }
    };

    /// <summary>The facets that are counted over a list of applications.</summary>
    public static IReadOnlyList<Facet<Entry>> Counted(string of) => of switch
    {
        "received" => [EntryCollection.Kind, EntryCollection.Channel],
        "finished" => [EntryCollection.Kind, EntryCollection.State, EntryCollection.Punctuality, EntryCollection.Outcome, EntryCollection.OutcomeByKind],
        "fees" => [EntryCollection.Fee],
        _ => [EntryCollection.Kind]
    };

    /// <summary>The REST address of a list, narrowed.</summary>
    public static string Address(V1.ListApplicationsRequest list, string agencyId, NationalForm.Choice counts, IReadOnlyCollection<string> outcomes) => Address("applications",
    [
        ("agencyId", agencyId), Number("firstReceivedYear", list.FirstReceivedYear), Number("lastReceivedYear", list.LastReceivedYear), Number("firstFinishedYear", list.FirstFinishedYear),
        Number("lastFinishedYear", list.LastFinishedYear), ("paid", list.Paid ? "true" : ""), ("applicantKind", counts.ApplicantKind), ("state", counts.State),
        ("punctuality", counts.Punctuality), .. (counts.Channels ?? []).Select(c => ("channels", c)), .. outcomes.Select(o => ("outcomes", o))
    ]);

    /// <inheritdoc cref="Address(V1.ListApplicationsRequest, string, NationalForm.Choice, IReadOnlyCollection{string})"/>
    public static string Address(V1.ListCasesRequest list, string agencyId, NationalForm.Choice counts) => Address("cases",
    [
        ("agencyId", agencyId), Number("firstReceivedYear", list.FirstReceivedYear), Number("lastReceivedYear", list.LastReceivedYear), Number("firstClosedYear", list.FirstClosedYear),
        Number("lastClosedYear", list.LastClosedYear), ("kind", counts.Case), ("route", counts.Route), ("result", counts.Result)
    ]);

    private static (string, string) Number(string name, int value) => (name, value == 0 ? "" : $"{value}");

    private static string Address(string resource, IEnumerable<(string Name, string Value)> parameters) =>
        $"/api/v1/{RequestsModule.Name}/{resource}?{string.Join('&', parameters.Where(p => p.Value.Length > 0).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"))}";
}
