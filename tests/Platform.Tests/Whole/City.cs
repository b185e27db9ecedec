using System.Net.Http.Headers;
using System.Net.Http.Json;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using MongoDB.Driver;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.ReadingRooms.V1;
using Sunshine.Testing.Hosts;
using Sunshine.Testing.Sidecar;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>
/// The whole platform as it is deployed: eight services and the gateway, each a process with a sidecar process beside it, and the portal. Tests share it, one after another. With nothing given it
/// stands on SQLite and the stand-in sidecar; with <c>SUNSHINE_TEST_DAPRD</c> on that <c>daprd</c> and a Redis, with <c>SUNSHINE_TEST_MONGO</c> on databases of its own, dropped at the end.
/// </summary>
public class City : IAsyncLifetime
{
    internal const string Agency = "office";

    /// <summary>Budgets are disclosed by these.</summary>
    internal const int Departments = 100;

    /// <summary>The gateway's own name, which stands among those of services.</summary>
    internal const string Gateway = "gateway";

    internal static readonly IReadOnlyList<(string App, string Project)> Services =
    [
        ("catalogue", "services/Catalogue"), ("requests", "services/Requests"), ("powers", "services/PowerList"), ("finance", "services/Finance"), ("key-areas", "services/KeyAreas"),
        ("reading-rooms", "services/ReadingRooms"), ("ledger", "services/Ledger"), ("reports", "services/Reports")
    ];

    /// <summary>Twenty programs start at once, on a machine that tests other things too.</summary>
    internal static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(4);

    private const string ApiToken = "token-of-the-sidecars";
    private const string AppToken = "token-of-the-apps";

    private readonly string _folder = Directory.CreateTempSubdirectory("sunshine-city-").FullName;
    private readonly string _prefix = $"sunshine-city-{Ids.New(TimeProvider.System)}-";
    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<string, Service> _services = [];
    private readonly Dictionary<string, int> _ports = Services.ToDictionary(s => s.App, _ => Ports.Free());
    private readonly int _restPort = Ports.Free();
    private readonly int _sitePort = Ports.Free();
    private TestAuthority? _authority;
    private RunningProgram? _portal;

    /// <summary>What a service's files lie on that can be full or read-only; null on MongoDB.</summary>
    internal SmallDisk? Disk { get; private set; }

    /// <summary>The clock of one service.</summary>
    internal Shifted Clock => field ??= new Shifted(_folder);

    private static string? Mongo => Environment.GetEnvironmentVariable("SUNSHINE_TEST_MONGO") is { Length: > 0 } connection ? connection : null;

    /// <summary>Without, programs call one another at their addresses, and hear of no events.</summary>
    private protected virtual bool HasSidecars => true;

    /// <summary>Whether stores are files of one process each.</summary>
    internal static bool OnFiles => Mongo is null;

    internal IReadOnlyDictionary<string, Service> Apps => _services;

    /// <summary>REST at the gateway, for anybody.</summary>
    internal HttpClient Rest { get; private set; } = null!;

    /// <summary>The public site.</summary>
    internal HttpClient Site { get; private set; } = null!;

    private GrpcChannel Grpc { get; set; } = null!;

    private string Shared => Path.Combine(_folder, "shared");

    private string FaultFile => Path.Combine(Shared, "faults");

    /// <summary>Where a service's files are.</summary>
    internal string DataOf(string app) => Path.Combine(_folder, "data", app);

    internal string Token(string role, string subject = "") => _authority!.Token(subject.Length == 0 ? role : subject, role, agency: role is Roles.Admin ? null : Agency);

    /// <summary>For generated clients, at the gateway.</summary>
    internal CallInvoker As(string? role, string subject = "")
    {
        if (role is null) return Grpc.CreateCallInvoker();
        var token = Token(role, subject);
        return Grpc.Intercept(headers =>
        {
            headers.Add("authorization", "Bearer " + token);
            return headers;
        });
    }

