using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>Each is refused clearly, by the field's name, and nothing is stored.</summary>
[Collection(ApiFixture.OneAfterAnother)]
public sealed class BadInputTests(ApiFixture api)
{
    private const string Items = "/api/v1/catalogue/items";
    private const string Import = Items + ":batchImport";
    private const string Agencies = "/api/v1/catalogue/agencies";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string?, string, string> Json => new()
    {
        { "unknown field", "POST", Import, """{"records":[{"sourceId":"1","colour":"red"}]}""", "records[0].colour", "UNKNOWN_FIELD" },
        { "unknown field at the top", "POST", Import, """{"recordz":[]}""", "recordz", "UNKNOWN_FIELD" },
        { "unknown parameter", "GET", Items + "?colour=red", null, "colour", "UNKNOWN_FIELD" },
        { "field twice", "POST", Import, """{"records":[],"records":[]}""", "records", "REPEATED" },
        { "no records", "POST", Import, """{"records":[]}""", "records", "TOO_FEW" },
        { "empty body", "POST", Import, "", "", "MALFORMED_JSON" },
        { "null body", "POST", Import, "null", "", "WRONG_TYPE" },
        { "not JSON", "POST", Import, "records=1", "", "MALFORMED_JSON" },
        { "cut off", "POST", Import, """{"records":[{"sourceId":"1",""", "", "MALFORMED_JSON" },
        { "wrong type", "POST", Import, """{"records":{"sourceId":"1"}}""", "records", "WRONG_TYPE" },
        { "number for a text", "POST", Import, """{"records":[{"sourceId":1}]}""", "records[0].sourceId", "WRONG_TYPE" },
        { "text for a list", "POST", Import, """{"records":[{"keywords":"a"}]}""", "records[0].keywords", "WRONG_TYPE" },
        { "null for a list", "POST", Import, """{"records":[{"keywords":null}]}""", "records[0].keywords", "WRONG_TYPE" },
        { "null in a list", "POST", Import, """{"records":[null]}""", "records[0]", "WRONG_TYPE" },
        { "wrong enum", "POST", Import, """{"records":[{"placements":[{"channel":"CHANNEL_FAX"}]}]}""", "records[0].placements[0].channel", "UNKNOWN_VALUE" },
        { "wrong enum number", "POST", Import, """{"records":[{"placements":[{"channel":99}]}]}""", "records[0].placements[0].channel", "UNKNOWN_VALUE" },
        { "half of a character", "POST", Import, """{"records":[{"sourceId":"\ud800"}]}""", "records[0].sourceId", "NOT_UTF8" },
        { "half of a character in a name", "POST", Import, """{"records":[{"\udc00":"1"}]}""", "records[0]", "NOT_UTF8" },
        { "a time that is none", "POST", Agencies + "?requestId=1", """{"id":"a","name":"a","level":1,"createTime":"noon"}""", "createTime", "WRONG_TYPE" },
        { "over-long field", "POST", Agencies + "?requestId=1", $$"""{"id":"a","level":1,"name":"{{new string('长', 201)}}"}""", "agency.name", "TOO_LONG" },
        { "empty parameter", "GET", Items + "?pageSize=", null, "pageSize", "WRONG_TYPE" },
        { "huge number", "GET", Items + "?pageSize=99999999999999999999", null, "pageSize", "WRONG_TYPE" },
        { "not a number", "GET", Items + "?pageSize=1e3", null, "pageSize", "WRONG_TYPE" },
        { "negative size", "GET", Items + "?pageSize=-1", null, "pageSize", "OUT_OF_RANGE" },
        { "wrong enum in a parameter", "GET", Items + "?channel=fax", null, "channel", "UNKNOWN_VALUE" },
        { "malformed page token", "GET", Items + "?pageToken=%FF%00", null, "pageToken", "BAD_PAGE_TOKEN" },
        { "a day that does not exist", "GET", Items + "?publishedFrom=2015-02-29", null, "publishedFrom", "NOT_A_DAY" },
        { "a mask that is none", "PATCH", Agencies + "/anshan?updateMask=a_b,,%20", """{"name":"a"}""", "updateMask", "WRONG_TYPE" },
        { "a member of a list as a parameter", "POST", Import + "?records.title=a", "{}", "records.title", "UNKNOWN_FIELD" },
        { "very deep JSON", "POST", Import, Deep(10_000), "", "MALFORMED_JSON" },
        { "deep lists", "POST", Import, $$"""{"records":{{Deep(14)}}}""", "records[0]", "WRONG_TYPE" }
    };

    [Theory]
    [MemberData(nameof(Json))]
    public Task JSON_that_is_wrong_is_refused_by_the_fields_name(string what, string method, string path, string? body, string field, string reason) =>
        Refuses(what, method, path, body is null ? null : Encoding.UTF8.GetBytes(body), "application/json", HttpStatusCode.BadRequest, field, reason);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json;charset=utf-16")]
    [InlineData("")]
    public Task A_body_of_another_kind_is_refused(string type) =>
        Refuses(type, "POST", Import, """{"records":[]}"""u8.ToArray(), type, HttpStatusCode.BadRequest, "", "NOT_JSON");

