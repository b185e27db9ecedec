using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class CatalogueRpcsTests : CatalogueTest
{
    [Fact]
    public async Task An_export_streams_every_item_of_the_subtree_whole()
    {
        await AddAgencies();
        await Import(Enumerable.Range(0, 300).Select(i => new ImportRecord(Record($"{i}", new[] { "city", "county-1", "county-2", "town-1" }[i % 4])) { Body = $"正文 {i}" }));

        var all = await Export("");
        var county = await Export("county-1");

        Assert.Equal(Enumerable.Range(0, 300).Select(i => ($"{i}", $"正文 {i}")).Order(), all.Select(i => (i.SourceId, i.Body)).Order());
        Assert.Equal(150, county.Count);
        Assert.All(county, i => Assert.Contains(i.Agency.Id, new[] { "county-1", "town-1" }));
        Assert.Equal(all[0], await Public.GetItemAsync(new() { Id = all[0].Id }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task An_export_of_an_unknown_agency_is_not_found() =>
        Assert.Equal("NO_SUCH_AGENCY", (await Refused(StatusCode.NotFound, () => Export("nobody"))).Reason());

    [Theory]
    [InlineData("subject-categories", "主题分类", "0101", "01")]
    [InlineData("genres", "体裁分类", "02", "")]
    [InlineData("key-areas", "重点领域", "02", "")]
    public async Task A_code_table_is_in_order_and_names_what_is_above_each_code(string id, string name, string code, string parent)
    {
        var table = await Public.GetCodeTableAsync(new() { Id = id }, cancellationToken: Cancel);

        Assert.Equal((id, name), (table.Id, table.Name));
        Assert.Equal(table.Codes.Select(c => c.Code_).Order(StringComparer.Ordinal), table.Codes.Select(c => c.Code_));
        Assert.Equal(table.Codes.Count, table.Codes.Select(c => c.Code_).Distinct().Count());
        Assert.All(table.Codes, c => Assert.NotEmpty(c.Name));
        Assert.All(table.Codes.Where(c => c.Parent.Length > 0), c => Assert.Contains(table.Codes, p => p.Code_ == c.Parent && p.Parent.Length == 0));
        Assert.Equal(parent, table.Codes.Single(c => c.Code_ == code).Parent);
    }

    [Fact]
    public async Task A_code_table_that_is_not_there_is_not_found() =>
        Assert.Equal("NO_SUCH_CODE_TABLE", (await Refused(StatusCode.NotFound, async () => await Public.GetCodeTableAsync(new() { Id = "colours" }, cancellationToken: Cancel))).Reason());

    [Fact]
    public async Task An_item_that_is_not_there_is_not_found() =>
        Assert.Equal("NO_SUCH_ITEM", (await Refused(StatusCode.NotFound, async () => await Public.GetItemAsync(new() { Id = "x" }, cancellationToken: Cancel))).Reason());

    private async Task<List<V1.Item>> Export(string agency)
    {
        using var call = Public.ExportItems(new() { AgencyId = agency }, cancellationToken: Cancel);
        var items = new List<V1.Item>();
        await foreach (var item in call.ResponseStream.ReadAllAsync(Cancel)) items.Add(item);
        return items;
    }
}
