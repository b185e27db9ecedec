using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;
using Sunshine.Gateway;
using Sunshine.Platform.Tests.Deployment;
using Sunshine.Testing.Hosts;
using Sunshine.Testing.Sidecar;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>Contracts, the gateway's routes, tye.yaml and the Dapr components name the same things. Compose and Kubernetes have tests of their own (Deployment).</summary>
public sealed partial class DeploymentTests
{
    private static readonly JsonElement Edge = Settings("gateway", "Gateway", "gateway");

    private static readonly object? Tye = YamlFile.Read(Repository.File("tye.yaml")).Single();

    public static TheoryData<string> Environments => ["local", "compose", "production"];

    /// <summary>The services that have contracts, and are therefore there.</summary>
    /// <summary>Without what every service has besides, which goes by each one's own route.</summary>
    private static IEnumerable<Google.Protobuf.Reflection.FileDescriptor> OfServices => Testing.Contracts.Files.Where(f => f.Package != "sunshine.foundation.v1");

    private static IReadOnlyList<string> Services => [.. OfServices.Where(f => f.Services.Count > 0).Select(ServiceOf).Distinct().Order()];

    private static IReadOnlyList<string> Apps => [.. Services.Append("gateway").Order()];

    [Fact]
    public void Every_service_with_a_contract_is_a_program_and_every_program_but_the_edge_has_one()
    {
        Assert.Equal(Services.Order(StringComparer.Ordinal), Shipped.Services);
        Assert.Equal(Apps.Order(StringComparer.Ordinal), Shipped.WithSidecar);
    }

    [Fact]
    public void Every_grpc_service_has_a_route()
    {
        foreach (var service in OfServices.SelectMany(f => f.Services))
        {
            var target = Assert.Single(Routes(), r => r.Path == $"/{service.File.Package}.{{service}}/{{method}}");
            Assert.Equal((ServiceOf(service.File), "grpc"), (target.Service, target.Protocol));
        }
    }

    [Fact]
    public void Every_rest_path_has_a_route()
    {
        var checkedPaths = 0;
        foreach (var (file, rule) in OfServices.SelectMany(f => f.Services.SelectMany(s => s.Methods)
                     .Where(m => m.GetOptions()?.HasExtension(AnnotationsExtensions.Http) == true)
                     .Select(m => (f, m.GetOptions().GetExtension(AnnotationsExtensions.Http)))))
        {
            var path = rule.Get + rule.Post + rule.Patch + rule.Put + rule.Delete;
            // A verb on the service's own name is not below it, and has a route of its own.
            var own = path.StartsWith($"/api/v1/{ServiceOf(file)}:", StringComparison.Ordinal);
            Assert.True(own || (path + "/").StartsWith($"/api/v1/{ServiceOf(file)}/", StringComparison.Ordinal), path);
            var target = Assert.Single(Routes(), r => r.Path == (own ? $"/api/v1/{ServiceOf(file)}:{{verb}}" : $"/api/v1/{ServiceOf(file)}/{{**rest}}"));
            Assert.Equal((ServiceOf(file), "http"), (target.Service, target.Protocol));
            checkedPaths++;
        }

        Assert.NotEqual(0, checkedPaths);
    }

    [Fact]
    public void Every_route_leads_to_a_service_that_is_there()
    {
        Assert.All(Routes(), r => Assert.Contains(r.Service, Services));
        Assert.Equal(Services, Strings(Edge.GetProperty("Gateway").GetProperty(nameof(GatewayOptions.Services))).Order());
    }

    [Fact]
    public void The_gateway_listens_to_every_topic_but_what_it_tells_itself_and_to_no_other()
    {
        var topics = Testing.Contracts.Files.SelectMany(f => f.MessageTypes).Select(m => m.GetOptions()?.GetExtension(OptionsExtensions.Topic)).Where(t => !string.IsNullOrEmpty(t));

        // Nor to what services and the ledger say to each other: what is public of it is told by the checkpoint that follows.
        topics = topics.Where(t => t is not (TerminalReports.Topic or "ledger.acts" or "ledger.missing"));
        Assert.Equal(topics.Order(), Strings(Edge.GetProperty("Gateway").GetProperty("EvictOn")).Order());
    }

