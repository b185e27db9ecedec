using Sunshine.Catalogue.V1;
using Sunshine.Portal.Rest;

namespace Sunshine.Portal.Components;

/// <summary>Years to choose from.</summary>
public static class Years
{
    /// <summary>The years of which anything was disclosed, newest first.</summary>
    public static async Task<IReadOnlyList<int>> Disclosed(Api api, CancellationToken cancel) =>
        Of((await api.Catalogue.ListItemsAsync(new ListItemsRequest { PageSize = 1 }, cancellationToken: cancel)).Facets);

    public static IReadOnlyList<int> Of(IEnumerable<Facet> facets) =>
        [.. facets.Where(f => f.Field == "year").SelectMany(f => f.Values).Select(v => int.Parse(v.Value, System.Globalization.CultureInfo.InvariantCulture)).OrderDescending()];

    /// <summary>The year of the address if it is one, else the newest of which there is anything, else this one.</summary>
    public static async Task<(int Year, IReadOnlyList<int> All)> Chosen(string? asked, Api api, int current, CancellationToken cancel)
    {
        var all = await Disclosed(api, cancel);
        return (Parse(asked) ?? (all.Count > 0 ? all[0] : current), all);
    }

    /// <summary>Null for what is no year that anything can be of.</summary>
    public static int? Parse(string? asked) =>
        int.TryParse(asked, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var year) && year is >= 1990 and <= 2100 ? year : null;
}
