namespace Sunshine.Portal.Components;

/// <summary>The page about what an act of the ledger was done to.</summary>
public static class ActTargets
{
    /// <param name="source">The service that did it.</param>
    /// <param name="resource">Its path under the service.</param>
    /// <returns>Null where there is no page, such as for applications, which are their applicants' own.</returns>
    public static string? Of(string source, string resource) => (source, resource.Split('/')) switch
    {
        ("catalogue", ["items", var id]) => $"/items/{id}",
        ("catalogue", ["agencies", var id]) => $"/agencies/{id}",
        ("catalogue", ["consultations", var id]) => $"/consultations/{id}",
        ("catalogue", ["gazette-issues", var id]) => $"/gazette/{id}",
        ("powers", ["batches", var id]) => $"/powers/batches/{id}",
        ("powers", ["guides", var id]) => $"/powers/guides/{id}",
        ("finance", ["disclosures", var id]) => $"/finance/disclosures/{id}",
        ("key-areas", ["areas", var id]) => $"/key-areas/{id}",
        ("reading-rooms", ["rooms", var id]) => $"/reading-rooms/{id}",
        _ => null
    };
}
