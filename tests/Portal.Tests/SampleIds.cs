using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sunshine.Portal.Tests;

/// <summary>Ids of the sample year, found by the REST.</summary>
internal static partial class SampleIds
{
    /// <summary>Where the first id of each kind is read, and under which member the list is.</summary>
    private static readonly Dictionary<string, (string Address, string Member)> Sources = new()
    {
        ["application"] = ("requests/applications?agencyId=as-finance&pageSize=1", "applications"),
        ["area"] = ("key-areas/areas?pageSize=1", "areas"),
        ["batch"] = ("powers/batches?year=2016&pageSize=1", "batches"),
        ["consultation"] = ("catalogue/consultations?pageSize=1", "consultations"),
        ["disclosure"] = ("finance/disclosures?pageSize=1", "disclosures"),
        ["distribution"] = ("reading-rooms/distributions?pageSize=1", "distributions"),
        ["draft"] = ("catalogue/drafts?pageSize=1", "drafts"),
        ["fee"] = ("powers/fees?pageSize=1", "feeItems"),
        ["financeDraft"] = ("finance/drafts?agencyId=as-finance&fiscalYear=2025", "drafts"),
        ["guide"] = ("powers/guides?pageSize=1", "guides"),
        ["issue"] = ("catalogue/gazette-issues?year=2016&pageSize=1", "issues"),
        ["item"] = ("catalogue/items?channel=CHANNEL_GAZETTE&pageSize=1", "items"),
        ["power"] = ("powers?pageSize=1", "powers"),
        ["record"] = ("key-areas/records?typeId=administrative-penalty&pageSize=1", "records"),
        ["report"] = ("reports/annual-reports?agencyId=as-finance&year=2024", "annualReports"),
        ["revised"] = ($"catalogue/items?query={PortalFixture.RevisedNumber}&pageSize=1", "items"),
        ["room"] = ("reading-rooms/rooms?pageSize=1", "rooms")
    };

    /// <summary>The address with ids in it.</summary>
    public static async Task<string> In(string address, PortalFixture portal, CancellationToken cancel)
    {
        var standalone = await portal.Standalone;
        using var http = standalone.Http(standalone.Token);
        foreach (Match name in Name().Matches(address))
        {
            var (source, member) = Sources[name.Groups[1].Value];
            using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/v1/" + source, UriKind.Relative), cancel));
            address = address.Replace(name.Value, answer.RootElement.GetProperty(member)[0].GetProperty("id").GetString(), StringComparison.Ordinal);
        }

        return address;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Name();
}
