using System.Net;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas.Tests;

/// <summary>A kind of record that no release knows: added, filled, filtered and counted without one.</summary>
public sealed class AreaTests : KeyAreasTest
{
    private const string Schema =
        """
        {
          "type": "object", "additionalProperties": false, "required": ["编号", "日期", "金额", "结果"],
          "properties": {
            "编号": { "type": "string", "maxLength": 30, "x-key": true },
            "日期": { "type": "string", "format": "date", "x-day": true },
            "结果": { "type": "string", "enum": ["合格", "不合格"], "x-filter": true, "x-dimension": true },
            "金额": { "type": ["string", "number"], "x-scale": 2, "x-unit": "元", "x-measure": true },
            "联系人": { "type": "string", "maxLength": 30, "x-personal": "name" }
          }
        }
        """;

    [Fact]
    public async Task A_new_area_takes_records_and_adds_them_up_at_once_over_rest()
    {
        using var http = Host.Http(Host.Issuer.Token([Roles.Admin, Roles.System], null));
        var type = await Post(http, "record-types", $$"""
            {
              "requestId": "elevators", "area": { "name": "电梯安全", "legalBases": ["特种设备安全法"] }, "schema": {{Schema}},
              "recordType": { "name": "电梯检验", "frequency": "FREQUENCY_MONTHLY", "limit": { "days": 20 }, "countedAs": "台" }
            }
            """);
        var typeId = type.GetProperty("id").GetString();
        var imported = await Post(http, "records:batchImport", $$"""
            {
              "records": [
                { "typeId": "{{typeId}}", "agencyId": "office", "data": { "编号": "1", "日期": "2016-05-03", "结果": "合格", "金额": "100.10", "联系人": "王小明" } },
                { "typeId": "{{typeId}}", "agencyId": "office", "data": { "编号": "2", "日期": "2016-05-04", "结果": "不合格", "金额": 0.2 } },
                { "typeId": "{{typeId}}", "agencyId": "bureau", "data": { "编号": "3", "日期": "2016-06-04", "结果": "合格", "金额": "1000000000000.03" } },
                { "typeId": "{{typeId}}", "agencyId": "bureau", "data": { "编号": "4", "日期": "2016-06-31", "结果": "也许", "金额": "1" } }
              ]
            }
            """);
        Assert.Equal(["CREATED", "CREATED", "CREATED", "REFUSED"], imported.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("outcome").GetString()!.Split('_')[^1]));

