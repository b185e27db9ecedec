using System.Net;
using System.Xml.Linq;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class AtomTests : EditingTest
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task A_feed_has_the_newest_items_of_a_search_and_says_when_each_was_last_published()
    {
        await Import(Enumerable.Range(1, 60).Select(i => Record($"{i}", title: $"预算公开 <第{i}期> & 说明", on: new DateOnly(2016, 1, 1).AddDays(i).ToString("O"))));
        await ImportOne(Record("other", agency: "county-1", title: "别的", on: "2016-12-31"));
        var drafted = await Published(NewContent("预算公开的通知"));
        Host.Clock.Advance(TimeSpan.FromDays(1));
        await Amend(drafted.Id, "改");

        var feed = await Feed("?query=" + Uri.EscapeDataString("预算"));

        var entries = feed.Elements(Atom + "entry").ToList();
        Assert.Equal(50, entries.Count);
        Assert.Equal([$"urn:sunshine:catalogue:item:{drafted.Id}", "预算公开 <第60期> & 说明"], [entries[0].Element(Atom + "id")!.Value, entries[1].Element(Atom + "title")!.Value]);
        Assert.Equal(Host.Clock.GetUtcNow(), DateTimeOffset.Parse(entries[0].Element(Atom + "updated")!.Value));
        Assert.Equal("机构 city", entries[0].Element(Atom + "author")!.Element(Atom + "name")!.Value);
        Assert.EndsWith($"/api/v1/catalogue/items/{drafted.Id}", entries[0].Elements(Atom + "link").Single().Attribute("href")!.Value, StringComparison.Ordinal);
        Assert.Equal("别的", (await Feed("?agencyId=county-1&channel=CHANNEL_WEBSITE")).Elements(Atom + "entry").Single().Element(Atom + "title")!.Value);
        Assert.Empty((await Feed("?query=" + Uri.EscapeDataString("没有的词"))).Elements(Atom + "entry"));
    }

    [Theory]
    [InlineData("?colour=red", "colour")]
    [InlineData("?channel=RED", "channel")]
    [InlineData("?query=a&query=b", "query")]
    [InlineData("?publishedFrom=2016-02-30", "publishedFrom")]
    [InlineData("?agencyId=nobody", "agencyId")]
    public async Task A_wrong_parameter_is_refused_by_its_name(string query, string field)
    {
        using var http = Host.Http();
        using var response = await http.GetAsync("/api/v1/catalogue/items.atom" + query, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"field\": \"{field}\"", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<XElement> Feed(string query)
    {
        using var http = Host.Http();
        using var response = await http.GetAsync("/api/v1/catalogue/items.atom" + query, Cancel);
        Assert.Equal((HttpStatusCode.OK, "application/atom+xml"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return XDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).Root!;
    }
}
