using System.Net;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Gateway.Tests;

/// <summary>What every call from outside passes.</summary>
public sealed class PipelineTests : GatewayTest
{
    [Theory]
    [InlineData(Root + "agencies", HttpStatusCode.OK)]
    [InlineData(Root + "agencies/nobody", HttpStatusCode.NotFound)]
    [InlineData(Root + "agencies?colour=red", HttpStatusCode.BadRequest)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task Every_answer_carries_the_security_headers(string path, HttpStatusCode status)
    {
        using var http = (await InOneProcess()).Http();
        for (var round = 0; round < 2; round++)
        {
            using var response = await http.GetAsync(path, Cancel);
            Assert.Equal(status, response.StatusCode);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], response.Headers.GetValues("Content-Security-Policy"));
            Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Anyones_page_may_read_but_not_send_a_token()
    {
        using var http = (await InOneProcess()).Http();
        for (var round = 0; round < 2; round++)
        {
            using var response = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Root + "agencies") { Headers = { { "Origin", "https://anywhere.example" } } }, Cancel);
            Assert.Equal(["*"], response.Headers.GetValues("Access-Control-Allow-Origin"));
        }

        using var preflight = await Preflight(http, "https://anywhere.example", "authorization");
        Assert.DoesNotContain("authorization", Header(preflight, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_of_a_named_origin_may_send_a_token_and_another_may_not()
    {
        using var http = (await InOneProcess(new() { ["Gateway:Origins:0"] = "https://desk.example.gov.cn" })).Http();

        using var named = await Preflight(http, "https://desk.example.gov.cn", "authorization");
        using var other = await Preflight(http, "https://anywhere.example", "authorization");

        Assert.Equal("https://desk.example.gov.cn", Header(named, "Access-Control-Allow-Origin"));
        Assert.Contains("authorization", Header(named, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", Header(other, "Access-Control-Allow-Origin"));
    }

    // The limiter's buckets fill by the machine's clock; the framework's has no other. So only the limit is tested, not the refill.
    [Fact]
    public async Task Beyond_its_rate_a_client_is_refused_and_told_when_to_come_again()
    {
        var host = await InOneProcess(new() { ["Gateway:AnonymousRate"] = "1", ["Gateway:CacheFor"] = "00:00:00" });
        using var anonymous = host.Http();
        using var officer = host.Http(host.Token(Roles.Editor));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => anonymous.GetAsync(Root + "agencies", Cancel)));
        var refused = answers.Where(a => a.StatusCode != HttpStatusCode.OK).ToList();

        Assert.InRange(refused.Count, 1, 18);
        foreach (var response in refused)
        {
            Assert.Equal("TOO_MANY_REQUESTS", await Reason(HttpStatusCode.TooManyRequests, response));
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        }

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => officer.GetAsync(Root + "agencies", Cancel))), a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    [Fact]
    public async Task Beyond_its_rate_a_gRPC_client_hears_RESOURCE_EXHAUSTED()
    {
        var host = await InOneProcess(new() { ["Gateway:AnonymousRate"] = "1" });
        var client = new CatalogueService.CatalogueServiceClient(host.Invoker());

        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await client.GetCodeTableAsync(new() { Id = "genres" }, cancellationToken: Cancel);
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Equal([StatusCode.OK, StatusCode.ResourceExhausted], codes.Distinct().Order());
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/nowhere")]
    [InlineData("POST", "/api/v1/colours")]
    [InlineData("GET", "/api/v1/catalogue")]
    public async Task An_address_where_nothing_is_is_refused_in_JSON(string method, string path)
    {
        using var http = (await InOneProcess()).Http();
        using var response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancel);

        Assert.Equal("NO_SUCH_PATH", await Reason(HttpStatusCode.NotFound, response));
    }

    [Theory]
    [InlineData("Bearer nonsense")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer ")]
    public async Task A_token_that_is_none_is_refused_in_JSON(string authorization)
    {
        using var http = (await InOneProcess()).Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, Root + "agencies");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await http.SendAsync(request, Cancel);

        Assert.Equal("UNAUTHENTICATED", await Reason(HttpStatusCode.Unauthorized, response));
    }

    [Fact]
    public async Task What_would_steer_a_sidecar_is_taken_off_at_the_edge()
    {
        var host = await InOneProcess(more: app => app.MapGet("/headers", (HttpRequest request) => string.Join(',', request.Headers.Keys.Where(k => k.StartsWith("dapr", StringComparison.OrdinalIgnoreCase)))).AllowAnonymous());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/headers");
        foreach (var name in new[] { "dapr-app-id", "Dapr-Callee-App-Id", "dapr-caller-app-id", "dapr-caller-namespace", "DAPR-API-TOKEN", "dapr-stream", "dapr-kept" }) request.Headers.Add(name, "x");
        using var http = host.Http();
        using var response = await http.SendAsync(request, Cancel);

        Assert.Equal("dapr-kept", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task The_description_of_the_whole_API_has_every_rpc_with_a_rule()
    {
        var host = await InOneProcess();
        using var http = host.Http();
        using var description = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json", Cancel));
        var described = description.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).Select(o => o.Value.GetProperty("operationId").GetString()!).ToHashSet();
        var missing = Testing.Contracts.Services.SelectMany(s => s.Methods).Where(m => m.GetOptions()?.GetExtension(Google.Api.AnnotationsExtensions.Http) is not null)
            .Where(m => !described.Contains($"{m.Service.Name}_{m.Name}")).Select(m => m.FullName).ToList();
        Assert.Empty(missing);
        Assert.True(description.RootElement.GetProperty("paths").TryGetProperty("/api/v1/{service}/operations/dead-letters", out _));
    }

    [Fact]
    public async Task A_browser_calls_by_gRPC_Web()
    {
        var host = await InOneProcess();
        await AddAgency(host, "anshan");
        var client = new CatalogueService.CatalogueServiceClient(host.Invoker(through: inner => new GrpcWebHandler(GrpcWebMode.GrpcWebText, inner)));
        var agencies = new AgencyService.AgencyServiceClient(host.Invoker(through: inner => new GrpcWebHandler(GrpcWebMode.GrpcWeb, inner)));

        Assert.Equal("体裁分类", (await client.GetCodeTableAsync(new() { Id = "genres" }, cancellationToken: Cancel)).Name);
        using var export = client.ExportItems(new(), cancellationToken: Cancel);
        Assert.False(await export.ResponseStream.MoveNext(Cancel));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await client.GetItemAsync(new() { Id = "x" }, cancellationToken: Cancel))).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(async () => await agencies.UpdateAgencyAsync(new(), cancellationToken: Cancel))).StatusCode);
    }

    [Fact]
    public async Task A_mistake_of_ours_at_the_edge_itself_is_an_error_with_a_trace_id_and_no_detail()
    {
        var catalogue = await CatalogueAlone();
        var gateway = await InFrontOf(catalogue.Addresses[0], more: app => app.MapGet("/mistake", IResult () => throw new InvalidOperationException("a secret")).AllowAnonymous());
        using var http = gateway.Http();

        using var response = await http.GetAsync("/mistake", Cancel);

        Assert.Equal("INTERNAL", await Reason(HttpStatusCode.InternalServerError, response));
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_with_the_limit()
    {
        var host = await InOneProcess();
        using var http = host.Http(host.Token(Roles.Admin), Patient());
        using var response = await http.SendAsync(TooLarge(), Cancel);

        Assert.Equal("REQUEST_TOO_LARGE", await Reason(HttpStatusCode.RequestEntityTooLarge, response));
        Assert.Contains("16777216", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    /// <summary>On a busy machine the answer takes longer than a client waits by itself before it sends all the same.</summary>
    internal static SocketsHttpHandler Patient() => new() { Expect100ContinueTimeout = TimeSpan.FromSeconds(30) };

    internal static HttpRequestMessage TooLarge() => new(HttpMethod.Post, Root + "items:batchImport")
    {
        // Asked first, so that the refusal is not lost in a connection that still sends.
        Headers = { ExpectContinue = true },
        Content = new ByteArrayContent(new byte[17 * 1024 * 1024]) { Headers = { ContentType = new("application/json") } }
    };

    private static Task<HttpResponseMessage> Preflight(HttpClient http, string origin, string header) =>
        http.SendAsync(new HttpRequestMessage(HttpMethod.Options, Root + "agencies")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", header } }
        }, Cancel);

    private static string Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
