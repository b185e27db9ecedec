using System.Net.Http.Json;
using System.Text.Json;
using Sunshine.Ledger.V1;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Reports.V1;

namespace Sunshine.Platform.Tests.Whole;

[Collection(CityCollection.Name)]
public sealed class JourneyTests(City city)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_done_in_each_service_is_in_the_ledger_in_the_annual_report_and_on_the_site()
    {
        var journey = new Journey(city, Cancel);
        await journey.Go();

        var ledger = new LedgerService.LedgerServiceClient(city.As(null));
        foreach (var (source, resource) in journey.Acts)
        {
            await Eventually.Get(async () => (await ledger.ListActsAsync(new() { Source = source, Resource = resource }, cancellationToken: Cancel)).Acts.Count, count => count > 0, Cancel, City.LongestStart,
                $"{resource} of {source} in the ledger");
        }

        var sources = await Eventually.Get(async () => (await ledger.ListSourcesAsync(new(), cancellationToken: Cancel)).Sources, all => all.All(s => s.MissingCount == 0), Cancel, City.LongestStart);
        Assert.Equal(["catalogue", "finance", "key-areas", "powers", "reading-rooms", "requests"], sources.Select(s => s.Name).Order(StringComparer.Ordinal));

        var reports = new ReportService.ReportServiceClient(city.As(null));
        // Three that were imported, and the budget, of which the catalogue makes an item by the event of the finances.
        foreach (var (figure, value) in (IEnumerable<(string, string)>)[("proactive.total", "4"), ("said.gazette.issues", "1")])
        {
            await Eventually.Get(
                async () => (await reports.GetReportAsync(new() { Year = 2016, Form = Form._2014 }, cancellationToken: Cancel)).Figures.Single(f => f.Id == figure).Value, v => v == value, Cancel, City.LongestStart,
                $"{figure} is {value}");
        }

        Assert.Contains("旅程办法", System.Net.WebUtility.HtmlDecode(await city.Site.GetStringAsync("/items/" + journey.Published, Cancel)), StringComparison.Ordinal);
        var found = await city.Rest.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/items?query=" + Uri.EscapeDataString("旅程办法"), Cancel);
        Assert.Equal(journey.Published, Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
    }
}
