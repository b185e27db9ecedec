using Sunshine.Testing.Hosts;
using Sunshine.Testing.Sidecar;

namespace Sunshine.Platform.Tests.Deployment;

/// <summary>deploy/compose agrees with the programs, and Compose takes it.</summary>
public sealed class ComposeTests
{
    private static readonly object? Compose = YamlFile.Read(Repository.File("deploy", "compose", "compose.yaml")).Single();

    public static TheoryData<string> Sidecars => [.. Shipped.WithSidecar];

    [Fact]
    public async Task Compose_takes_it_with_what_is_prepared_and_preparing_again_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        Copy(Repository.File("deploy", "compose"), Path.Combine(folder.Path, "compose"));
        var compose = Path.Combine(folder.Path, "compose");
        await Tool.Run(compose, "bash", "prepare.sh", "--try");
        var made = Contents(compose);
        Assert.Contains("secrets/trust.env", made.Keys);

        await Tool.Run(compose, "bash", "prepare.sh", "--try");

        Assert.Equal(made, Contents(compose));
        await Tool.Run(compose, "docker-compose", "-f", "compose.yaml", "config", "-q");
        await Tool.Run(compose, "docker-compose", "-f", "compose.yaml", "-f", "compose.try.yaml", "config", "-q");
        await Tool.Run(compose, "docker-compose", "-f", "compose.yaml", "-f", "compose.observability.yaml", "config", "-q");
    }

    [Fact]
    public void Every_program_is_there_from_its_own_image_with_nothing_to_write_and_no_rights()
    {
        foreach (var program in Shipped.Each)
        {
            var service = Service(program);
            Assert.Equal($"${{SUNSHINE_IMAGES:-sunshine}}/{program}:${{SUNSHINE_VERSION:-latest}}", service.Text("image"));
            Assert.Equal("1654:1654", service.Text("user"));
            Closed(service);
        }
    }

    [Theory, MemberData(nameof(Sidecars))]
    public void Every_service_and_the_gateway_have_their_sidecar(string app)
    {
        var sidecar = Service(app + "-dapr");

        Assert.Equal($"service:{app}", sidecar.Text("network_mode"));
        var arguments = sidecar.Items("entrypoint").Concat(sidecar.Items("command")).Cast<string>().ToList();
        Assert.Contains($"--app-id={app}", arguments);
        Assert.Contains($"--app-port={Shipped.AppPort(app)}", arguments);
        Assert.Contains("--app-protocol=h2c", arguments);
        Assert.Contains("--enable-mtls", arguments);
        // Its access control is of whoever may call this app.
        var configuration = Path.GetFileName(Assert.Single(arguments, a => a.StartsWith("--config=", StringComparison.Ordinal)));
        var policies = YamlFile.Read(Repository.File("deploy", "dapr", "production", configuration)).Single().Items("spec", "accessControl", "policies");
        Assert.Equal(Shipped.CallersOf(app).Append("gateway").Distinct().Order(), policies.Select(p => p.Text("appId")!).Order());
        Assert.Contains($"../dapr/production/{configuration}:/dapr/config/{configuration}:ro", sidecar.Items("volumes"));
        Closed(sidecar);
        // Both know the other by the tokens of one file, and the database is the program's alone.
        Assert.Equal([$"secrets/{app}-dapr.env", "secrets/trust.env"], sidecar.Items("env_file"));
        Assert.Contains($"secrets/{app}-dapr.env", Service(app).Items("env_file"));
        Assert.Equal(Shipped.Services.Contains(app), Service(app).Items("env_file").Contains($"secrets/{app}.env"));
        Assert.Equal(("3500", "50001"), (Service(app).Text("environment", "DAPR_HTTP_PORT"), Service(app).Text("environment", "DAPR_GRPC_PORT")));
    }

    [Fact]
    public void The_portal_reads_the_gateway_and_has_no_way_to_sidecars_and_data()
    {
        var portal = Service("portal");

        Assert.DoesNotContain("portal-dapr", Compose.Keys("services"));
        Assert.Equal(["apps"], portal.Keys("networks"));
        Assert.Equal("http://gateway:8080/", portal.Text("environment", "Portal__Api"));
        // The gateway counts readers by the address that the portal says, and believes nobody else.
        Assert.Equal(portal.Text("networks", "apps", "ipv4_address"), Service("gateway").Text("environment", "Forwarding__TrustedProxies__0"));
    }

    [Fact]
    public void Only_the_gateway_and_the_portal_are_reached_from_outside_and_at_first_from_this_machine_alone()
    {
        var published = Compose.Keys("services").Where(s => Service(s).Items("ports").Count > 0).ToList();

        Assert.Equal(["gateway", "portal"], published.Order());
        Assert.All(published, s => Assert.Equal(Shipped.ContainerPorts(s).Select(p => $"127.0.0.1:{p}:{p}"), Service(s).Items("ports").Cast<string>()));
        Assert.Equal("true", Compose.Text("networks", "data", "internal"));
        Assert.All(["mongo", "redis"], s => Assert.Equal(["data"], Service(s).Items("networks")));
    }

    [Fact]
    public void Whoever_watches_has_no_way_to_the_data_and_is_reached_from_this_machine_alone()
    {
        var watching = YamlFile.Read(Repository.File("deploy", "compose", "compose.observability.yaml")).Single();

        Assert.Equal(["grafana", "prometheus"], watching.Keys("services").Order());
        Assert.All(watching.Keys("services"), s =>
        {
            Closed(watching.At("services", s));
            Assert.Equal(["apps"], watching.Items("services", s, "networks"));
            Assert.All(watching.Items("services", s, "ports"), p => Assert.StartsWith("127.0.0.1:", (string)p!, StringComparison.Ordinal));
            // What it is given to read is there.
            Assert.All(watching.Items("services", s, "volumes").Cast<string>().Where(v => v.StartsWith("../", StringComparison.Ordinal)),
                v => Assert.True(Directory.Exists(Path.Combine(Repository.File("deploy", "compose"), v[..v.IndexOf(':', StringComparison.Ordinal)])), v));
        });
    }

    [Fact]
    public void Folders_of_keys_are_one_for_each_program_that_has_secrets_and_belong_to_the_user_it_runs_as()
    {
        var volumes = Service("volumes").Items("volumes").Cast<string>().Order().ToList();

        Assert.Equal(Shipped.WithKeys.Select(p => $"{p}-keys:/keys/{p}").Order(), volumes);
        foreach (var program in Shipped.Each)
        {
            var mounted = Service(program).Items("volumes").Cast<string>().ToList();
            Assert.Equal(Shipped.WithKeys.Contains(program), mounted.Contains($"{program}-keys:/keys"));
            if (Shipped.WithKeys.Contains(program)) Assert.Equal("/keys", Service(program).Text("environment", "Storage__KeyFolder"));
        }
    }

    private static object? Service(string name)
    {
        Assert.Contains(name, Compose.Keys("services"));
        return Compose.At("services", name);
    }

    private static void Closed(object? service)
    {
        Assert.Equal("true", service.Text("read_only"));
        Assert.Equal(["ALL"], service.Items("cap_drop"));
        Assert.Equal(["no-new-privileges:true"], service.Items("security_opt"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        // Not what somebody has prepared here.
        foreach (var file in Directory.GetFiles(from).Where(f => Path.GetFileName(f) != ".env")) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText);
}
