using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Catalogue;
using Sunshine.Foundation.Hosting;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>What monitoring that speaks no gRPC is told of the services.</summary>
public sealed class HealthPageTests : GatewayTest
{
    private static readonly string[] Services = ["catalogue", "requests", "powers", "finance", "key-areas", "reading-rooms", "ledger", "reports"];

    [Fact]
    public async Task In_one_process_each_service_serves_by_its_own_store()
    {
        var host = await InOneProcess(add: builder =>
        {
            // As standalone finds itself.
            var own = builder.Configuration["Kestrel:Endpoints:Grpc:Url"];
            foreach (var service in Services) builder.Configuration[$"Services:{service}"] = own;
        });
        using var http = host.Http();

        var (status, page) = await Read(http);

        Assert.Equal((HttpStatusCode.OK, "serving"), (status, page.GetProperty("status").GetString()));
        Assert.Equal(Services.Select(s => (s, "serving")), Lines(page).Select(l => (l.Service, l.Status)));
    }

    [Fact]
    public async Task A_service_that_is_gone_is_told_since_when_and_nothing_of_where_it_was()
    {
        var catalogue = await CatalogueAlone();
        var host = await InFrontOf(catalogue.Addresses[0]);
        using var http = host.Http();
        var page = (await Read(http)).Page;
        var since = Catalogue(page);
        Assert.Equal(("serving", host.Clock.GetUtcNow()), (since.Status, since.Since));

        // Somebody asks again, later: it is as it was, since then.
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(since, Catalogue((await Read(http)).Page));

        var port = catalogue.Addresses[0].Port;
        await catalogue.DisposeAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        (var status, page) = await Read(http);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "impaired"), (status, page.GetProperty("status").GetString()));
        Assert.Equal(("catalogue", "unreachable", host.Clock.GetUtcNow()), Catalogue(page));
        Assert.Equal(["service", "since", "status"], page.GetProperty("services")[0].EnumerateObject().Select(p => p.Name).Order());
        Assert.DoesNotContain($"{port}", page.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_without_its_store_is_told_apart_from_one_that_is_gone()
    {
        await using var service = await TestHost.StartService(CatalogueModule.Name, s => s.AddStore(CatalogueModule.Name), _ => { },
            new Dictionary<string, string?> { ["Storage:Kind"] = "Mongo", ["Storage:ConnectionString"] = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100" }, inMemory: false);
        var host = await InFrontOf(service.Addresses[0]);
        using var http = host.Http();

        var (status, page) = await Read(http);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "store-away"), (status, Catalogue(page).Status));
    }

    [Fact]
    public async Task Whoever_asks_often_asks_the_services_once_in_five_seconds()
    {
        var catalogue = await CatalogueAlone();
        var host = await InFrontOf(catalogue.Addresses[0]);
        using var http = host.Http();
        Assert.Equal("serving", Catalogue((await Read(http)).Page).Status);

        await catalogue.DisposeAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal("serving", Catalogue((await Read(http)).Page).Status);
    }

    [Fact]
    public async Task The_shipped_gateway_asks_every_service_behind_it()
    {
        var host = await InOneProcess();

        Assert.Equal(Services, host.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.Services);
    }

    /// <summary>The others are not there in these tests.</summary>
    private static (string Service, string Status, DateTimeOffset Since) Catalogue(JsonElement page) => Lines(page).Single(l => l.Service == "catalogue");

    private static async Task<(HttpStatusCode Status, JsonElement Page)> Read(HttpClient http)
    {
        using var response = await http.GetAsync("/health", Cancel);
        Assert.Equal(("application/json", "no-store"), (response.Content.Headers.ContentType?.MediaType, response.Headers.CacheControl?.ToString()));
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement);
    }

    private static List<(string Service, string Status, DateTimeOffset Since)> Lines(JsonElement page) =>
        [.. page.GetProperty("services").EnumerateArray().Select(s => (s.GetProperty("service").GetString()!, s.GetProperty("status").GetString()!, s.GetProperty("since").GetDateTimeOffset()))];
}
