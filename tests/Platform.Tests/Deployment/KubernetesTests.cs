using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Deployment;

/// <summary>
/// What kustomize makes of deploy/kubernetes/production: read by the types of Kubernetes' published interface, which refuse a member that it does not
/// have, and compared with the programs.
/// </summary>
public sealed partial class KubernetesTests
{
    private static readonly Dictionary<string, Type> Dapr = new()
    {
        ["dapr.io/v1alpha1/Component"] = typeof(DaprComponent), ["dapr.io/v1alpha1/Configuration"] = typeof(DaprConfiguration),
        ["dapr.io/v1alpha1/Resiliency"] = typeof(DaprResiliency)
    };

    private IReadOnlyList<object> _all = [];

    private IReadOnlyList<V1Deployment> Deployments => Of<V1Deployment>();

    [Fact]
    public async Task Each_program_can_be_applied_by_itself_and_all_are_the_sum_of_them()
    {
        var together = Documents(await Render("production")).Order().ToList();

        var each = new List<string>();
        foreach (var folder in Directory.GetDirectories(Repository.File("deploy", "kubernetes", "production"))) each.AddRange(Documents(await Render("production/" + Path.GetFileName(folder))));
        Assert.Equal(together, each.Order());
        Assert.NotEmpty(together);
    }