        var counted = await Get(http, $"aggregates?typeId={typeId}&groupBy=month&groupBy=结果");
        Assert.Equal(
            ["2016-05,不合格: 1 0.2", "2016-05,合格: 1 100.10", "2016-06,合格: 1 1000000000000.03"],
            counted.GetProperty("lines").EnumerateArray().Select(l =>
                $"{string.Join(',', l.GetProperty("values").EnumerateArray().Select(x => x.GetString()))}: {l.GetProperty("count").GetString()} {l.GetProperty("sums")[0].GetProperty("amount").GetString()}"));
        Assert.Equal("1000000000100.33", counted.GetProperty("total").GetProperty("sums")[0].GetProperty("amount").GetString());
        using var anybody = Host.Http();
        var listed = await Get(anybody, $"records?typeId={typeId}&filters=结果=合格");
        Assert.Equal("2", listed.GetProperty("totalSize").GetString());
        Assert.Equal(["1", "3"], listed.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("data").GetProperty("编号").GetString()).Order());
        Assert.Equal("王某某", listed.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("data")).Single(d => d.GetProperty("编号").GetString() == "1").GetProperty("联系人").GetString());
        var statistics = await Get(anybody, "statistics?year=2016");
        var area = statistics.GetProperty("areas").EnumerateArray().Single(a => a.GetProperty("name").GetString() == "电梯安全");
        Assert.Equal(("3", true), (area.GetProperty("records").GetString(), area.GetProperty("unclaimed").GetBoolean()));
    }

    [Fact]
    public async Task The_same_call_again_makes_no_second_one()
    {
        var first = await Create("x1");
        var again = await Create("x1");
        Assert.Equal((first.Id, first.AreaId, first.Etag), (again.Id, again.AreaId, again.Etag));
        Assert.NotEqual(first.Id, (await Create("x2")).Id);
    }

    [Fact]
    public async Task Records_keep_the_schema_that_they_were_checked_by()
    {
        var type = await Create("x1");
        var id = (await Given(Entry(type.Id, Data(("编号", "1"), ("日期", "2016-05-03"), ("结果", "合格"), ("金额", "1")))))[0];
        var next = StructJson.Read(Schema.Replace("\"联系人\":", "\"区县\": { \"type\": \"string\", \"maxLength\": 6, \"x-dimension\": true }, \"联系人\":", StringComparison.Ordinal)
            .Replace("\"结果\"]", "\"结果\", \"区县\"]", StringComparison.Ordinal));
        var added = await Admin.CreateSchemaAsync(new() { Id = type.Id, RequestId = "s2", Schema = next, Note = "增加区县" }, cancellationToken: Cancel);
        Assert.Equal(2, added.Version);
        Assert.Equal(2, (await Admin.CreateSchemaAsync(new() { Id = type.Id, RequestId = "s2", Schema = next, Note = "增加区县" }, cancellationToken: Cancel)).Version);

        var old = Entry(type.Id, Data(("编号", "2"), ("日期", "2016-05-03"), ("结果", "合格"), ("金额", "1")));
        Assert.Equal(["records[0].data.区县 REQUIRED"], WrongIn((await Import(old))[0]));
        await Given(Entry(type.Id, Data(("编号", "2"), ("日期", "2016-05-03"), ("结果", "合格"), ("金额", "2"), ("区县", "210302"))));
        Assert.Equal(1, (await Records.GetRecordAsync(new() { Id = id }, cancellationToken: Cancel)).SchemaVersion);
        Assert.Equal([": 1 金额=1元", "210302: 1 金额=2元"], Lines(await Count(type.Id, "区县")));
        await Machine.WithdrawRecordAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel);
        Assert.Equal(["210302: 1 金额=2元"], Lines(await Count(type.Id, "区县")));
        Assert.Equal(2, (await Areas.ListSchemasAsync(new() { Id = type.Id }, cancellationToken: Cancel)).Schemas.Count);
        Assert.Equal("NO_SUCH_SCHEMA", await ReasonOf(StatusCode.NotFound, async () => await Areas.GetSchemaAsync(new() { Id = type.Id, Version = 3 }, cancellationToken: Cancel)));
    }

    [Theory]
    [InlineData("\"x-key\": true", "\"x-key\": false", "schema SCHEMA_INCOMPATIBLE")]
    [InlineData("\"x-personal\": \"name\"", "\"x-unit\": \"人\"", "schema.properties.联系人 SCHEMA_INCOMPATIBLE")]
    [InlineData("\"x-scale\": 2, ", "", "schema.properties.金额.x-scale REQUIRED")]
    [InlineData("\"maxLength\": 30, \"x-personal\": \"name\"", "\"maxLength\": 30, \"x-personal\": \"name\", \"x-filter\": true", "schema.properties.联系人 PERSONAL_DATA")]
    [InlineData("\"format\": \"date\"", "\"$ref\": \"http://elsewhere/\"", "schema.properties.日期.$ref NOT_SUPPORTED")]
    [InlineData("\"format\": \"date\"", "\"pattern\": \"(a)\\\\1\"", "schema.properties.日期.pattern BAD_PATTERN")]
    [InlineData("\"x-day\": true", "\"x-days\": true", "schema.properties.日期.x-days BAD_ANNOTATION")]
    [InlineData("\"联系人\"", "\"agency\"", "schema.properties.agency RESERVED_NAME")]
    [InlineData("\"type\": [\"string\", \"number\"]", "\"type\": \"decimal\"", "schema NOT_A_SCHEMA")]
    public async Task A_schema_that_cannot_be_used_is_refused_with_its_place(string instead, string of, string expected)
    {
        var type = await Create("x1");
        Assert.Contains(expected, await Wrong(async () =>
            await Admin.CreateSchemaAsync(new() { Id = type.Id, RequestId = "s2", Note = "x", Schema = StructJson.Read(Schema.Replace(instead, of, StringComparison.Ordinal)) }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task An_area_is_changed_only_as_it_was_read()
    {
        var area = await Areas.GetAreaAsync(new() { Id = "07" }, cancellationToken: Cancel);
        area.OwnerAgencyId = "bureau";
        var changed = await Admin.UpdateAreaAsync(new() { Area = area, UpdateMask = new() { Paths = { "owner_agency_id" } } }, cancellationToken: Cancel);
        Assert.Equal("bureau", changed.OwnerAgencyId);
        Assert.Equal(area.Reported.Count, changed.Reported.Count);
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Admin.UpdateAreaAsync(new() { Area = area, UpdateMask = new() { Paths = { "name" } } }, cancellationToken: Cancel)));
        area.OwnerAgencyId = "nobody";
        Assert.Equal(
            ["area.ownerAgencyId NO_SUCH_AGENCY", "updateMask UNKNOWN_FIELD"],
            (await Wrong(async () => await Admin.UpdateAreaAsync(new() { Area = new(area) { Etag = "" }, UpdateMask = new() { Paths = { "owner_agency_id", "id" } } }, cancellationToken: Cancel))).Order());
    }

    [Fact]
    public async Task Json_that_would_change_on_its_way_is_refused_before_it_is_read()
    {
        using var http = Host.Http(Host.Issuer.Token([Roles.System], "city"));
        var answer = await http.PostAsync("/api/v1/key-areas/records:batchImport", Json("""
            { "records": [ { "typeId": "relief", "agencyId": "office", "data": { "a": 1000000000000000001, "b": { "c": [1, 0.1234567890123456] }, "a": 2, "d": "\ud800" } } ] }
            """), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        foreach (var field in new[] { "records[0].data.a", "records[0].data.b.c[1]", "records[0].data.d" }) Assert.Contains($"\"{field}\"", text, StringComparison.Ordinal);
        foreach (var reason in new[] { "NOT_EXACT", "REPEATED", "NOT_UTF8" }) Assert.Contains(reason, text, StringComparison.Ordinal);
        var wrong = await http.PostAsync("/api/v1/key-areas/records:batchImport", Json("""{ "records": [ { "typeId": "relief", "agencyId": "office", "data": [1] } ] }"""), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("WRONG_TYPE", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<V1.RecordType> Create(string requestId) => await Admin.CreateRecordTypeAsync(new()
    {
        RequestId = requestId, Area = new() { Name = "电梯安全" }, Schema = StructJson.Read(Schema),
        RecordType = new() { Name = "电梯检验", Frequency = Frequency.OnEvent, Limit = new() { Days = 20 }, CountedAs = "台" }
    }, cancellationToken: Cancel);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> Post(HttpClient http, string path, string body)
    {
        var answer = await http.PostAsync("/api/v1/key-areas/" + path, Json(body), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<JsonElement> Get(HttpClient http, string path)
    {
        var answer = await http.GetAsync("/api/v1/key-areas/" + path, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
