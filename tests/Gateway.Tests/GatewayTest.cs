using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Sunshine.Catalogue;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Ledger;
using Sunshine.Standalone;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>The gateway with the services behind it, in one process as standalone has them, or in two.</summary>
public abstract class GatewayTest : IAsyncDisposable
{
    protected const string Root = "/api/v1/catalogue/";

    private readonly List<TestHost> _hosts = [];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var host in Enumerable.Reverse(_hosts)) await host.DisposeAsync();
    }

    /// <summary>As deploy/standalone does it.</summary>
    protected async Task<TestHost> InOneProcess(Dictionary<string, string?>? settings = null, Action<WebApplication>? more = null, Action<WebApplicationBuilder>? add = null) =>
        Keep(await TestHost.Start("standalone", [.. EveryService.Names, GatewayModule.Name], builder =>
        {
            builder.Services.AddGateway();
            builder.Services.AddEveryService();
            add?.Invoke(builder);
        }, app =>
        {
            app.UseGateway();
            app.UseFoundation();
            app.MapFoundation();
            app.MapGateway();
            app.MapEveryService();
            more?.Invoke(app);
        }, FreePorts(settings, EveryService.Names), inMemory: false));

    /// <summary>As gateway/Gateway does it, in front of another process.</summary>
    protected async Task<TestHost> InFrontOf(Uri catalogue, Dictionary<string, string?>? settings = null, Action<WebApplication>? more = null) =>
        Keep(await TestHost.Start(GatewayModule.Name, [GatewayModule.Name], builder =>
        {
            builder.AddProxy();
            builder.Services.AddGateway();
        }, app =>
        {
            app.UseGateway();
            app.UseAuthorization();
            app.MapFoundation();
            app.MapGateway();
            app.MapReverseProxy().AllowAnonymous();
            more?.Invoke(app);
        }, new Dictionary<string, string?>(FreePorts(settings, LedgerModule.Name)) { ["Services:catalogue"] = catalogue.ToString() }, inMemory: false));

    /// <summary>The catalogue in a process of its own, on HTTP/2.</summary>
    protected async Task<TestHost> CatalogueAlone(Action<WebApplication>? more = null, Dictionary<string, string?>? settings = null) =>
        Keep(await TestHost.StartService(CatalogueModule.Name, s => s.AddCatalogue(), app =>
        {
            app.MapCatalogue();
            more?.Invoke(app);
        }, settings, inMemory: false));

    protected static async Task AddAgency(TestHost host, string id, TestHost? issuer = null)
    {
        var agencies = new AgencyService.AgencyServiceClient(host.Invoker((issuer ?? host).Token(Roles.Admin)));
        await agencies.CreateAgencyAsync(new()
        {
            RequestId = id, Agency = new Catalogue.V1.Agency { Id = id, Name = "机构 " + id, Level = AgencyLevel.City, OrganisationCode = "00835003X" }
        }, cancellationToken: Cancel);
    }

    /// <summary>Waits for what events bring about.</summary>
    protected static async Task Until(Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It took too long.");
            await Task.Yield();
        }
    }

    /// <summary>The refusal's reason, after its status.</summary>
    protected static async Task<string> Reason(HttpStatusCode expected, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement.GetProperty("details").EnumerateArray()
            .Single(d => d.GetProperty("@type").GetString() == "type.googleapis.com/google.rpc.ErrorInfo").GetProperty("reason").GetString()!;
    }

    /// <summary>A service's own address, where it calls itself as standalone does.</summary>
    /// <param name="here">Services that are found at the same host.</param>
    private static Dictionary<string, string?> FreePorts(Dictionary<string, string?>? settings, params IEnumerable<string> here)
    {
        var grpc = $"http://127.0.0.1:{Ports.Free()}";
        var all = new Dictionary<string, string?>(settings ?? []) { ["Kestrel:Endpoints:Rest:Url"] = "http://127.0.0.1:0", ["Kestrel:Endpoints:Grpc:Url"] = grpc };
        foreach (var service in here) all[$"Services:{service}"] = grpc;
        return all;
    }

    private TestHost Keep(TestHost host)
    {
        host.Output = TestContext.Current.TestOutputHelper!.WriteLine;
        _hosts.Add(host);
        return host;
    }
}
