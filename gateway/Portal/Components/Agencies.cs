using Sunshine.Catalogue.V1;
using Sunshine.Portal.Rest;

namespace Sunshine.Portal.Components;

/// <summary>Agencies to choose from.</summary>
public static class Agencies
{
    private const int PageSize = 200;

    /// <summary>Those that are, by level and name. A city and its counties have some hundreds.</summary>
    public static async Task<IReadOnlyList<Agency>> All(Api api, CancellationToken cancel)
    {
        var all = new List<Agency>();
        var request = new ListAgenciesRequest { PageSize = PageSize };
        do
        {
            var page = await api.Agency.ListAgenciesAsync(request, cancellationToken: cancel);
            all.AddRange(page.Agencies);
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);

        return [.. all.Where(a => a.DissolvedOn.Length == 0).OrderBy(a => a.Level).ThenBy(a => a.Name, StringComparer.Ordinal)];
    }
}
