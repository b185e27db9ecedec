using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.OpenApi;

public sealed class OpenApiEndpointsTests
{
    [Fact]
    public async Task The_part_is_served_to_anyone_and_says_what_the_mapped_service_allows()
    {
        await using var app = await Start();
        using var response = await app.GetTestClient().GetAsync("/openapi/parts/catalogue.json", TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        var document = OpenApiJson.Read(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Null(document.Operation(HttpMethod.Get, "items").Security);
        Assert.EndsWith("Roles: system, publisher, admin.", document.Operation(HttpMethod.Post, "items:batchImport").Description);
        Assert.EndsWith("Nobody may call this.", document.Operation(HttpMethod.Get, "statistics").Description);
        Assert.DoesNotContain("/api/v1/catalogue/agencies", document.Paths.Keys);
    }

    [Fact]
    public async Task A_service_that_is_not_mapped_has_no_part()
    {
        await using var app = await Start();
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.GetTestClient().GetAsync("/openapi/parts/requests.json", TestContext.Current.CancellationToken));
    }

    // What the documents say about streams.
    [Fact]
    public async Task The_transcoder_writes_a_stream_as_lines_of_JSON()
    {
        await using var app = await Start();
        using var response = await app.GetTestClient().GetAsync("/api/v1/catalogue/items:export", TestContext.Current.CancellationToken);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["a", "b"], lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_stream_that_breaks_ends_with_the_status_as_its_last_line()
    {
        await using var app = await Start();
        using var response = await app.GetTestClient().GetAsync("/api/v1/catalogue/items:export?agencyId=breaks", TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal("a", lines[0].GetProperty("id").GetString());
        Assert.Equal((int)StatusCode.Unavailable, lines[1].GetProperty("code").GetInt32());
    }

    // What the schemas say about numbers and enums.
    [Fact]
    public async Task The_transcoder_writes_long_numbers_and_enums_as_strings()
    {
        await using var app = await Start();
        var list = await app.GetTestClient().GetFromJsonAsync<JsonElement>("/api/v1/catalogue/items?pageSize=1&channel=CHANNEL_WECHAT", TestContext.Current.CancellationToken);
        Assert.Equal("1", list.GetProperty("totalSize").GetString());
        Assert.Equal("CHANNEL_WECHAT", list.GetProperty("items")[0].GetProperty("channels")[0].GetString());
    }

    private static async Task<WebApplication> Start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddGrpc().AddJsonTranscoding(json => json.JsonSettings.WriteInt64sAsStrings = true);
        builder.Services.AddCheckedRequests();
        // As the platform has it: what declares nobody is for nobody.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        builder.Services.AddAuthentication();
        var app = builder.Build();
        app.UseAuthorization();
        app.MapOpenApiPart("catalogue");
        app.MapOpenApiPart("requests");
        app.MapGrpcService<Rpcs>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed class Rpcs : CatalogueService.CatalogueServiceBase
    {
        [AllowAnonymous]
        public override Task<ListItemsResponse> ListItems(ListItemsRequest request, ServerCallContext context) =>
            Task.FromResult(new ListItemsResponse { TotalSize = 1, Items = { new ItemSummary { Id = "a", Channels = { request.Channel } } } });

        [AllowAnonymous]
        public override async Task ExportItems(ExportItemsRequest request, IServerStreamWriter<Item> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new Item { Id = "a" });
            if (request.AgencyId == "breaks") throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "Gone."));
            await responseStream.WriteAsync(new Item { Id = "b" });
        }

        [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
        public override Task<BatchImportItemsResponse> BatchImportItems(BatchImportItemsRequest request, ServerCallContext context) =>
            Task.FromResult(new BatchImportItemsResponse());
    }
}