    [Fact]
    public async Task Every_program_is_deployed_from_its_own_image_on_the_ports_it_listens_to()
    {
        await Load();

        Assert.Equal(Shipped.Each.Select(p => "sunshine-" + p), Deployments.Select(d => d.Name()).Order(StringComparer.Ordinal));
        foreach (var program in Shipped.Each)
        {
            var container = Program(program);
            Assert.Matches($"^registry\\.example\\.gov\\.cn/sunshine/{program}:[0-9.]+$", container.Image);
            Assert.Equal(Shipped.ContainerPorts(program), container.Ports.Select(p => p.ContainerPort));
            foreach (var probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe })
                Assert.Equal(Shipped.AppPort(program).ToString(), probe.Grpc?.Port.ToString() ?? probe.HttpGet.Port.Value);
            Assert.Equal(program != "portal", container.ReadinessProbe.Grpc is not null);
            // A store that is away takes calls away from a program, and does not end it.
            if (program != "portal") Assert.Equal(("alive", "alive", ""), (container.StartupProbe.Grpc!.Service, container.LivenessProbe.Grpc!.Service, container.ReadinessProbe.Grpc!.Service));
        }
    }

    [Fact]
    public async Task Every_service_and_the_gateway_have_a_sidecar_and_the_portal_has_none()
    {
        await Load();

        foreach (var program in Shipped.Each)
        {
            var annotations = Template(program).Metadata.Annotations ?? new Dictionary<string, string>();
            Assert.Equal(Shipped.WithSidecar.Contains(program), annotations.ContainsKey("dapr.io/enabled"));
            if (!Shipped.WithSidecar.Contains(program)) continue;
            Assert.Equal((program, $"{Shipped.AppPort(program)}", "h2c"), (annotations["dapr.io/app-id"], annotations["dapr.io/app-port"], annotations["dapr.io/app-protocol"]));
            var tokens = Program(program).Env.Where(e => e.Name.EndsWith("_API_TOKEN", StringComparison.Ordinal)).ToDictionary(e => e.Name, e => e.ValueFrom.SecretKeyRef);
            Assert.Equal((annotations["dapr.io/api-token-secret"], "token"), (tokens["DAPR_API_TOKEN"].Name, tokens["DAPR_API_TOKEN"].Key));
            Assert.Equal((annotations["dapr.io/app-token-secret"], "token"), (tokens["APP_API_TOKEN"].Name, tokens["APP_API_TOKEN"].Key));
        }
    }

    [Fact]
    public async Task Network_and_sidecars_let_in_the_same_callers_who_are_those_that_look_for_the_service()
    {
        await Load();
        var configurations = Of<DaprConfiguration>().ToDictionary(c => c.Metadata.Name);

        foreach (var service in Shipped.Services)
        {
            var callers = Shipped.CallersOf(service);
            Assert.Contains("gateway", callers);
            var access = configurations[Template(service).Metadata.Annotations["dapr.io/config"]].Spec.AccessControl!;
            Assert.Equal("deny", access.DefaultAction);
            Assert.Equal(callers, access.Policies.Select(p => p.AppId).Order(StringComparer.Ordinal));
            var rule = Assert.Single(Policy("sunshine-" + service).Spec.Ingress);
            Assert.Equal("50002", Assert.Single(rule.Ports).Port.Value);
            var names = Assert.Single(Assert.Single(rule.FromProperty).PodSelector.MatchExpressions);
            Assert.Equal(("app.kubernetes.io/name", "In"), (names.Key, names.OperatorProperty));
            Assert.Equal(callers, names.Values.Order(StringComparer.Ordinal));
        }

        var nothing = Policy("nothing").Spec;
        Assert.Empty(nothing.PodSelector.MatchLabels ?? new Dictionary<string, string>());
        Assert.Equal(["Ingress", "Egress"], nothing.PolicyTypes);
        Assert.True(nothing.Ingress is null && nothing.Egress is null);
    }

    [Fact]
    public async Task A_program_is_nobody_writes_nothing_but_its_folders_and_has_no_token_of_the_cluster()
    {
        await Load();

        foreach (var program in Shipped.Each)
        {
            var pod = Template(program).Spec;
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.Equal((true, 1654L, "RuntimeDefault"), (pod.SecurityContext.RunAsNonRoot, pod.SecurityContext.RunAsUser, pod.SecurityContext.SeccompProfile.Type));
            var container = Assert.Single(pod.Containers);
            Assert.Equal((false, true), (container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.ReadOnlyRootFilesystem));
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.NotNull(container.Resources.Limits["memory"]);
            Assert.NotNull(container.Resources.Requests["cpu"]);
            Assert.Equal(Shipped.WithKeys.Contains(program) ? "/keys" : null, container.Env.SingleOrDefault(e => e.Name == "Storage__KeyFolder")?.Value);
            Assert.Equal(Shipped.WithKeys.Contains(program), container.VolumeMounts.Any(m => m.MountPath == "/keys"));
            // The sidecar's token is no mount of the program's.
            Assert.DoesNotContain(container.VolumeMounts, m => m.Name == "cluster-token");
            Assert.Equal(Shipped.WithSidecar.Contains(program), pod.Volumes.Any(v => v.Name == "cluster-token"));
        }
    }

    [Fact]
    public async Task What_is_under_way_is_finished_before_a_program_and_then_its_sidecar_go()
    {
        await Load();
        var program = new HostOptions().ShutdownTimeout.TotalSeconds;

        Assert.All(Deployments, d =>
        {
            var pod = d.Spec.Template;
            var sidecar = int.Parse(pod.Metadata.Annotations?["dapr.io/graceful-shutdown-seconds"] ?? "0");
            Assert.True(pod.Spec.TerminationGracePeriodSeconds > pod.Spec.Containers[0].Lifecycle.PreStop.Sleep.Seconds + program + sidecar);
            if (sidecar > 0) Assert.Equal("true", pod.Metadata.Annotations!["dapr.io/enable-native-sidecar"]);
            // A new one is ready before an old one goes.
            Assert.Equal("0", d.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
        });
    }

    [Fact]
    public async Task Every_program_has_two_replicas_at_least_which_are_never_taken_away_together()
    {
        await Load();

        foreach (var program in Shipped.Each)
        {
            var labels = Template(program).Metadata.Labels;
            var scaling = Assert.Single(Of<V2HorizontalPodAutoscaler>(), s => s.Spec.ScaleTargetRef.Name == "sunshine-" + program);
            Assert.InRange(scaling.Spec.MinReplicas!.Value, 2, scaling.Spec.MaxReplicas - 1);
            var budget = Assert.Single(Of<V1PodDisruptionBudget>(), b => b.Name() == "sunshine-" + program).Spec;
            Assert.Equal("1", budget.MaxUnavailable.Value);
            Assert.Equal(program, budget.Selector.MatchLabels["app.kubernetes.io/name"]);
            Assert.All(budget.Selector.MatchLabels, l => Assert.Equal(labels[l.Key], l.Value));
            Assert.Null(Deployments.Single(d => d.Name() == "sunshine-" + program).Spec.Replicas);
        }
    }

    [Fact]
    public async Task What_is_referred_to_is_there_and_secrets_are_only_referred_to_and_told_of()
    {
        await Load();
        var readme = await File.ReadAllTextAsync(Repository.File("deploy", "README.md"), TestContext.Current.CancellationToken);

        Assert.Empty(Of<V1Secret>());
        Assert.All(Deployments.SelectMany(d => d.Spec.Template.Spec.Containers[0].Env).Where(e => Secret().IsMatch(e.Name) && e.Name != "Portal__Desk__SecretFile"), e =>
        {
            Assert.Null(e.Value);
            Assert.NotNull(e.ValueFrom.SecretKeyRef);
        });
        var secrets = Deployments.SelectMany(d => d.Spec.Template.Spec.Containers[0].Env).Select(e => e.ValueFrom?.SecretKeyRef?.Name)
            .Concat(Deployments.SelectMany(d => d.Spec.Template.Spec.Volumes).Select(v => v.Secret?.SecretName))
            .Concat(Of<DaprComponent>().SelectMany(c => c.Spec.Metadata).Select(m => m.SecretKeyRef?.Name))
            .Concat(Of<V1Ingress>().SelectMany(i => i.Spec.Tls).Select(t => t.SecretName)).OfType<string>().Distinct().ToList();
        Assert.NotEmpty(secrets);
        Assert.All(secrets, s => Assert.Contains($"`{s}`", readme, StringComparison.Ordinal));
        var allowed = Assert.Single(Of<V1Role>()).Rules.Single();
        Assert.Equal(Of<DaprComponent>().SelectMany(c => c.Spec.Metadata).Select(m => m.SecretKeyRef?.Name).OfType<string>().Distinct(), allowed.ResourceNames);

        foreach (var pod in Deployments.Select(d => d.Spec.Template.Spec))
        {
            Assert.Contains(Of<V1ServiceAccount>(), a => a.Name() == pod.ServiceAccountName);
            Assert.Contains(Of<V1ConfigMap>(), c => c.Name() == pod.Containers[0].EnvFrom.Single().ConfigMapRef.Name);
            Assert.All(pod.Volumes.Where(v => v.PersistentVolumeClaim is not null), v => Assert.Contains(Of<V1PersistentVolumeClaim>(), c => c.Name() == v.PersistentVolumeClaim.ClaimName));
        }

        // Each service's database is told it by a key of its own.
        Assert.All(Shipped.Services, s => Assert.Equal(s, Program(s).Env.Single(e => e.Name == "Storage__ConnectionString").ValueFrom.SecretKeyRef.Key));
        foreach (var backend in Of<V1Ingress>().SelectMany(i => i.Spec.Rules).SelectMany(r => r.Http.Paths).Select(p => p.Backend.Service))
            Assert.Contains(Of<V1Service>().Single(s => s.Name() == backend.Name).Spec.Ports, p => p.Name == backend.Port.Name);
        Assert.Equal($"http://{Of<V1Service>().Single(s => s.Name() == "sunshine-gateway").Name()}:8080/", Program("portal").Env.Single(e => e.Name == "Portal__Api").Value);
        Assert.All(Of<DaprComponent>().Where(c => c.Auth is not null), c => Assert.Contains(Of<DaprComponent>(), s => s.Metadata.Name == c.Auth!.SecretStore));
    }

    private static Task<string> Render(string folder) => Tool.Run(Repository.File("deploy", "kubernetes"), "kubectl", "kustomize", folder);

    private static IEnumerable<string> Documents(string yaml) => yaml.Split("\n---\n").Select(d => d.Trim()).Where(d => d.Length > 0);

    private async Task Load() => _all = KubernetesYaml.LoadAllFromString(await Render("production"), Dapr, strict: true);

    private IReadOnlyList<T> Of<T>() => [.. _all.OfType<T>()];

    private V1PodTemplateSpec Template(string program) => Deployments.Single(d => d.Name() == "sunshine-" + program).Spec.Template;

    private V1Container Program(string program) => Template(program).Spec.Containers.Single(c => c.Name == "program");

    private V1NetworkPolicy Policy(string name) => Of<V1NetworkPolicy>().Single(p => p.Name() == name);

    [GeneratedRegex("token|password|secret|ConnectionString", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
