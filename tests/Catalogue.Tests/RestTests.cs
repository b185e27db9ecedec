using System.Net;
using System.Text.Json;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>The JSON face of each rpc.</summary>
public sealed class RestTests : CatalogueTest
{
    private const string Root = "/api/v1/catalogue/";

    private HttpClient _http = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _http = Host.Http(Host.Token(Roles.Admin));
        await AddAgencies();
    }

    public override async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task GetAgency()
    {
        var agency = await Get("agencies/county-1");

        Assert.Equal("county-1", agency.GetProperty("id").GetString());
        Assert.Equal("AGENCY_LEVEL_COUNTY", agency.GetProperty("level").GetString());
        Assert.Equal("2026-01-05T04:00:00Z", agency.GetProperty("createTime").GetString());
    }

    [Fact]
    public async Task ListAgencies()
    {
        var page = await Get("agencies?parentId=city&level=AGENCY_LEVEL_COUNTY&pageSize=1");
        var next = await Get($"agencies?parent_id=city&level=3&pageSize=1&pageToken={page.GetProperty("nextPageToken").GetString()}");

        Assert.Equal(["county-1", "county-2"], new[] { page, next }.Select(p => p.GetProperty("agencies")[0].GetProperty("id").GetString()));
        Assert.Equal("", next.GetProperty("nextPageToken").GetString());
    }

    [Fact]
    public async Task CreateAgency()
    {
        var created = await Send(HttpMethod.Post, "agencies?requestId=r1", """{"id":"anshan","name":"鞍山市","level":"AGENCY_LEVEL_CITY"}""");

        Assert.Equal("鞍山市", created.GetProperty("name").GetString());
        var refused = await Send(HttpMethod.Post, "agencies?requestId=r2", """{"id":"anshan","name":"鞍山市","level":2}""", HttpStatusCode.Conflict);
        Assert.Equal("AGENCY_EXISTS", Detail(refused, "ErrorInfo").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task UpdateAgency()
    {
        var updated = await Send(HttpMethod.Patch, "agencies/city?updateMask=name,shortName", """{"name":"鞍山市","shortName":"鞍","etag":"r1"}""");

        Assert.Equal(("city", "鞍山市", "鞍", "r2"), (updated.GetProperty("id").GetString(), updated.GetProperty("name").GetString(), updated.GetProperty("shortName").GetString(), updated.GetProperty("etag").GetString()));
        var stale = await Send(HttpMethod.Patch, "agencies/city?updateMask=name", """{"name":"沈阳市","etag":"r1"}""", HttpStatusCode.Conflict);
        Assert.Equal("r2", Detail(stale, "ErrorInfo").GetProperty("metadata").GetProperty("etag").GetString());
    }

    [Fact]
    public async Task UpdateAgency_takes_the_id_of_the_address_only()
    {
        await Send(HttpMethod.Patch, "agencies/city?updateMask=name", """{"id":"county-1","name":"鞍山市"}""");

        Assert.Equal("鞍山市", (await Get("agencies/city")).GetProperty("name").GetString());
        Assert.Equal("机构 county-1", (await Get("agencies/county-1")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task BatchImportAgencies()
    {
        var response = await Send(HttpMethod.Post, "agencies:batchImport", """{"agencies":[{"id":"a","name":"甲","level":"AGENCY_LEVEL_TOWN","parentId":"city"},{"id":"B"}]}""");

        Assert.Equal(["IMPORT_OUTCOME_CREATED", "IMPORT_OUTCOME_REFUSED"], response.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("outcome").GetString()));
        Assert.Equal("1", response.GetProperty("results")[1].GetProperty("position").GetString());
    }

    [Fact]
    public async Task BatchImportItems_GetItem_and_ListItems()
    {
        var response = await Send(HttpMethod.Post, "items:batchImport",
            """{"records":[{"sourceId":"1","agencyId":"city","title":"预算公开","placements":[{"channel":"CHANNEL_WEBSITE","on":"2016-09-26"}]},{"sourceId":"2"}]}""");
        var result = response.GetProperty("results")[0];
        var item = await Get("items/" + result.GetProperty("id").GetString());
        var list = await Get($"items?query={Uri.EscapeDataString("预算")}&channel=CHANNEL_WEBSITE&publishedFrom=2016-09-26&pageSize=5&order=ORDER_NEWEST");

        Assert.Equal($"{Taizhou}/2016-00001", item.GetProperty("indexNumber").GetString());
        Assert.Equal("2016-09-26", item.GetProperty("publishedOn").GetString());
        Assert.Equal("1", list.GetProperty("totalSize").GetString());
        Assert.Equal("<mark>预算</mark>公开", list.GetProperty("items")[0].GetProperty("markedTitle").GetString());
        Assert.Equal("title", response.GetProperty("results")[1].GetProperty("violations")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task ExportItems_has_one_object_a_line()
    {
        await Import(Record("1"), Record("2", title: "第一行\n第二行"));

        var text = await _http.GetStringAsync(Root + "items:export?agencyId=city", Cancel);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();

        Assert.Equal(["1", "2"], lines.Select(l => l.GetProperty("sourceId").GetString()));
        Assert.Equal("第一行\n第二行", lines[1].GetProperty("title").GetString());
    }

    [Fact]
    public async Task GetStatistics()
    {
        await Import(Record("1"));
        var year = await Get("statistics?year=2016");

        Assert.Equal("1", year.GetProperty("itemCount").GetString());
        Assert.Equal(5, year.GetProperty("placements").GetArrayLength());
    }

    [Fact]
    public async Task GetCodeTable()
    {
        Assert.Equal("体裁分类", (await Get("code-tables/genres")).GetProperty("name").GetString());
        var refused = await Send(HttpMethod.Get, "code-tables/colours", null, HttpStatusCode.NotFound);
        Assert.Equal("NO_SUCH_CODE_TABLE", Detail(refused, "ErrorInfo").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("items?pageSize=many", "pageSize", "WRONG_TYPE")]
    [InlineData("items?colour=red", "colour", "UNKNOWN_FIELD")]
    [InlineData("items?query=a&query=b", "query", "REPEATED")]
    [InlineData("items?channel=CHANNEL_FAX", "channel", "UNKNOWN_VALUE")]
    [InlineData("items?publishedFrom=2016-02-30", "publishedFrom", "NOT_A_DAY")]
    [InlineData("statistics", "year", "OUT_OF_RANGE")]
    [InlineData("statistics?year=99999999999", "year", "WRONG_TYPE")]
    public async Task A_wrong_parameter_is_named(string path, string field, string reason)
    {
        var refused = await Send(HttpMethod.Get, path, null, HttpStatusCode.BadRequest);
        var violation = Assert.Single(Detail(refused, "BadRequest").GetProperty("fieldViolations").EnumerateArray());

        Assert.Equal((field, reason), (violation.GetProperty("field").GetString(), violation.GetProperty("reason").GetString()));
        Assert.Equal("INVALID_FIELDS", Detail(refused, "ErrorInfo").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("POST", "items")]
    [InlineData("DELETE", "items/1")]
    [InlineData("PUT", "agencies/city")]
    public async Task A_method_that_is_not_offered_is_refused_as_such(string method, string path)
    {
        using var anonymous = Host.Http();
        using var response = await anonymous.SendAsync(new HttpRequestMessage(new HttpMethod(method), Root + path), Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.NotEmpty(response.Content.Headers.Allow);
        Assert.Equal("NO_SUCH_METHOD", Detail(JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement, "ErrorInfo").GetProperty("reason").GetString());
    }

    private static JsonElement Detail(JsonElement status, string type) =>
        status.GetProperty("details").EnumerateArray().Single(d => d.GetProperty("@type").GetString() == "type.googleapis.com/google.rpc." + type);

    private Task<JsonElement> Get(string path) => Send(HttpMethod.Get, path, null);

    private async Task<JsonElement> Send(HttpMethod method, string path, string? json, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, Root + path);
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(expected == response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
