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
        Assert.Equal(["12", "172489", "27", "32663", "90.77", "91"], tallies.Order(StringComparer.Ordinal));

        // An interpretation and what it explains find each other, from either side.
        var interpretations = (await Get(http, "items?genre=37&publishedFrom=2016-01-01&publishedTo=2016-12-31&pageSize=1")).GetProperty("totalSize").GetString();
        Assert.True(int.Parse(interpretations!) >= 221, interpretations);
        var regulation = (await Get(http, "items?channel=CHANNEL_GAZETTE&query=" + Uri.EscapeDataString("重大行政决策程序规定"))).GetProperty("items")[0].GetProperty("id").GetString();
        var explained = (await Get(http, "items/" + regulation)).GetProperty("interpretedBy");
        Assert.NotEqual(0, explained.GetArrayLength());
        var interpretation = await Get(http, "items/" + explained[0].GetString());
        Assert.Equal("RELATION_INTERPRETS", interpretation.GetProperty("references")[0].GetProperty("relation").GetString());
    }

    private static Task<JsonElement> Get(HttpClient http, string path) => http.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/" + path, Cancel);
}