    [Fact]
    public void Tye_runs_every_program_on_its_own_ports()
    {
        var services = Tye.Items("services");
        Assert.Equal(Shipped.Each, services.Select(s => s.Text("name")!).Order(StringComparer.Ordinal));
        foreach (var service in services)
        {
            var project = service.Text("project")!;
            Assert.True(File.Exists(Repository.File(project.Split('/'))), project);
            var settings = Settings(Path.GetDirectoryName(project)!.Split('/')[0], Path.GetDirectoryName(project)!.Split('/')[1], service.Text("name")!);
            Assert.Equal(PortsOf(settings).Order(), service.Items("bindings").Select(b => b.Text("port")!).Order());
        }
    }

    [Fact]
    public void Tye_gives_the_sidecars_the_local_components_and_the_http2_port()
    {
        var dapr = Assert.Single(Tye.Items("extensions"), e => e.Text("name") == "dapr");
        Assert.Equal("deploy/dapr/local", dapr.Text("components-path"));
        Assert.Equal("h2c", dapr.Text("app-protocol"));

        // Tye takes a service's first binding for the app's port, and deliveries are HTTP/2.
        var first = Tye.Items("services").Single(s => s.Text("name") == "gateway").Items("bindings")[0].Text("port");
        var grpc = Edge.GetProperty("Kestrel").GetProperty("Endpoints").GetProperty("Grpc");
        Assert.Equal("Http2", grpc.GetProperty("Protocols").GetString());
        Assert.Equal(new Uri(grpc.GetProperty("Url").GetString()!).Port.ToString(), first);
    }

    [Fact]
    public void All_environments_have_the_same_components_for_the_same_apps()
    {
        Assert.Equal(Parts("production"), Parts("local"));
        Assert.Equal(Parts("production"), Parts("compose"));

        static IEnumerable<string> Parts(string environment) => Files(environment).Where(f => f.Document.Text("kind") != "Configuration")
            .Select(f => $"{Path.GetFileName(f.Path)}: {f.Document.Text("kind")} {f.Document.Text("metadata", "name")} for {string.Join(", ", f.Document.Items("scopes"))}").Order();
    }

    [Fact]
    public void The_portal_has_no_part_in_what_goes_through_sidecars()
    {
        foreach (var environment in Environments.Select(e => e.Data))
        {
            Assert.All(Files(environment), f =>
            {
                Assert.DoesNotContain("portal", f.Document.Items("scopes"));
                Assert.DoesNotContain(f.Document.Items("spec", "accessControl", "policies"), p => p.Text("appId") == "portal");
            });
        }
    }

    [Theory, MemberData(nameof(Environments))]
    public void Components_are_named_by_their_file_and_scoped_to_apps_that_are_there(string environment)
    {
        foreach (var (path, document) in Files(environment).Where(f => f.Document.Text("kind") != "Configuration"))
        {
            Assert.Equal(Path.GetFileNameWithoutExtension(path), document.Text("metadata", "name"));
            Assert.NotEmpty(document.Items("scopes"));
            Assert.All(document.Items("scopes"), app => Assert.Contains((string)app!, Apps));
        }
    }

    [Theory, MemberData(nameof(Environments))]
    public void The_event_component_has_the_name_the_code_uses_and_serves_everybody(string environment)
    {
        var pubsub = Document(environment, "pubsub.yaml");

        Assert.Equal(DaprBus.Component, pubsub.Text("metadata", "name"));
        Assert.Equal(Apps, pubsub.Items("scopes").Cast<string>().Order());
        // Without it the first failure of a delivery would be the last.
        var resiliency = Document(environment, "resiliency.yaml");
        var policy = resiliency.Text("spec", "targets", "components", DaprBus.Component, "inbound", "retry");
        Assert.Contains(policy, resiliency.Keys("spec", "policies", "retries"));
        Assert.Contains("gateway", resiliency.Items("scopes"));
        Assert.True(int.Parse(resiliency.Text("spec", "policies", "retries", policy!, "maxRetries")!) > 1);
    }

