using System.Net;
using System.Xml.Linq;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class SiteMapTests : EditingTest
{
    private static readonly XNamespace Protocol = "http://www.sitemaps.org/schemas/sitemap/0.9";

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Catalogue:ItemPage"] = "https://www.example.gov.cn/items/{id}?lang=zh" };

    [Fact]
    public async Task It_has_a_part_for_each_year_and_each_listed_item_once()
    {
        await Import(Enumerable.Range(0, 300).Select(i => Record($"{i}", on: i % 3 == 0 ? "2015-12-31" : "2016-01-01")));
        var withdrawn = await Published(NewContent("撤回"), "w");
        await Publisher.WithdrawItemAsync(new() { Id = withdrawn.Id, Reason = "误" }, cancellationToken: Cancel);
        var draft = await Create(NewContent("草稿"), "d");

        Assert.Contains("Sitemap: https://www.example.gov.cn/sitemap.xml", await Text("/robots.txt"), StringComparison.Ordinal);
        var index = await Read("/sitemap.xml");
        var parts = index.Root!.Elements(Protocol + "sitemap").Select(s => s.Element(Protocol + "loc")!.Value).ToList();
        Assert.Equal(["https://www.example.gov.cn/sitemaps/2015.xml", "https://www.example.gov.cn/sitemaps/2016.xml"], parts);

        var pages = new List<string>();
        foreach (var part in parts) pages.AddRange((await Read(new Uri(part).PathAndQuery)).Root!.Elements(Protocol + "url").Select(u => u.Element(Protocol + "loc")!.Value));
        var listed = await Public.ListItemsAsync(new() { PageSize = 200 }, cancellationToken: Cancel);
        Assert.Equal(300, pages.Distinct().Count());
        Assert.Equal(300, pages.Count);
        Assert.All(listed.Items, i => Assert.Contains($"https://www.example.gov.cn/items/{i.Id}?lang=zh", pages));
        Assert.DoesNotContain(pages, p => p.Contains(withdrawn.Id, StringComparison.Ordinal) || p.Contains(draft.Id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2015")]
    [InlineData("2016-13")]
    [InlineData("2016-02-30")]
    [InlineData("2016.2")]
    [InlineData("2016.0")]
    [InlineData("2016.99999999999")]
    [InlineData("9999-12")]
    [InlineData("0001-01-01")]
    [InlineData("all")]
    public async Task A_part_that_is_not_there_is_not_found(string part)
    {
        await ImportOne(Record("1"));
        using var http = Host.Http();
        using var response = await http.GetAsync($"/sitemaps/{part}.xml", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("NO_SUCH_SITE_MAP", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_and_a_day_can_be_read_as_parts()
    {
        await Import(Record("1", on: "2016-09-26"), Record("2", on: "2016-09-27"), Record("3", on: "2016-10-01"));
        foreach (var (part, items) in new[] { ("2016-09-26", 1), ("2016-09", 2), ("2016", 3) })
            Assert.Equal(items, (await Read($"/sitemaps/{part}.xml")).Root!.Elements().Count());
    }

    [Fact]
    public async Task What_is_too_many_for_a_part_is_divided_by_months_days_and_numbers()
    {
        for (var i = 0; i < 51; i++) await Import(Enumerable.Range(i * 1_000, 1_000).Select(n => Record($"{n}", on: "2016-09-26")));
        await Import(Record("a", on: "2016-09-27"), Record("b", on: "2016-10-01"));

        var parts = (await Read("/sitemap.xml")).Root!.Descendants(Protocol + "loc").Select(l => new Uri(l.Value).PathAndQuery).ToList();
        Assert.Equal(["/sitemaps/2016-09-26.1.xml", "/sitemaps/2016-09-26.2.xml", "/sitemaps/2016-09-27.xml", "/sitemaps/2016-10.xml"], parts);
        var pages = new List<string>();
        foreach (var part in parts)
        {
            var found = (await Read(part)).Root!.Descendants(Protocol + "loc").Select(l => l.Value).ToList();
            Assert.InRange(found.Count, 1, 50_000);
            pages.AddRange(found);
        }

        Assert.Equal((51_002, 51_002), (pages.Count, pages.Distinct().Count()));
    }

    private async Task<XDocument> Read(string path) => XDocument.Parse(await Text(path));

    private async Task<string> Text(string path)
    {
        using var http = Host.Http();
        return await http.GetStringAsync(path, Cancel);
    }
}

public sealed class NoSiteMapTests : CatalogueTest
{
    [Fact]
    public async Task Without_pages_there_is_none()
    {
        using var http = Host.Http();
        using var response = await http.GetAsync("/sitemap.xml", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("NO_PAGES", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("Sitemap", await http.GetStringAsync("/robots.txt", Cancel), StringComparison.Ordinal);
    }
}