    /// <summary>REST as an officer.</summary>
    internal async Task<HttpResponseMessage> Post(string path, object body, string? role, CancellationToken cancel, string subject = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + path) { Content = JsonContent.Create(body) };
        if (role is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(role, subject));
        return await Rest.SendAsync(request, cancel);
    }

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(Shared);
        _authority = await TestAuthority.Start();
        if (HasSidecars && SidecarProcess.Daprd is not null && SidecarProcess.Redis is null)
        {
            _owned.Add(OwnRedis.Start(_folder, out var broker));
            Environment.SetEnvironmentVariable("SUNSHINE_TEST_REDIS", broker);
        }

        foreach (var (app, project) in Services) Add(app, project, port => [$"--urls=http://127.0.0.1:{port}", .. Storage(app), .. Tolerant(app), .. Neighbours()]);
        Add(Gateway, "gateway/Gateway", port =>
        [
            $"--Kestrel:Endpoints:Rest:Url=http://127.0.0.1:{_restPort}", $"--Kestrel:Endpoints:Grpc:Url=http://127.0.0.1:{port}",
            // Tests call faster than people, and machines that test start programs more slowly.
            "--Gateway:AnonymousRate=1000000", "--Gateway:ClientRate=1000000", "--Gateway:ReadsWait=00:00:45", "--Gateway:Timeout=00:01:00", "--Forwarding:TrustedProxies:0=127.0.0.1", .. Neighbours()
        ]);
        StartPortal();
        Rest = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_restPort}"), Timeout = Load.Patience };
        Site = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_sitePort}"), Timeout = Load.Patience };
        Grpc = GrpcChannel.ForAddress(_services[Gateway].Address);
        _owned.AddRange([Rest, Site, Grpc]);
        foreach (var service in _services.Values) await service.WaitUntilReady(cancel, LongestStart);
        await WaitForPortal(cancel);
        await AddAgencies(cancel);
        await Eventually.Get(
            async () => (await new RoomService.RoomServiceClient(As(Roles.Admin)).BatchImportDivisionsAsync(new() { Records = { new DivisionRecord { Code = Journey.Region, Name = "鞍山市" } } }, cancellationToken: cancel)).Results.Count,
            count => count == 1, cancel, LongestStart);
    }

    /// <summary>Lets all stand-in sidecars do something wrong until <see cref="Mend"/>.</summary>
    /// <param name="fault">One of <see cref="LiveFaults"/>.</param>
    internal void Break(string fault) => File.WriteAllText(FaultFile, fault);

    internal void Mend() => File.Delete(FaultFile);

    /// <summary>What goes on while things break.</summary>
    internal Load Load => field ??= new Load(this);

    /// <summary>Whether everything that was broken was seen to be well again.</summary>
    internal bool IsWell { get; set; } = true;

    /// <summary>What happened to whom.</summary>
    internal FaultTable Table { get; } = new();

    internal void StartPortal() => _portal = RunningProgram.Start(
        "dotnet", [Repository.Program("gateway/Portal"), $"--urls=http://127.0.0.1:{_sitePort}", $"--Portal:Api=http://127.0.0.1:{_restPort}/", "--Portal:Timeout=00:01:00", .. Identity], new Dictionary<string, string?>());

    internal void KillPortal() => _portal!.Kill();

    internal Task StopPortal(CancellationToken cancel) => _portal!.Stop(cancel);

    internal async Task WaitForPortal(CancellationToken cancel) =>
        await Eventually.Get(async () =>
        {
            if (_portal!.HasEnded) throw new InvalidOperationException("The portal ended: " + _portal.Said);
            using var answer = await Site.GetAsync("/health", cancel);
            return answer.IsSuccessStatusCode;
        }, well => well, cancel, LongestStart);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _portal?.Dispose();
        foreach (var service in _services.Values) service.Dispose();
        foreach (var owned in Enumerable.Reverse(_owned)) owned.Dispose();
        if (_authority is not null) await _authority.DisposeAsync();
        if (Mongo is { } connection)
        {
            using var client = new MongoClient(connection);
            foreach (var (app, _) in Services) await client.DropDatabaseAsync(_prefix + app);
        }

        Table.Write();
        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<string> Identity => [$"--Identity:Authority={_authority!.Address}", "--Identity:RequireHttps=false"];

    private IEnumerable<string> Storage(string app) => Mongo is { } connection
        ? [$"--Storage:Path={DataOf(app)}", "--Storage:Kind=Mongo", $"--Storage:ConnectionString={connection}", $"--Storage:DatabasePrefix={_prefix}"]
        : [$"--Storage:Path={DataOf(app)}"];

    /// <summary>Where they are, and that machines that test start programs more slowly than others.</summary>
    private IEnumerable<string> Neighbours() => ["--Calls:WaitForStart=00:00:30", .. HasSidecars ? [] : _ports.Select(p => $"--Services:{p.Key}=http://127.0.0.1:{p.Value}")];

    /// <summary>What would make a test wait, or stop one who does in a minute what others do in a year.</summary>
    private static IEnumerable<string> Tolerant(string app) => app switch
    {
        "requests" => ["--Requests:ApplicationsPerHour=1000"],
        "ledger" => ["--Ledger:AskAfter=00:00:02"],
        _ => []
    };

    private void Add(string app, string project, Func<int, IReadOnlyList<string>> arguments)
    {
        Directory.CreateDirectory(DataOf(app));
        if (HasSidecars && app == SmallDisk.App && OnFiles) _owned.Add(Disk = new SmallDisk(DataOf(app)));
        if (!_ports.TryGetValue(app, out var port)) port = Ports.Free();
        var plan = new SidecarPlan(app, port)
        {
            ApiToken = ApiToken, AppToken = AppToken, Resources = Repository.File("deploy", "dapr", "local"), // A sidecar that was killed with an event in its hands is not waited for as long as Redis would.
            Faults = ["--stand-in-faults", FaultFile, "--stand-in-claim", "10"]
        };
        var service = new Service(port, HasSidecars ? SidecarProcess.Plan(plan, Shared) : null, environment =>
            RunningProgram.Start("dotnet", [Repository.Program(project), .. arguments(port), .. Identity], HasSidecars && app == Shifted.App ? Clock.Around(environment) : environment));
        service.StartSidecar();
        service.StartApp();
        _services[app] = service;
    }

    private async Task AddAgencies(CancellationToken cancel)
    {
        var office = new[] { new { id = Agency, name = "市政府办公室", level = "AGENCY_LEVEL_CITY", organisationCode = "000014349", parentId = "" } };
        var departments = Enumerable.Range(0, Departments).Select(i => new { id = $"department-{i}", name = $"第 {i} 部门", level = "AGENCY_LEVEL_CITY", organisationCode = "", parentId = Agency });
        // The first call of all, while twenty programs are still warming up.
        await Eventually.Get(async () =>
        {
            using var response = await Post("catalogue/agencies:batchImport", new { agencies = office.Concat(departments) }, Roles.Admin, cancel);
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancel)}";
        }, answer => answer.StartsWith("200", StringComparison.Ordinal), cancel, LongestStart);
    }
}

/// <summary>The same without sidecars.</summary>
public sealed class PlainCity : City
{
    private protected override bool HasSidecars => false;
}

[CollectionDefinition(Name)]
public sealed class CityCollection : ICollectionFixture<City>
{
    public const string Name = "the whole platform";
}
