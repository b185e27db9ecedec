using System.Net.Http.Json;
using System.Text.Json;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>The README's first command: the sample year, as anyone then reads it over REST, beside the published report.</summary>
public sealed class SampleYearTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_year_has_the_figures_of_the_published_report()
    {
        using var folder = new TemporaryFolder();
        await using var standalone = await StandaloneProcess.Start(folder.Path, Cancel, "--sample", "anshan-2016");
        using var http = standalone.Http(null);

        var year = await Get(http, "statistics?year=2016");
        Assert.Equal("32912", year.GetProperty("itemCount").GetString());
        Assert.Equal(
            [("CHANNEL_GAZETTE", "197"), ("CHANNEL_WEBSITE", "19815"), ("CHANNEL_MICROBLOG", "4956"), ("CHANNEL_WECHAT", "963"), ("CHANNEL_OTHER", "6981")],
            year.GetProperty("placements").EnumerateArray().Select(p => (p.GetProperty("channel").GetString()!, p.GetProperty("count").GetString()!)));

        var issues = (await Get(http, "gazette-issues?year=2016&pageSize=100")).GetProperty("issues").EnumerateArray().ToList();
        Assert.Equal((16, 197), (issues.Count, issues.Sum(i => i.GetProperty("entryCount").GetInt32())));
        var responses = await Get(http, "response-statistics?year=2016");
        Assert.Equal("8", responses.GetProperty("pressConferenceCount").GetString());
        Assert.Equal(6, (await Get(http, "consultations?pageSize=100")).GetProperty("consultations").GetArrayLength());
        var tallies = (await Get(http, "tallies?year=2016&pageSize=100")).GetProperty("tallies").EnumerateArray().Select(t => t.GetProperty("value").GetString()).ToList();
        Assert.Superset(new HashSet<string?> { "12", "172489", "27", "32663", "90.77", "91" }, tallies.ToHashSet());

        // Requests, in the form of that time and mapped to today's.
        var then = await Form(http, "FORM_2014");
        Assert.Equal(
            ["159", "0", "0", "0", "159", "159", "159", "0", "159", "2", "154", "3", "0"],
            new[] { "3.1", "3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.2", "3.2.1", "3.2.2", "3.3", "3.3.1", "3.3.2", "3.3.3", "3.3.4" }.Select(row => then[row + "/total"]));
        Assert.Equal(["0", "2", "0", "1", "1", "0", "0.00"], new[] { "4", "5", "5.1", "5.2", "5.3", "6", "7" }.Select(row => then[row + "/total"]));
        var now = await Form(http, "FORM_2021");
        Assert.Equal(["159", "0", "156", "3", "159", "0"], new[] { "1", "2", "3.1", "3.2", "3.7", "4" }.Select(row => now[row + "/total"]));
        Assert.Equal(["0", "1", "1", "0", "2"], new[] { "upheld", "corrected", "other", "pending", "total" }.Select(column => now["suitDirect/" + column]));

        // An interpretation and what it explains find each other, from either side.
        var interpretations = (await Get(http, "items?genre=37&publishedFrom=2016-01-01&publishedTo=2016-12-31&pageSize=1")).GetProperty("totalSize").GetString();
        Assert.True(int.Parse(interpretations!) >= 221, interpretations);
        var regulation = (await Get(http, "items?channel=CHANNEL_GAZETTE&query=" + Uri.EscapeDataString("重大行政决策程序规定"))).GetProperty("items")[0].GetProperty("id").GetString();
        var explained = (await Get(http, "items/" + regulation)).GetProperty("interpretedBy");
        Assert.NotEqual(0, explained.GetArrayLength());
        var interpretation = await Get(http, "items/" + explained[0].GetString());
        Assert.Equal("RELATION_INTERPRETS", interpretation.GetProperty("references")[0].GetProperty("relation").GetString());
    }

    [Fact]
    public async Task The_sample_year_has_the_lists_of_powers_and_guides_of_the_report_however_often_it_is_loaded()
    {
        using var folder = new TemporaryFolder();
        for (var time = 1; time <= 2; time++)
        {
            await using var standalone = await StandaloneProcess.Start(folder.Path, Cancel, "--sample", "anshan-2016");
            using var http = standalone.Http(null);

            Assert.Equal("1476", (await Powers(http, "?asOf=2016-01-01")).GetProperty("totalSize").GetString());
            Assert.Equal("1462", (await Powers(http, "?asOf=2016-12-31")).GetProperty("totalSize").GetString());
            var batches = (await Powers(http, "/batches?year=2016")).GetProperty("batches").EnumerateArray().ToList();
            Assert.Equal(
                [(1476, 5, 1, 1470), (1470, 4, 1, 1465), (1465, 3, 0, 1462)],
                batches.Select(b => b.GetProperty("balance")).Select(b => (b.GetProperty("opening").GetInt32(), b.GetProperty("cancelled").GetInt32(), b.GetProperty("delegated").GetInt32(), b.GetProperty("closing").GetInt32())));

            var year = (await Powers(http, "/statistics?year=2016")).GetProperty("yearBalance");
            Assert.Equal((12, 2, 0), (year.GetProperty("cancelled").GetInt32(), year.GetProperty("delegated").GetInt32(), year.GetProperty("added").GetInt32()));
            Assert.Equal("5316", (await Powers(http, "/guides?pageSize=1")).GetProperty("totalSize").GetString());
            Assert.Equal("5316", (await Powers(http, "/guides/adjustments?pageSize=1")).GetProperty("totalSize").GetString());
            var completeness = (await Powers(http, "/guides/completeness")).GetProperty("total");
            Assert.True(completeness.GetProperty("scores").GetArrayLength() > 20, completeness.ToString());

            // One county took over late, one has not yet.
            Assert.Equal("2", (await Powers(http, "/delegations")).GetProperty("totalSize").GetString());
            foreach (var day in new[] { "2016-06-30", "2016-12-31" })
                Assert.Equal("1", (await Powers(http, $"/delegations?open=true&asOf={day}")).GetProperty("totalSize").GetString());
            var comparison = await Powers(http, "/comparisons?rightListId=as-210381&asOf=2016-12-31&pageSize=1");
            Assert.All(["same", "diverging", "leftOnly", "rightOnly"], result => Assert.True(comparison.GetProperty(result).GetInt32() > 0, comparison.ToString()));
            await Finance(http);
            await KeyAreas(http);
            await ReadingRooms(http);
        }
    }

    /// <summary>"86 departments, 132 items, 100 %": true of departments, not of what each of them must disclose.</summary>
    private static async Task Finance(HttpClient http)
    {
        async Task<JsonElement> Get(string path) => await http.GetFromJsonAsync<JsonElement>("/api/v1/finance/" + path, Cancel);
        static (int, int, string) Ratio(JsonElement ratio) => (ratio.GetProperty("numerator").GetInt32(), ratio.GetProperty("denominator").GetInt32(), ratio.GetProperty("percent").GetString()!);

        var coverage = await Get("coverage?year=2016");
        Assert.Equal((86, 86, "100.00"), Ratio(coverage.GetProperty("departments")));
        Assert.Equal((132, 172, "76.74"), Ratio(coverage.GetProperty("cells")));
        Assert.Equal([(86, 86, "100.00"), (46, 86, "53.49")], coverage.GetProperty("kinds").EnumerateArray().Select(k => Ratio(k.GetProperty("disclosed"))));
        var missing = coverage.GetProperty("missingCells").EnumerateArray().ToList();
        Assert.Equal((40, 40), (coverage.GetProperty("missingCount").GetInt32(), missing.Count));
        Assert.All(missing, c => Assert.Equal(("DISCLOSURE_KIND_FINAL_ACCOUNTS", 2015), (c.GetProperty("kind").GetString(), c.GetProperty("fiscalYear").GetInt32())));
        var year = (await Get("statistics?year=2016")).GetProperty("inCalendarYear");
        Assert.Equal((132, 86), (year.GetProperty("disclosureCount").GetInt32(), year.GetProperty("departmentCount").GetInt32()));

        // Every table adds up, and every disclosure is an item of the catalogue.
        for (var page = ""; ;)
        {
            var listed = await Get($"disclosures?pageSize=200&pageToken={page}");
            foreach (var disclosure in listed.GetProperty("disclosures").EnumerateArray())
            {
                Assert.NotEqual("", disclosure.GetProperty("itemId").GetString());
                Assert.Equal(0, (await Get("disclosures/" + disclosure.GetProperty("id").GetString())).GetProperty("release").GetProperty("findings").GetArrayLength());
            }

            if ((page = listed.GetProperty("nextPageToken").GetString()!).Length == 0) break;
        }

        var breakdown = await Get("breakdown?measure=expenditure&fiscalYear=2016&phase=PHASE_APPROVED");
        Assert.Equal(86, breakdown.GetProperty("counted").GetProperty("agencies").GetInt32());
        var execution = await Get("execution?measure=expenditure&fiscalYear=2015");
        Assert.Equal((46, 40), (execution.GetProperty("executedCounted").GetProperty("agencies").GetInt32(), execution.GetProperty("agenciesLeftOut").GetInt32()));
    }

    /// <summary>24,274 records, of which the report itemises 1,799; the tasks and projects of the government are no key area of that time.</summary>
    private static async Task KeyAreas(HttpClient http)
    {
        var year = await http.GetFromJsonAsync<JsonElement>("/api/v1/key-areas/statistics?year=2016", Cancel);
        var records = year.GetProperty("areas").EnumerateArray().ToDictionary(a => a.GetProperty("areaId").GetString()!, a => int.Parse(a.GetProperty("records").GetString()!));
        Assert.Equal((24_274, 2_133 + 20), (records.Where(r => r.Key != "28").Sum(r => r.Value), records["28"]));
        Assert.Equal((132, 786, 22), (records["02"], records["03"], records["04"]));
        Assert.Equal("26427", year.GetProperty("records").GetString());
    }

    /// <summary>1,283 rooms on four levels; all have all 16 issues, some of them late.</summary>
    private static async Task ReadingRooms(HttpClient http)
    {
        async Task<JsonElement> Get(string path) => await http.GetFromJsonAsync<JsonElement>("/api/v1/reading-rooms" + path, Cancel);

        var statistics = await Get("/statistics");
        Assert.Equal(1_283, statistics.GetProperty("roomCount").GetInt32());
        Assert.Equal([3, 21, 96, 1_163], statistics.GetProperty("byLevel").EnumerateArray().Select(l => l.GetProperty("roomCount").GetInt32()));
        var near = (await Get(":nearest?lat=41.11&lng=122.99&limit=5")).GetProperty("rooms").EnumerateArray().Select(r => r.GetProperty("metres").GetInt32()).ToList();
        Assert.Equal((5, true), (near.Count, near.SequenceEqual(near.Order())));
        var coverage = await Get("/coverage?year=2016");
        Assert.Equal((16, 16), (coverage.GetProperty("gazetteCount").GetInt32(), coverage.GetProperty("completeCount").GetInt32()));
        var figures = coverage.GetProperty("figures");
        Assert.Equal((20_528, 20_528, 188), (figures.GetProperty("owedCount").GetInt32(), figures.GetProperty("receivedCount").GetInt32(), figures.GetProperty("lateCount").GetInt32()));
    }

    /// <summary>The cells of a form, all of whose identities hold.</summary>
    private static async Task<Dictionary<string, string>> Form(HttpClient http, string form)
    {
        var figures = await http.GetFromJsonAsync<JsonElement>("/api/v1/requests/statistics?year=2016&form=" + form, Cancel);
        Assert.All(figures.GetProperty("identities").EnumerateArray(), i => Assert.True(i.GetProperty("holds").GetBoolean(), i.ToString()));
        return figures.GetProperty("tables").EnumerateArray().SelectMany(t => t.GetProperty("rows").EnumerateArray())
            .SelectMany(r => r.GetProperty("cells").EnumerateArray().Select(c => (Key: $"{r.GetProperty("id").GetString()}/{c.GetProperty("columnId").GetString()}", Value: c.GetProperty("value").GetString()!)))
            .ToDictionary(c => c.Key, c => c.Value);
    }

    private static Task<JsonElement> Powers(HttpClient http, string path) => http.GetFromJsonAsync<JsonElement>("/api/v1/powers" + path, Cancel);

    private static Task<JsonElement> Get(HttpClient http, string path) => http.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/" + path, Cancel);
}
