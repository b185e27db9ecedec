using System.Net;
using System.Text;
using System.Text.Json;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class ExportsTests : EditingTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // More than a page, and a title that a spreadsheet would take for a formula.
        await Import(Enumerable.Range(0, 450).Select(i => Record($"{i}", title: i == 7 ? "=1+1 \"预算\", 公开" : $"预算 {i}", agency: i % 2 == 0 ? "city" : "county-1")));
        var withdrawn = await Published(NewContent("预算撤回"), "w");
        await Publisher.WithdrawItemAsync(new() { Id = withdrawn.Id, Reason = "误" }, cancellationToken: Cancel);
        await Create(NewContent("预算草稿"), "d");
    }

    [Fact]
    public async Task A_table_has_every_match_once_and_no_formula()
    {
        var text = await Text("items.csv?query=" + Uri.EscapeDataString("预算"), "text/csv");

        Assert.StartsWith("\uFEFFid,indexNumber,title,", text, StringComparison.Ordinal);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(451, lines.Length);
        Assert.Equal(450, lines.Skip(1).Select(l => l.Split(',')[0]).Distinct().Count());
        Assert.DoesNotContain(lines, l => l.Contains(",=1+1", StringComparison.Ordinal) || l.Contains(",\"=1+1", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("1+1 \"\"预算\"\", 公开", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_of_JSON_are_items_as_they_are_read_one_by_one()
    {
        var items = (await Text("items.jsonl?agencyId=county-1", "application/jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => Google.Protobuf.JsonParser.Default.Parse<V1.Item>(l)).ToList();

        Assert.Equal(225, items.Count);
        Assert.Equal(await Read(items[100].Id), items[100]);
    }

    [Fact]
    public async Task Another_catalogue_reads_it_as_DCAT()
    {
        using var catalogue = JsonDocument.Parse(await Text("items.jsonld", "application/ld+json"));
        var root = catalogue.RootElement;

        Assert.Equal("dcat:Catalog", root.GetProperty("@type").GetString());
        var resources = root.GetProperty("dcat:resource").EnumerateArray().ToList();
        Assert.Equal(450, resources.Count);
        Assert.All(resources, r => Assert.Equal(("dcat:Resource", "2016-09-26"), (r.GetProperty("@type").GetString(), r.GetProperty("dct:issued").GetProperty("@value").GetString())));
        Assert.Empty(JsonDocument.Parse(await Text("items.jsonld?query=" + Uri.EscapeDataString("没有的词"), "application/ld+json")).RootElement.GetProperty("dcat:resource").EnumerateArray());
    }

    private async Task<string> Text(string path, string type)
    {
        using var http = Host.Http();
        using var response = await http.GetAsync("/api/v1/catalogue/" + path, Cancel);
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(Cancel));
    }
}
