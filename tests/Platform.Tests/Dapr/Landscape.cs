using System.Net.Http.Headers;
using System.Net.Http.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;
using Sunshine.Testing.Otlp;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>
/// The platform as it is deployed: catalogue, gateway and two probes, each a process with a sidecar process beside it. Every event is
/// delivered twice. Tests share it, so each works on a year and on items of its own.
/// </summary>
public sealed class Landscape : IAsyncLifetime
{
    private const string ApiToken = "token-of-the-sidecars";
    private readonly string _folder = Directory.CreateTempSubdirectory("sunshine-dapr-").FullName;
    private readonly List<IDisposable> _owned = [];
    private TestAuthority? _authority;
    private OtlpReceiver? _receiver;

    /// <summary>What the sidecars show the apps.</summary>
    internal const string AppToken = "token-of-the-apps";

    /// <summary>An agency that may disclose.</summary>
    internal const string Agency = "office";

    internal Service Catalogue { get; private set; } = null!;

    internal Service Gateway { get; private set; } = null!;

    internal Service Probe { get; private set; } = null!;

    internal Service Echo { get; private set; } = null!;

    /// <summary>What the catalogue and the gateway tell of themselves.</summary>
    internal OtlpReceiver Receiver => _receiver!;

    /// <summary>REST at the gateway.</summary>
    internal HttpClient Rest { get; private set; } = null!;

    /// <summary>gRPC at the gateway.</summary>
    internal GrpcChannel Grpc { get; private set; } = null!;

    internal string Shared => Path.Combine(_folder, "shared");

    internal string AdminToken { get; private set; } = "";

    internal string ExpiredToken { get; private set; } = "";

