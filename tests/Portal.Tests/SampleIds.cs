using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sunshine.Portal.Tests;

/// <summary>Ids of the sample year, found by the REST.</summary>
internal static partial class SampleIds
{
    /// <summary>Where the first id of each kind is read, and under which member the list is.</summary>
    private static readonly Dictionary<string, (string Address, string Member)> Sources = new()
    {
        ["item"] = ("/api/v1/catalogue/items?channel=CHANNEL_GAZETTE&pageSize=1", "items"),
        ["revised"] = ($"/api/v1/catalogue/items?query={PortalFixture.RevisedNumber}&pageSize=1", "items"),
        ["answer"] = ("/api/v1/requests/published-answers?pageSize=1", "answers"),
        ["application"] = ("/api/v1/requests/applications?agencyId=as-finance&pageSize=1", "applications"),
        ["draft"] = ("/api/v1/catalogue/drafts?pageSize=1", "drafts"),
        ["report"] = ("/api/v1/reports/annual-reports?agencyId=as-finance&year=2024", "annualReports"),
        ["financeDraft"] = ("/api/v1/finance/drafts?agencyId=as-finance&fiscalYear=2025", "drafts"),
        ["batch"] = ("/api/v1/powers/batches?pageSize=1", "batches"),
        ["distribution"] = ("/api/v1/reading-rooms/distributions?pageSize=1", "distributions")
    };

    /// <summary>The address with ids in it; null where the sample has none.</summary>
    public static async Task<string?> In(string address, PortalFixture portal, CancellationToken cancel)
    {
        var standalone = await portal.Standalone;
        using var http = standalone.Http(standalone.Token);
        foreach (Match name in Name().Matches(address))
        {
            var (source, member) = Sources[name.Groups[1].Value];
            using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri(source, UriKind.Relative), cancel));
            if (!answer.RootElement.TryGetProperty(member, out var list) || list.GetArrayLength() == 0) return null;
            address = address.Replace(name.Value, list[0].GetProperty("id").GetString(), StringComparison.Ordinal);
        }

        return address;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Name();
}
