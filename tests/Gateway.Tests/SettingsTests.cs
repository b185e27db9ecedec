using Microsoft.Extensions.Configuration;
using Sunshine.Catalogue;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.KeyAreas;
using Sunshine.Ledger;
using Sunshine.Portal;
using Sunshine.Powers;
using Sunshine.ReadingRooms;
using Sunshine.Requests;
using Sunshine.Standalone;

namespace Sunshine.Gateway.Tests;

/// <summary>The shipped settings: what is misspelt there would bind to nothing, silently.</summary>
public sealed class SettingsTests
{
    /// <summary>Sections that the framework reads.</summary>
    private static readonly string[] Framework = ["Logging", "Kestrel", "Urls", "Services", "ReverseProxy"];

    /// <summary>Those beside the tests but the probe's, which is a test's own process.</summary>
    public static TheoryData<string> Shipped =>
        [.. Directory.GetFiles(AppContext.BaseDirectory, "settings.*.json").Select(f => Path.GetFileName(f)!).Where(f => f != "settings.probe.json")];

    [Fact]
    public void The_settings_of_each_process_are_shipped() =>
        Assert.Equal(EveryService.Names.Concat([GatewayModule.Name, PortalModule.Name, "standalone"]).Select(n => $"settings.{n}.json").Order(StringComparer.Ordinal), Shipped.Select(s => s.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_key_is_one_that_is_read(string file)
    {
        var settings = Load(file);
        foreach (var section in settings.GetChildren().Where(s => !Framework.Contains(s.Key)))
        {
            var type = section.Key switch
            {
                "Gateway" => typeof(GatewayOptions),
                "Portal" => typeof(PortalOptions),
                "Catalogue" => typeof(CatalogueOptions),
                "Following" => typeof(FollowingOptions),
                "Requests" => typeof(RequestsOptions),
                "Powers" => typeof(PowerListOptions),
                "KeyAreas" => typeof(KeyAreasOptions),
                "ReadingRooms" => typeof(ReadingRoomsOptions),
                "Ledger" => typeof(LedgerOptions),
                "Identity" => typeof(IdentityOptions),
                "Storage" => typeof(StorageOptions),
                "Load" => typeof(LoadOptions),
                _ => null
            };
            Assert.True(type is not null, $"{file}: nobody reads {section.Key}.");
            Assert.NotNull(section.Get(type, o => o.ErrorOnUnknownConfiguration = true));
        }
    }

    [Fact]
    public void Every_route_leads_to_a_cluster_and_every_cluster_to_a_service_with_an_address()
    {
        var settings = Load("settings.gateway.json");
        var clusters = settings.GetSection("ReverseProxy:Clusters").GetChildren().ToDictionary(c => c.Key);
        foreach (var route in settings.GetSection("ReverseProxy:Routes").GetChildren())
        {
            Assert.True(clusters.ContainsKey(route["ClusterId"]!), $"{route.Key} leads to no cluster.");
            Assert.Empty(route.GetChildren().Select(c => c.Key).Except(["ClusterId", "Match", "MaxRequestBodySize", "TimeoutPolicy"]));
        }

        foreach (var cluster in clusters.Values)
        {
            Assert.NotNull(settings[$"Services:{cluster["Metadata:Service"]}"]);
            Assert.Equal(("2", "RequestVersionExact"), (cluster["HttpRequest:Version"], cluster["HttpRequest:VersionPolicy"]));
            Assert.Contains(cluster["Metadata:Protocol"], new[] { "http", "grpc" });
        }
    }

    [Fact]
    public void Every_rpc_is_routed()
    {
        var routes = Load("settings.gateway.json").GetSection("ReverseProxy:Routes").GetChildren().Select(r => r["Match:Path"]!).ToList();
        // What every service has goes by each one's route, and over gRPC not through the gateway, which could not tell whose is meant.
        foreach (var service in Testing.Contracts.Services.Where(s => s.File.Package != "sunshine.foundation.v1"))
        {
            var name = service.File.Package.Split('.')[1].Replace('_', '-');
            Assert.Contains($"/{service.File.Package}.{{service}}/{{method}}", routes);
            Assert.Contains($"/api/v1/{name}/{{**rest}}", routes);
            var rest = service.Methods.Select(m => m.GetOptions()?.GetExtension(Google.Api.AnnotationsExtensions.Http)).OfType<Google.Api.HttpRule>().ToList();
            // JSON cannot carry what a client streams.
            Assert.True(rest.Count > 0 || service.Methods.All(m => m.IsClientStreaming), service.FullName);
            // A verb on the service's own name is not below it, and has a route of its own.
            Assert.All(rest.Select(rule => $"{rule.Get}{rule.Post}{rule.Patch}{rule.Delete}/"), path => Assert.True(
                path.StartsWith($"/api/v1/{name}/", StringComparison.Ordinal) || (path.StartsWith($"/api/v1/{name}:", StringComparison.Ordinal) && routes.Contains($"/api/v1/{name}:{{verb}}")), path));
        }
    }

    private static IConfigurationRoot Load(string file) => new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, file)).Build();
}