    internal Metadata Admin => new() { { "authorization", "Bearer " + AdminToken } };

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Shared);
        _authority = await TestAuthority.Start();
        _receiver = await OtlpReceiver.Start();
        AdminToken = _authority.Token("tester", Roles.Admin);
        ExpiredToken = _authority.Token("tester", Roles.Admin, TimeSpan.FromMinutes(-30));

        Catalogue = Add("catalogue", "services/Catalogue", p => [$"--urls=http://127.0.0.1:{p}", $"--Storage:Path={Path.Combine(_folder, "data")}", "--Calls:WaitForStart=00:00:01"], "--stand-in-deny", "stranger");
        Echo = Add("echo", "tests/Testing", p => ["probe", $"--urls=http://127.0.0.1:{p}", "--Calls:WaitForStart=00:00:01"]);
        Probe = Add("probe", "tests/Testing", p => ["probe", $"--urls=http://127.0.0.1:{p}", "--Calls:WaitForStart=00:00:01"], "--stand-in-unknown-is-unavailable");
        var rest = Ports.Free();
        Gateway = Add("gateway", "gateway/Gateway", p =>
        [
            $"--Kestrel:Endpoints:Rest:Url=http://127.0.0.1:{rest}", $"--Kestrel:Endpoints:Grpc:Url=http://127.0.0.1:{p}",
            // Tests of services that are away wait no longer for them.
            "--Gateway:ReadsWait=00:00:01", "--Calls:WaitForStart=00:00:01",
            // Only an event makes a cached answer stale.
            "--Gateway:CacheFor=01:00:00",
            .. Route("echo", "/api/v1/echo/{**rest}", "/sunshine.testing.v1.EchoService/{method}"),
            .. Route("probe", "/api/v1/probe/{**rest}", "/sunshine.testing.v1.NoService/{method}"),
            // As it stands in the shipped settings for files.
            "--ReverseProxy:Routes:probe-files:ClusterId=probe-http", "--ReverseProxy:Routes:probe-files:MaxRequestBodySize=-1", "--ReverseProxy:Routes:probe-files:Match:Path=/api/v1/probe/file",
            .. Route("nowhere", "/api/v1/nowhere/{**rest}", "/nowhere.v1.Nowhere/{method}")
        ]);

        Rest = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{rest}") };
        Grpc = GrpcChannel.ForAddress(Gateway.Address);
        _owned.AddRange([Rest, Grpc]);
        var cancel = TestContext.Current.CancellationToken;
        foreach (var service in (Service[])[Catalogue, Echo, Probe, Gateway]) await service.WaitUntilReady(cancel);
        await CreateAgency(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned)) owned.Dispose();
        if (_authority is not null) await _authority.DisposeAsync();
        if (_receiver is not null) await _receiver.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Records that no other test imports.</summary>
    internal static IReadOnlyList<ImportRecord> Records(string prefix, int count, int year) => [.. Enumerable.Range(0, count).Select(i => new ImportRecord
    {
        SourceId = $"{prefix}-{i}", AgencyId = Agency, Title = $"{prefix} 第 {i} 号通知",
        Placements = { new Placement { Channel = Channel.Website, On = $"{year}-03-01" } }
    })];

    /// <summary>Imports through the gateway.</summary>
    internal async Task<IReadOnlyList<ImportResult>> Import(IReadOnlyList<ImportRecord> records, CancellationToken cancel)
    {
        using var call = new CatalogueService.CatalogueServiceClient(Grpc).ImportItems(Admin, cancellationToken: cancel);
        var results = new List<ImportResult>();
        var reading = Task.Run(async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync(cancel)) results.AddRange(response.Results);
        }, cancel);
        foreach (var part in records.Chunk(100)) await call.RequestStream.WriteAsync(new ImportItemsRequest { Records = { part } }, cancel);
        await call.RequestStream.CompleteAsync();
        await reading;
        return results;
    }

    internal static string IdOf(ImportRecord record) => Ids.Of("item", record.AgencyId, record.SourceId);

    /// <summary>A sidecar without an app, for calls that no app of ours would make.</summary>
    internal SidecarProcess Sidecar(SidecarPlan plan)
    {
        var sidecar = SidecarProcess.Start(plan, Shared);
        _owned.Add(sidecar);
        return sidecar;
    }

    private Service Add(string appId, string project, Func<int, IReadOnlyList<string>> arguments, params string[] faults)
    {
        var port = Ports.Free();
        var plan = new SidecarPlan(appId, port)
        {
            ApiToken = ApiToken, AppToken = AppToken, Faults = ["--stand-in-deliver-twice", .. faults],
            // The probe is no service of the shipped components' scopes.
            Resources = appId == "probe" ? Unscoped() : Repository.File("deploy", "dapr", "local")
        };
        var service = new Service(port, SidecarProcess.Plan(plan, Shared), environment => RunningProgram.Start(
            "dotnet", [Repository.Program(project), .. arguments(port), $"--Identity:Authority={_authority!.Address}", "--Identity:RequireHttps=false"],
            // The probes speak of what they see themselves.
            appId is "catalogue" or "gateway" ? new Dictionary<string, string?>(environment.Concat(_receiver!.Environment)) : environment));
        service.Sidecar.Start();
        service.StartApp();
        _owned.Add(service);
        return service;
    }

    private string Unscoped()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "resources")).FullName;
        foreach (var name in (string[])["pubsub.yaml", "resiliency.yaml"])
        {
            var text = File.ReadAllText(Repository.File("deploy", "dapr", "local", name));
            File.WriteAllText(Path.Combine(folder, name), text[..text.IndexOf("scopes:", StringComparison.Ordinal)]);
        }

        return folder;
    }

    private async Task CreateAgency(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/catalogue/agencies:batchImport")
        {
            Content = JsonContent.Create(new { agencies = new[] { new { id = Agency, name = "市政府办公室", level = "AGENCY_LEVEL_CITY", organisationCode = "000014349" } } })
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        using var response = await Rest.SendAsync(request, cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancel));
    }

    private static IEnumerable<string> Route(string service, string rest, string grpc)
    {
        foreach (var (kind, path) in ((string, string)[])[("http", rest), ("grpc", grpc)])
        {
            var name = $"{service}-{kind}";
            yield return $"--ReverseProxy:Routes:{name}:ClusterId={name}";
            yield return $"--ReverseProxy:Routes:{name}:Match:Path={path}";
            yield return $"--ReverseProxy:Clusters:{name}:HttpRequest:Version=2";
            yield return $"--ReverseProxy:Clusters:{name}:HttpRequest:VersionPolicy=RequestVersionExact";
            yield return $"--ReverseProxy:Clusters:{name}:Metadata:Service={service}";
            yield return $"--ReverseProxy:Clusters:{name}:Metadata:Protocol={kind}";
        }
    }
}

[CollectionDefinition(Name)]
public sealed class DaprCollection : ICollectionFixture<Landscape>
{
    public const string Name = "dapr";
}