    [Fact]
    public Task Bytes_that_are_not_UTF8_are_refused_by_the_fields_name() =>
        Refuses("not UTF-8", "POST", Import, [.. """{"records":[{"sourceId":"1","title":"a"""u8, 0xC3, 0x28, .. "\"}]}"u8], "application/json", HttpStatusCode.BadRequest, "title", "NOT_UTF8");

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_and_the_limit_is_named()
    {
        var standalone = await api.Standalone;
        using var http = standalone.Http(standalone.Token);
        using var request = Request("POST", Import, new byte[17 * 1024 * 1024], "application/json");
        request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("16777216", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gRPC_text_that_is_not_UTF8_is_refused_by_the_fields_name()
    {
        // records[1].title: field 1, then field 3, with bytes that are no text.
        byte[] bytes = [0x0A, 0x03, 0x0A, 0x01, (byte)'1', 0x0A, 0x04, 0x1A, 0x02, 0xC3, 0x28];
        var refused = await RefusedGrpc("BatchImportItems", bytes);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(("records[1].title", "NOT_UTF8"), Violation(refused));
    }

    [Theory]
    [InlineData("0A05")]
    [InlineData("0AFFFFFFFF0F")]
    [InlineData("00")]
    [InlineData("0F")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0A021A05")]
    public async Task Bytes_that_are_no_message_are_refused(string hex)
    {
        foreach (var rpc in new[] { "BatchImportItems", "ImportItems" })
        {
            var refused = await RefusedGrpc(rpc, Convert.FromHexString(hex));

            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
            Assert.Equal(("", "MALFORMED_MESSAGE"), Violation(refused));
        }
    }

    [Fact]
    public async Task A_message_nested_beyond_reason_is_refused()
    {
        byte[] bytes = [];
        for (var i = 0; i < 200; i++) bytes = [0x6B, .. bytes, 0x6C];
        var refused = await RefusedGrpc("GetItem", bytes);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_refused_and_the_limit_is_named()
    {
        var refused = await RefusedGrpc("BatchImportItems", new BatchImportItemsRequest { Records = { new ImportRecord { Body = new string('a', 17 * 1024 * 1024) } } }.ToByteArray());

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Equal("REQUEST_TOO_LARGE", refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
        Assert.Equal("16777216", refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Metadata["limit"]);
    }

    [Theory]
    [InlineData("application/grpc", "0000000064010203", "INVALID_ARGUMENT")]
    [InlineData("application/grpc", "00000000", "INVALID_ARGUMENT")]
    [InlineData("application/grpc", "", "INVALID_ARGUMENT")]
    [InlineData("application/grpc", "0700000000", "INVALID_ARGUMENT")]
    [InlineData("application/grpc", "0100000000", "INVALID_ARGUMENT")]
    [InlineData("text/plain", "0000000000", "415")]
    public async Task A_frame_that_is_none_is_refused(string type, string hex, string refusal)
    {
        var standalone = await api.Standalone;
        var before = await ApiFixture.Stored(standalone, Cancel);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(standalone.GrpcAddress, "/sunshine.catalogue.v1.CatalogueService/BatchImportItems"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Convert.FromHexString(hex)) { Headers = { ContentType = new(type) } },
            Headers = { Authorization = new("Bearer", standalone.Token), TE = { new("trailers") } }
        };
        using var response = await http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        var headers = response.Headers.Concat(response.TrailingHeaders).ToDictionary(h => h.Key, h => string.Join(',', h.Value));

        Inside.IsNotTold(text + Uri.UnescapeDataString(headers.GetValueOrDefault("grpc-message", "")));
        if (refusal == "415") Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        else Assert.Equal(refusal, System.Text.RegularExpressions.Regex.Replace($"{(StatusCode)int.Parse(headers["grpc-status"])}", "(?<=[a-z])(?=[A-Z])", "_").ToUpperInvariant());
        Assert.Equal(before, await ApiFixture.Stored(standalone, Cancel));
    }

    private static string Deep(int levels) => string.Concat(Enumerable.Repeat("[", levels)) + string.Concat(Enumerable.Repeat("]", levels));

    private static (string, string) Violation(RpcException refused)
    {
        var violation = Assert.Single(refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations);
        return (violation.Field, violation.Reason);
    }

    private async Task<RpcException> RefusedGrpc(string rpc, byte[] bytes)
    {
        var standalone = await api.Standalone;
        var before = await ApiFixture.Stored(standalone, Cancel);
        var options = new CallOptions(deadline: (TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(30)).UtcDateTime, cancellationToken: Cancel);
        var refused = await RawCalls.Call(standalone.Invoker(standalone.Token), CatalogueService.Descriptor.FullName, CatalogueService.Descriptor.FindMethodByName(rpc), [bytes], options);

        Assert.NotNull(refused);
        Inside.IsNotTold(refused.Status.Detail);
        Assert.Equal(before, await ApiFixture.Stored(standalone, Cancel));
        return refused;
    }

    private async Task Refuses(string what, string method, string path, byte[]? body, string type, HttpStatusCode status, string field, string reason)
    {
        var standalone = await api.Standalone;
        var before = await ApiFixture.Stored(standalone, Cancel);
        using var http = standalone.Http(standalone.Token);
        using var request = Request(method, path, body, type);
        using var response = await http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);

        Assert.True(status == response.StatusCode, $"{what}: {(int)response.StatusCode} {text}");
        Inside.IsNotTold(text);
        using var json = JsonDocument.Parse(text);
        var violations = json.RootElement.GetProperty("details").EnumerateArray().Single(d => d.GetProperty("@type").GetString()!.EndsWith("BadRequest", StringComparison.Ordinal))
            .GetProperty("fieldViolations").EnumerateArray().Select(v => (v.TryGetProperty("field", out var name) ? name.GetString() : "", v.GetProperty("reason").GetString()));
        Assert.Contains((field, reason), violations);
        Assert.Equal(before, await ApiFixture.Stored(standalone, Cancel));
    }

    private static HttpRequestMessage Request(string method, string path, byte[]? body, string type)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is null) return request;
        request.Content = new ByteArrayContent(body);
        if (type.Length > 0) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return request;
    }
}
