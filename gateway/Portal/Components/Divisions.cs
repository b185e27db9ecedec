using Sunshine.Portal.Rest;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Portal.Components;

/// <summary>The divisions around one, to choose from.</summary>
public static class Divisions
{
    private const int CityDigits = 4, CountyDigits = 6, TownDigits = 9;

    /// <summary>The cities, and below each division that the chosen one lies in those directly below it, in the order of a list that is read from above.</summary>
    /// <param name="chosen">A code; empty for none.</param>
    public static async Task<IReadOnlyList<Division>> Around(Api api, string chosen, CancellationToken cancel)
    {
        var cities = await Below(api, "", cancel);
        // With one city nobody need choose it first.
        var open = Above(chosen).Append(chosen).Concat(cities.Count == 1 ? [cities[0].Code] : []).Where(c => c.Length > 0).Distinct().ToList();
        var below = (await Task.WhenAll(open.Select(c => Below(api, c, cancel)))).SelectMany(d => d).ToLookup(d => d.ParentCode);
        var list = new List<Division>();
        Add(cities);
        return list;

        void Add(IEnumerable<Division> divisions)
        {
            foreach (var division in divisions)
            {
                list.Add(division);
                Add(below[division.Code]);
            }
        }
    }

    /// <summary>The codes above one, as they follow from its digits, the city first.</summary>
    public static IEnumerable<string> Above(string code)
    {
        if (code.Length < CountyDigits) yield break;
        if (code[CityDigits..] != "00") yield return code[..CityDigits] + "00";
        if (code.Length > CountyDigits) yield return code[..CountyDigits];
        if (code.Length > TownDigits) yield return code[..TownDigits];
    }

    private static async Task<IReadOnlyList<Division>> Below(Api api, string parent, CancellationToken cancel)
    {
        var all = new List<Division>();
        var request = new ListDivisionsRequest { ParentCode = parent, PageSize = 200 };
        do
        {
            var page = await api.Room.ListDivisionsAsync(request, cancellationToken: cancel);
            all.AddRange(page.Divisions);
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);

        return all;
    }
}