    [Theory, MemberData(nameof(Environments))]
    public void Passwords_are_references(string environment)
    {
        var seen = 0;
        foreach (var (_, document) in Files(environment))
        {
            foreach (var item in document.Items("spec", "metadata").Where(m => Secret().IsMatch(m.Text("name")!)))
            {
                Assert.Null(item.Text("value"));
                Assert.NotNull(item.Text("secretKeyRef", "name"));
                Assert.Equal("secrets", document.Text("auth", "secretStore"));
                seen++;
            }
        }

        Assert.NotEqual(0, seen);
    }

    [Fact]
    public void Each_service_is_called_by_whom_its_configuration_lists_and_by_no_other()
    {
        foreach (var service in Services)
        {
            var access = Configuration(service).At("spec", "accessControl");
            Assert.Equal("deny", access.Text("defaultAction"));
            Assert.Equal(Shipped.CallersOf(service), access.Items("policies").Select(p => p.Text("appId")!).Order(StringComparer.Ordinal));
            Assert.All(access.Items("policies"), p =>
            {
                Assert.Equal("allow", p.Text("defaultAction"));
                // Without both a sidecar does not start.
                Assert.Equal(("sunshine", "sunshine"), (p.Text("trustDomain"), p.Text("namespace")));
            });
        }
    }

    [Fact]
    public void Configurations_differ_in_who_may_call_and_in_nothing_else()
    {
        var configurations = Files("production").Where(f => f.Document.Text("kind") == "Configuration").Select(f => f.Document).ToList();

        Assert.Equal(3, configurations.Count);
        Assert.All(configurations, c =>
        {
            Assert.Equivalent(configurations[0].At("spec", "tracing"), c.At("spec", "tracing"), strict: true);
            Assert.Equivalent(configurations[0].At("spec", "api"), c.At("spec", "api"), strict: true);
            Assert.Equal(["accessControl", "api", "tracing"], c.Keys("spec").Order());
        });
    }

    /// <summary>The configuration of a service's sidecar: one of its name if there is one, else the one of all.</summary>
    private static object? Configuration(string service) => Document("production", File.Exists(Repository.File("deploy", "dapr", "production", $"config-{service}.yaml")) ? $"config-{service}.yaml" : "config.yaml");

    private static IReadOnlyList<(string Path, object? Document)> Files(string environment) =>
        [.. Directory.GetFiles(Repository.File("deploy", "dapr", environment), "*.yaml").Where(f => Path.GetFileName(f) != "kustomization.yaml")
            // Compose takes what it does not have of its own from production (deploy/compose/compose.yaml).
            .Concat(environment == "compose" ? [Repository.File("deploy", "dapr", "production", "resiliency.yaml")] : [])
            .Select(f => (f, Assert.Single(YamlFile.Read(f))))];

    private static object? Document(string environment, string file) => Files(environment).Single(f => Path.GetFileName(f.Path) == file).Document;

    private static string ServiceOf(FileDescriptor file) => file.Package.Split('.')[1].Replace('_', '-');

    private static IEnumerable<(string Path, string Service, string Protocol)> Routes()
    {
        var proxy = Edge.GetProperty("ReverseProxy");
        foreach (var route in proxy.GetProperty("Routes").EnumerateObject())
        {
            var metadata = proxy.GetProperty("Clusters").GetProperty(route.Value.GetProperty("ClusterId").GetString()!).GetProperty("Metadata");
            yield return (route.Value.GetProperty("Match").GetProperty("Path").GetString()!, metadata.GetProperty("Service").GetString()!, metadata.GetProperty("Protocol").GetString()!);
        }
    }

    private static IEnumerable<string> PortsOf(JsonElement settings)
    {
        var urls = settings.TryGetProperty("Urls", out var single)
            ? single.GetString()!.Split(';')
            : settings.GetProperty("Kestrel").GetProperty("Endpoints").EnumerateObject().Select(e => e.Value.GetProperty("Url").GetString()!);
        return urls.Select(u => new Uri(u).Port.ToString());
    }

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(e => e.GetString()!);

    private static JsonElement Settings(string folder, string project, string name) =>
        JsonDocument.Parse(File.ReadAllText(Repository.File(folder, project, $"settings.{name}.json"))).RootElement;

    [GeneratedRegex("password|token|secretKey$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
